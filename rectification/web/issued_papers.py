"""Official documents as lines and facts: number, kind, whether it holds, how it was signed."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.models import OfficialDocument, Person
from rectification.policies.authority import Authority
from rectification.policies.issuing import opens_document
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight
from rectification.web.access import address
from rectification.web.dates import full_date, moment
from rectification.web.evidence import grouped
from rectification.web.paper_template_words import template_words
from rectification.web.parts import Cell, Column, Light, LightColour, Row, Text
from rectification.wording import bracketed, labelled

COPY_COLUMNS: Final = (
    Column(pgettext_lazy("document", "Signed copy")),
    Column(gettext_lazy("signed on")),
    Column(pgettext_lazy("document", "Attached")),
)


def state_of(document: OfficialDocument) -> Light:
    if document.void_at is not None:
        return Light(LightColour.RED, pgettext_lazy("document", "Void"))
    if document.signed_copies.all():
        return Light(LightColour.GREEN, pgettext_lazy("document", "Signed copy attached"))
    return Light(LightColour.BLUE, pgettext_lazy("document", "Issued"))


def validity_of(document: OfficialDocument) -> Light:
    """For whoever knows no more than the code."""
    if document.void_at is not None:
        return Light(LightColour.RED, pgettext_lazy("document", "Void"))
    return Light(LightColour.GREEN, pgettext_lazy("document", "Valid"))


def issued_rows(
    documents: Iterable[OfficialDocument], sight: Sight, authority: Authority
) -> list[Row]:
    """Every paper of the case that was ever numbered, latest first; linked where it is opened.

    For whoever reads what became of the case.
    """
    if Field.RESULTS not in sight.fields:
        return []
    return [
        issued_row(document, opens_document(document, sight.case, authority, sight.fields))
        for document in documents
    ]


def issued_row(document: OfficialDocument, opens: bool = True) -> Row:
    return Row(
        title=document.number,
        url=address("rectification:document", document.pk) if opens else "",
        light=state_of(document),
        meta=[kind_words(document), full_date(document.issued_at)],
        note=replaced_words(document),
    )


def kind_words(document: OfficialDocument) -> str:
    return bracketed(document.get_kind_display(), document.get_variant_display())


def replaced_words(document: OfficialDocument) -> str:
    later = getattr(document, "replaced_by", None)
    return _("Replaced by %(number)s") % {"number": later.number} if later else ""


def document_facts(document: OfficialDocument) -> list[tuple[Text, Any]]:
    by = f"{document.organisation.name} {document.issued_by.name}"
    facts: list[tuple[Text, Any]] = [
        (pgettext_lazy("document", "Kind"), kind_words(document)),
        (pgettext_lazy("document", "Title"), document.title),
        (pgettext_lazy("document", "Issue"), f"{moment(document.issued_at)} · {by}"),
        (pgettext_lazy("document", "Verification code"), document.code),
        (pgettext_lazy("document", "Template"), template_words(document.template)),
        ("SHA-256 (PDF)", grouped(document.pdf_sha256)),
    ]
    if document.docx_sha256 != document.pdf_sha256:
        facts.append(("SHA-256 (Word)", grouped(document.docx_sha256)))
    if document.replaces is not None:
        facts.append((pgettext_lazy("document", "Takes the place of"), document.replaces.number))
    if document.void_at is not None:
        void = f"{moment(document.void_at)} · {document.void_reason}"
        facts.append((pgettext_lazy("document", "Void"), void))
    return facts


def copy_rows(document: OfficialDocument) -> list[list[Cell | Text]]:
    return [
        [
            Cell(copy.name or _("erased"), url=address("rectification:signed_copy", copy.pk)),
            Cell(full_date(copy.signed_on)),
            Cell(moment(copy.attached_at), meta=_attached_by(copy.attached_by, copy.sha256)),
        ]
        for copy in document.signed_copies.all()
    ]


def _attached_by(person: Person, digest: str) -> str:
    return f"{person.name} · {labelled('SHA-256', grouped(digest))}"
