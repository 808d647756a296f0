"""年度整改报告: of which organisation and year one makes it, and the report as a file."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from rectification.documents.papers import annual_report
from rectification.enums import DocumentKind, DocumentVariant
from rectification.exceptions import NotVisible
from rectification.models import Organisation
from rectification.policies.annual_reports import makes_report, report_places
from rectification.policies.authority import committee_above
from rectification.selectors.annual import years_of
from rectification.selectors.documents import template_in_force
from rectification.selectors.roster import children_on
from rectification.web.access import READING, LimitedPageMixin, address, row_key
from rectification.web.paper_files import COLUMNS, FORMS, PDF, WORD, hand_out_paper
from rectification.web.parts import Cell, Crumb


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
        return super().get_context_data(
            place=place,
            crumbs=[Crumb(gettext_lazy("Cases"), address("rectification:cases"))],
            columns=COLUMNS,
            rows=[
                _row(place, year, variant)
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


def _file(place: Organisation, year: int, variant: DocumentVariant, form: str) -> str:
    query = urlencode({"year": str(year), "variant": variant.value, "form": form})
    return f"{address('rectification:annual_report', place.pk)}?{query}"


class AnnualReportFile(LimitedPageMixin, View):
    """Without a word of which, the present year's internal report to print."""

    http_method_names = READING

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        return makes_report(self.authority, self.organisation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        year = row_key(request.GET.get("year", str(self.today.year)))
        variant = request.GET.get("variant", DocumentVariant.INTERNAL)
        form = request.GET.get("form", PDF)
        if year is None or year not in years_of(self.organisation, self.today.year):
            raise NotVisible
        if form not in FORMS or variant not in DocumentVariant.values:
            raise NotVisible
        contents = annual_report(self.organisation, year, self.today, DocumentVariant(variant))
        name = f"{DocumentKind.ANNUAL_REPORT.label}-{self.organisation.name}-{year}"
        township = committee_above(self.organisation)
        template = template_in_force(township, DocumentKind.ANNUAL_REPORT)
        return hand_out_paper(contents, form, name, template)
