"""年度整改报告: of which organisation and year one makes it, and the report as a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from rectification.documents.issued import report_template
from rectification.documents.papers import annual_report
from rectification.enums import DocumentKind, DocumentVariant
from rectification.exceptions import NotVisible
from rectification.models import OfficialDocument, Organisation
from rectification.policies.annual_reports import issuing_office, makes_report, report_places
from rectification.selectors.annual import years_of
from rectification.selectors.documents import reports_of
from rectification.selectors.roster import children_on
from rectification.services.issuing import FORMS, PDF, WORD
from rectification.web.access import READING, LimitedPageMixin, address
from rectification.web.issued_papers import issued_row
from rectification.web.paper_files import COLUMNS, NUMBER_COLUMN, hand_out_paper
from rectification.web.parts import Cell, Crumb
from rectification.web.report_addresses import of_report, wanted_report

Valid = Mapping[tuple[int | None, str], OfficialDocument]
"""Reports that were issued and hold, by year and variant."""


class AnnualReports(LimitedPageMixin, TemplateView):
    """Of what his offices reach: one organisation at a time, and those right below it to choose."""

    http_method_names = READING
    template_name = "rectification/annual_reports.html"

    @cached_property
    def organisation(self) -> Organisation | None:
        if "pk" in self.kwargs:
            return get_object_or_404(Organisation, pk=self.kwargs["pk"])
        return next(iter(report_places(self.authority)), None)

    def is_open(self) -> bool:
        place = self.organisation
        return place is not None and makes_report(self.authority, place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.organisation
        assert place is not None
        others = [*report_places(self.authority), *children_on(place, self.today)]
        issued = list(reports_of(place))
        valid = {(row.report_year, row.variant): row for row in issued if not row.void_at}
        issues = issuing_office(self.authority, place) is not None
        return super().get_context_data(
            place=place,
            issued=list(map(issued_row, issued)),
            check_url=address("rectification:check_document"),
            crumbs=[Crumb(gettext_lazy("Cases"), address("rectification:cases"))],
            columns=[*COLUMNS, NUMBER_COLUMN],
            rows=[
                [*_row(place, year, variant), _number(place, year, variant, valid, issues=issues)]
                for year in years_of(place, self.today.year)
                for variant in DocumentVariant
            ],
            places=[
                Crumb(other.name, address("rectification:annual_reports_of", other.pk))
                for other in dict.fromkeys(others)
                if other != place and makes_report(self.authority, other)
            ],
            **kwargs,
        )


def _row(place: Organisation, year: int, variant: DocumentVariant) -> list[Cell]:
    return [
        Cell(_("Year %(year)d") % {"year": year}),
        Cell(variant.label),
        Cell(_("PDF"), url=_file(place, year, variant, PDF)),
        Cell(_("Word"), url=_file(place, year, variant, WORD)),
    ]


def _number(
    place: Organisation, year: int, variant: DocumentVariant, valid: Valid, *, issues: bool
) -> Cell:
    """Under which it was issued; for whoever issues it, where he does so."""
    document = valid.get((year, variant))
    if document is not None:
        return Cell(document.number)
    if not issues:
        return Cell("—")
    url = of_report(address("workflows:issue_report", place.pk), year, variant)
    return Cell(_("Issue it"), url=url)


def _file(place: Organisation, year: int, variant: DocumentVariant, form: str) -> str:
    url = address("rectification:annual_report", place.pk)
    return of_report(url, year, variant, form=form)


class AnnualReportFile(LimitedPageMixin, View):
    """Without a word of which, the present year's internal report to print."""

    http_method_names = READING

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        return makes_report(self.authority, self.organisation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        year, variant = wanted_report(request, self.organisation)
        form = request.GET.get("form", PDF)
        if form not in FORMS:
            raise NotVisible
        contents = annual_report(self.organisation, year, self.today, variant)
        name = f"{DocumentKind.ANNUAL_REPORT.label}-{self.organisation.name}-{year}"
        return hand_out_paper(contents, form, name, report_template(self.organisation))
