"""时点查询 of the lists, the ledger and the key figures: as they stood at a moment, or at two."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rectification.documents.lists import ListRow, PastReader
from rectification.enums import AccessPurpose
from rectification.models import Case
from rectification.moment import Moment
from rectification.policies.readings import on_lists
from rectification.selectors.as_of import as_of
from rectification.selectors.cases import PAGE, read_by_office, visible_to
from rectification.selectors.figures import Figures, figures_of
from rectification.selectors.lists import narrowed_to
from rectification.selectors.rates import Rates, rates_of
from rectification.selectors.retention import is_without_words
from rectification.services.reading import log_cases_read
from rectification.web.access import READING, OwnPageMixin, address, same_page
from rectification.web.case_tabs import case_tabs
from rectification.web.figures import FIGURE_COLUMNS, figure_rows
from rectification.web.list_pages import list_tabs, narrowed
from rectification.web.list_words import KINDS, cells_of
from rectification.web.moment_form import MomentForm, moment_words
from rectification.web.moments_difference import Cells, rows_beside
from rectification.web.parts import Column, Crumb
from rectification.web.rates import rate_tables
from rectification.web.views.lists import OneList


class PastMixin(OwnPageMixin):
    """Which cases are read is asked as things stand today, before any moment is read."""

    @cached_property
    def moments(self) -> MomentForm:
        return MomentForm(self.request.GET)

    @cached_property
    def keys(self) -> list[int]:
        return list(visible_to(self.user, self.authority).values_list("pk", flat=True))


class ListAsOf(PastMixin, OneList, TemplateView):
    """One page of the list by number, narrowed as the address says."""

    template_name = "rectification/list_as_of.html"
    page_name = "rectification:list_as_of"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moments = self.moments.pair or (self.moments.moment,)
        numbers: dict[str, int] = {}
        for moment in moments:
            numbers |= self._numbers(moment)
        after = self.request.GET.get("after", "")
        ordered = [number for number in sorted(numbers) if number > after]
        page = [numbers[number] for number in ordered[:PAGE]]
        shown = list(Case.objects.filter(pk__in=page))
        log_cases_read(
            cases=shown,
            person=self.person,
            what=f"list_as_of:{self.kind.name}",
            capacity=on_lists(self.authority, AccessPurpose.LIST),
        )
        kept = {**self.form.kept, **self.moments.kept}
        more = {**kept, "after": ordered[PAGE - 1]} if len(ordered) > PAGE else {}
        return super().get_context_data(
            list=self.kind,
            title=_("%(list)s as of a moment") % {"list": self.kind.label},
            crumbs=[
                Crumb(_("Cases"), address("rectification:cases")),
                Crumb(self.kind.label, address("rectification:lists", self.kind.name)),
                Crumb(_("As of a moment")),
            ],
            tabs=list_tabs(self.page_name, self.kind, kept),
            form=self.form,
            moments=self.moments,
            hidden=self.form.kept,
            words=[moment_words(moment) for moment in moments],
            count=len(numbers),
            columns=[Column(c.label, KINDS[c.sort]) for c in self.kind.columns],
            rows=self._rows(moments, page, {c.pk for c in shown if is_without_words(c)}),
            next_url=f"?{urlencode(more)}" if more else "",
            first_url=same_page(self.request, **kept) if after else "",
            **kwargs,
        )

    def _numbers(self, moment: Moment) -> dict[str, int]:
        """The cases of the list at the moment, by number."""
        keys, chosen = self.keys, self.form.chosen
        with as_of(moment):
            cases = self.kind.giving_lines(narrowed_to(Case.objects.filter(pk__in=keys), chosen))
            return {str(number): pk for number, pk in cases.values_list("number", "pk")}

    def _rows(
        self, moments: Sequence[Moment], page: Sequence[int], erased: Collection[int]
    ) -> list[Cells]:
        states = [self._state(moment, page) for moment in moments]
        if len(states) == 1:
            rows = [(row, cells_of(row.values)) for row in states[0]]
        else:
            rows = rows_beside(*states)
        return [
            [replace(cells[0], url=self._case_url(row, erased)), *cells[1:]] for row, cells in rows
        ]

    def _state(self, moment: Moment, page: Sequence[int]) -> list[ListRow]:
        chosen = self.form.chosen
        reader = PastReader(self.kind, self.authority, moment.day, self.calendar)
        with as_of(moment):
            cases = narrowed_to(Case.objects.filter(pk__in=page), chosen)
            return reader.rows_of(list(reader.prepared(cases)))

    def _case_url(self, row: ListRow, erased: Collection[int]) -> str:
        """Of an erased case there is no past, and its own page says what stays of it."""
        if row.case_id in erased:
            return address("rectification:case", row.case_id)
        return narrowed(address("rectification:case_as_of", row.case_id), self.moments.kept)


class KeyFigures(PastMixin, TemplateView):
    """重点数字: of the cases the reader may see, now or as of a moment, or of two."""

    http_method_names = READING
    template_name = "rectification/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moments = self.moments.pair or (self.moments.moment,)
        return super().get_context_data(
            title=_("Key figures"),
            crumbs=[Crumb(_("Cases"), address("rectification:cases"))],
            tabs=case_tabs(current="figures"),
            moments=self.moments,
            words=[moment_words(moment) for moment in moments],
            columns=FIGURE_COLUMNS,
            rows=figure_rows([self._figures(moment) for moment in moments]),
            tables=rate_tables([self._rates(moment) for moment in moments]) if self.read else [],
            **kwargs,
        )

    @cached_property
    def read(self) -> list[int]:
        """What an office of his reads with the record; having a part in a case is none of how the
        work goes."""
        return list(read_by_office(self.authority).values_list("pk", flat=True))

    def _figures(self, moment: Moment) -> Figures:
        keys = self.keys
        with as_of(moment):
            return figures_of(keys, moment.day)

    def _rates(self, moment: Moment) -> Rates:
        keys = self.read
        with as_of(moment):
            return rates_of(keys)
