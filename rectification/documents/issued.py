"""From a paper that a reader may have to the one that is issued: number, code, both forms."""

from functools import partial

from django.utils.translation import gettext as _

from rectification.documents.papers import annual_report, contents_of, subject_of
from rectification.documents.papers.base import Reading
from rectification.documents.typesetting import (
    Contents,
    Layout,
    as_docx,
    as_pdf,
    in_words_of_papers,
)
from rectification.enums import DocumentKind, DocumentVariant
from rectification.exceptions import CaseError
from rectification.models import Organisation, PaperTemplate
from rectification.policies.authority import committee_above
from rectification.policies.days import today
from rectification.policies.issuing import about_of, why_withheld
from rectification.policies.reasons import allow
from rectification.policies.townships import township_of
from rectification.selectors.documents import template_in_force
from rectification.services.issuing import Draft, Printed


def draft_of(reading: Reading, kind: DocumentKind, pk: int, variant: DocumentVariant) -> Draft:
    """Raises NotVisible where the paper is none of this reader's, and refuses one that would not
    be whole, or is about what is void."""
    subject = subject_of(reading, kind, pk)
    allow(why_withheld(reading.sight.fields, variant))
    contents = contents_of(reading, kind, pk, variant)
    if contents.void:
        raise CaseError(_("What this paper is about is void; nothing is issued of it."), rule="5")
    return Draft(
        kind=kind,
        variant=variant,
        title=" ".join(filter(None, [contents.title, subject.label])),
        show=partial(_printed, contents, office_template(reading, kind)),
        about=about_of(subject.row),
        # An order, a closure or a case was numbered when it was made; its paper bears that number.
        number=contents.number,
    )


def report_draft(organisation: Organisation, year: int, variant: DocumentVariant) -> Draft:
    """The report of a year as its figures stand today; of no case (decision 0045)."""
    contents = annual_report(organisation, year, today(), variant)
    return Draft(
        kind=DocumentKind.ANNUAL_REPORT,
        variant=variant,
        title=contents.title,
        show=partial(_printed, contents, report_template(organisation)),
    )


def report_template(organisation: Organisation) -> PaperTemplate | None:
    return template_in_force(committee_above(organisation), DocumentKind.ANNUAL_REPORT)


def office_template(reading: Reading, kind: str) -> PaperTemplate | None:
    """By which the office wants papers of the kind to look; None: that of the house."""
    township = township_of(reading.case)
    return template_in_force(township, kind) if township is not None else None


def word_of(contents: Contents, template: PaperTemplate | None) -> bytes:
    """The paper as docx. Raises TemplateRefused."""
    if template is None:
        return as_docx(contents)
    with template.file.open("rb") as stored:
        return as_docx(contents, stored.read())


def _printed(contents: Contents, template: PaperTemplate | None, number: str, code: str) -> Printed:
    issued = contents.issued(number=number, code=code)
    with in_words_of_papers():
        pdf = as_pdf(issued)
        # The whole file of a case is put together to be kept, not to be edited.
        docx = word_of(issued, template) if issued.layout != Layout.FILE else b""
    return Printed(pdf=pdf, docx=docx, template=template)
