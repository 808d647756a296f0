"""文书: which official papers there are about a case for this reader, and each as a file."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from rectification.documents.issued import office_template
from rectification.documents.papers import Offer, Reading, contents_of, offers_in
from rectification.documents.typesetting import Layout
from rectification.enums import DocumentKind, DocumentVariant
from rectification.exceptions import NotVisible
from rectification.models import Case
from rectification.policies.issuing import issuing_office
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight
from rectification.services.issuing import FORMS, PDF, WORD
from rectification.web.access import READING, address
from rectification.web.issued_papers import issued_rows
from rectification.web.one_case import OneCaseMixin
from rectification.web.paper_files import COLUMNS, NUMBER_COLUMN, hand_out_paper
from rectification.web.parts import Cell


class OfCase(OneCaseMixin, View):
    """Whoever sees how the procedure of the case stands; a co-unit has no paper about it."""

    http_method_names = READING

    def opens(self, sight: Sight) -> bool:
        return Field.PLAN in sight.fields

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.case, self.sight, self.authority, self.today)


class CasePapers(OfCase, TemplateView):
    template_name = "rectification/case_papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        reading = self.reading
        rows = [row for offer in offers_in(reading) for row in _rows(reading, offer)]
        self.note_read("papers")
        return super().get_context_data(
            case=case,
            crumbs=self.crumbs(_("Papers of the case")),
            columns=[*COLUMNS, NUMBER_COLUMN],
            rows=rows,
            issued=issued_rows(reading.documents, reading.sight, self.authority),
            check_url=address("rectification:check_document")
            if self.authority.appointments
            else "",
            **kwargs,
        )


def _rows(reading: Reading, offer: Offer) -> list[list[Cell]]:
    case = reading.case
    return [
        [
            Cell(offer.paper.label, meta=offer.subject.label),
            Cell(variant.label),
            Cell(_("PDF"), url=_file(case, offer, variant, PDF)),
            _word(case, offer, variant),
            _number(reading, offer, variant),
        ]
        for variant in offer.subject.variants
    ]


def _word(case: Case, offer: Offer, variant: DocumentVariant) -> Cell:
    """The whole file is put together to be printed and kept, not to be edited."""
    if offer.paper.kind == DocumentKind.CASE_FILE:
        return Cell("—")
    return Cell(_("Word"), url=_file(case, offer, variant, WORD))


def _number(reading: Reading, offer: Offer, variant: DocumentVariant) -> Cell:
    """Under which it was issued; for whoever issues such papers, where he does so."""
    kind, case = offer.paper.kind, reading.case
    document = reading.issued(kind, variant, offer.subject.row)
    if document is not None:
        return Cell(document.number)
    if issuing_office(case, reading.authority, kind) is None:
        return Cell("—")
    args = (case.pk, kind.value, offer.subject.pk, variant.value)
    return Cell(_("Issue it"), url=address("workflows:issue_document", *args))


def _file(case: Case, offer: Offer, variant: DocumentVariant, form: str) -> str:
    args = (case.pk, offer.paper.kind.value, offer.subject.pk, variant.value, form)
    return address("rectification:paper_file", *args)


class PaperFile(OfCase):
    """One paper; that somebody took one about a member away is noted."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind, subject, form = kwargs["kind"], kwargs["subject"], kwargs["form"]
        if form not in FORMS or kwargs["variant"] not in DocumentVariant.values:
            raise NotVisible
        variant = DocumentVariant(kwargs["variant"])
        contents = contents_of(self.reading, kind, subject, variant)
        if form == WORD and contents.layout == Layout.FILE:
            raise NotVisible
        self.note_read(f"official_paper:{kind}:{subject}")
        name = f"{DocumentKind(kind).label}-{self.case.number or self.case.pk}"
        return hand_out_paper(contents, form, name, office_template(self.reading, kind))
