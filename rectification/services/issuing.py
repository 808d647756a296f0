"""Issuing official documents: numbered, kept as they were issued, signed, void (rules 5)."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification.acting import note_file
from rectification.audit.codes import document_code
from rectification.audit.files import file_line
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.exceptions import CaseError, InvalidInput
from rectification.hashing import line_of
from rectification.models import (
    Case,
    CaseEvent,
    Notice,
    Objection,
    OfficialDocument,
    Organisation,
    PaperTemplate,
    SignedCopy,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.issuing import (
    SERIES,
    about_of,
    why_not_attach,
    why_not_handle,
    why_not_issue,
    why_not_void,
)
from rectification.policies.plausible import why_not_past
from rectification.policies.reasons import allow, require_reason
from rectification.policies.uploads import SoundFile
from rectification.services.document_numbers import DocumentNumber, take_document_number
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.events import record_event
from rectification.services.evidence import follow_file

PDF: Final = "pdf"
WORD: Final = "docx"
FORMS: Final = (PDF, WORD)


@dataclass(frozen=True)
class Printed:
    """Both forms of a paper, and the template of the office by which the docx was made.

    `docx` is empty where there is nothing to edit.
    """

    pdf: bytes
    docx: bytes
    template: PaperTemplate | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A paper before it is issued: `show` sets it with its number and its code.

    `about` names of what it is (`order:12`); `number` is the one its matter has anyway.
    """

    kind: DocumentKind
    variant: str
    title: str
    show: Callable[[str, str], Printed]
    about: str = ""
    number: str = ""


def issue_document(*, case: Case, actor: Actor, draft: Draft) -> CaseEvent:
    """Number it, set it, keep it byte by byte; the next paper of a void one takes its place."""
    allow(why_not_handle(case, actor.hand, EventVerb.DOCUMENT_ISSUED))
    papers = case.documents.filter(kind=draft.kind, variant=draft.variant, about=draft.about)
    document = keep_issued(papers, actor, draft, about={"case": case.number or ""}, case=case)
    return _record(EventVerb.DOCUMENT_ISSUED, document, actor)


def keep_issued(
    papers: QuerySet[OfficialDocument],
    actor: Actor,
    draft: Draft,
    *,
    about: dict[str, object],
    **columns: object,
) -> OfficialDocument:
    """Number, code and both forms in one row; `papers` are those of the same matter, of which one
    holds. `about` says in the statement what it is of, `columns` in the row."""
    allow(why_not_issue(papers.filter(void_at=None).first()))
    assert actor.organisation is not None
    taken = None if draft.number else _number(actor.organisation, draft.kind)
    number = draft.number or str(taken)
    statement = _statement(about, actor.organisation, draft, number)
    code = document_code(statement)
    printed = draft.show(number, code)
    document = OfficialDocument.objects.create(
        kind=draft.kind,
        variant=draft.variant,
        **columns,
        about=draft.about,
        organisation=actor.organisation,
        mark=taken.mark if taken else "",
        year=taken.year if taken else None,
        sequence=taken.number if taken else None,
        number=number,
        title=draft.title,
        code=code,
        statement=statement,
        **_kept(printed),
        template=printed.template,
        issued_by=actor.hand,
        issued_role=actor.role,
        issued_at=timezone.now(),
        replaces=papers.filter(replaced_by=None).order_by("-pk").first(),
    )
    _follow(document)
    return document


def _follow(document: OfficialDocument) -> None:
    note_file(file_line(document))
    for form in FORMS:
        if getattr(document, form):
            follow_file(getattr(document, form))


def _number(organisation: Organisation, kind: DocumentKind) -> DocumentNumber:
    return take_document_number(organisation=organisation, series=SERIES[kind])


def _statement(
    about: dict[str, object], organisation: Organisation, draft: Draft, number: str
) -> str:
    """Which paper it is, and by what nobody guesses its code; no word that stands on it."""
    return line_of(
        {
            **about,
            "day": today().isoformat(),
            "kind": str(draft.kind),
            "number": number,
            "organisation": organisation.code,
            "salt": secrets.token_hex(16),
            "variant": str(draft.variant),
        }
    )


def _kept(printed: Printed) -> dict[str, object]:
    docx = printed.docx or printed.pdf
    return {
        "pdf": _encrypted(printed.pdf),
        "pdf_sha256": hashlib.sha256(printed.pdf).hexdigest(),
        "docx": _encrypted(printed.docx) if printed.docx else "",
        "docx_sha256": hashlib.sha256(docx).hexdigest(),
    }


def _encrypted(content: bytes) -> "ContentFile[bytes]":
    return ContentFile(encrypt_bytes(content), name=uuid4().hex)


def open_issued(document: OfficialDocument, form: str) -> bytes:
    """The bytes that were issued. Raises FileNotFoundError once they were erased."""
    stored = getattr(document, form)
    if not stored:
        raise FileNotFoundError
    return _unchanged(stored, getattr(document, f"{form}_sha256"), document.number)


def _unchanged(stored: FieldFile, digest: str, number: str) -> bytes:
    with stored.open("rb") as file:
        content = decrypt_bytes(file.read())
    if hashlib.sha256(content).hexdigest() != digest:
        text = _(
            "The file that is kept is not the one that was issued as %(number)s. Nothing is handed "
            "out; tell whoever runs the server and whoever reads the records."
        )
        raise CaseError(text % {"number": number}, rule="5")
    return content


def attach_signed_copy(
    *, document: OfficialDocument, actor: Actor, scan: SoundFile, signed_on: date
) -> CaseEvent:
    """The paper as it was signed or sealed; another one beside it is attached, none is replaced."""
    allow(why_not_handle(document.own_case, actor.hand, EventVerb.SIGNED_COPY_ATTACHED))
    keep_signed_copy(document, actor, scan, signed_on)
    return _record(EventVerb.SIGNED_COPY_ATTACHED, document, actor)


def keep_signed_copy(
    document: OfficialDocument, actor: Actor, scan: SoundFile, signed_on: date
) -> None:
    allow(why_not_attach(document))
    issued = timezone.localdate(document.issued_at)
    if why := why_not_past(signed_on, since=issued):
        raise InvalidInput({"signed_on": why}, rule="5")
    copy = SignedCopy.objects.create(
        document=document,
        file=ContentFile(encrypt_bytes(scan.content), name=uuid4().hex),
        name=scan.name,
        content_type=scan.content_type,
        sha256=hashlib.sha256(scan.content).hexdigest(),
        signed_on=signed_on,
        attached_by=actor.hand,
        attached_at=timezone.now(),
    )
    note_file(file_line(copy))
    follow_file(copy.file)


def open_signed_copy(copy: SignedCopy) -> bytes:
    """The scan that was attached. Raises FileNotFoundError once it was erased."""
    if not copy.file:
        raise FileNotFoundError
    return _unchanged(copy.file, copy.sha256, copy.document.number)


def void_document(*, document: OfficialDocument, actor: Actor, reason: str) -> CaseEvent:
    """Its number stays used and its files stay; the reason is written for whoever holds it."""
    allow(why_not_handle(document.own_case, actor.hand, EventVerb.DOCUMENT_VOIDED))
    allow(why_not_void(document))
    return _void(document, actor, require_reason(reason, rule="5"))


def void_documents_of(*, case: Case, row: Any) -> None:
    """With an order or a verification falls the paper about it, by nobody's hand (4.8)."""
    with override(settings.LANGUAGE_CODE):
        reason = _("What this paper is about is void.")
    _void_all(case.documents.filter(about=about_of(row)), reason)


def void_overturned_answer(*, objection: Objection) -> None:
    """A review has answered otherwise (T25): the paper of the answer before it holds no more."""
    with override(settings.LANGUAGE_CODE):
        reason = _("A review has answered otherwise.")
    _void_all(objection.case.documents.filter(about=about_of(objection)), reason)


def void_public_papers(*, case: Case, notice: Notice | None) -> None:
    """Less of the text is shown, or to fewer, or it is taken down: no paper that is made of it
    holds. Forms bear the latest text of the case, sheets that of their own notice."""
    with override(settings.LANGUAGE_CODE):
        reason = _("Less is shown in public than stands on this paper.")
    made_of_it = ~Q(kind__in=[DocumentKind.POSTING, DocumentKind.CIRCULAR])
    if notice is not None:
        made_of_it |= Q(about=about_of(notice))
    _void_all(case.documents.filter(made_of_it, variant=DocumentVariant.PUBLIC), reason)


def _void_all(documents: QuerySet[OfficialDocument], reason: str) -> None:
    for document in documents.filter(void_at=None).order_by("pk"):
        _void(document, SYSTEM, reason)


def _void(document: OfficialDocument, actor: Actor, reason: str) -> CaseEvent:
    mark_void(document, actor, reason)
    return _record(EventVerb.DOCUMENT_VOIDED, document, actor, text=reason)


def mark_void(document: OfficialDocument, actor: Actor, reason: str) -> None:
    document.void_at, document.void_reason = timezone.now(), reason
    document.voided_by = actor.person
    document.save(update_fields=["void_at", "void_reason", "voided_by"])


def _record(
    verb: EventVerb, document: OfficialDocument, actor: Actor, *, text: str = ""
) -> CaseEvent:
    return record_event(
        case=document.own_case,
        verb=verb,
        actor=actor,
        text=text or document.number,
        reference=f"document:{document.code}",
    )
