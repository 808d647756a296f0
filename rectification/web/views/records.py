"""审计: what happened in all cases, who looked, and which files there are; no contents."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView

from rectification.policies.authority import Authority
from rectification.selectors import records
from rectification.selectors.records import PAGE, Wanted
from rectification.web import record_words
from rectification.web.access import READING, LimitedPageMixin, before_of, same_page
from rectification.web.parts import Cell, Column, Tab
from rectification.web.record_words import AccessFilter, DayFilter, EventFilter, ReadingFilter

TABS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("rectification:records", pgettext_lazy("audit", "What happened")),
    ("rectification:accesses", pgettext_lazy("audit", "Who looked")),
    ("rectification:round_records", pgettext_lazy("audit", "Check rounds")),
    ("rectification:hashes", pgettext_lazy("audit", "Files")),
    ("rectification:records_exports", pgettext_lazy("audit", "Exports")),
    ("rectification:seal_sheet", pgettext_lazy("audit", "Weekly sheet")),
)


class RecordList(LimitedPageMixin, TemplateView):
    """One list of records; whoever is no auditor today does not find it."""

    http_method_names = READING
    template_name = "rectification/records.html"
    address: str
    filter_class: type[DayFilter] = AccessFilter
    columns: Sequence[Column]
    read: Callable[[Authority, Wanted], Sequence[Any]]
    row: Callable[[Any], Sequence[Cell]]

    def is_open(self) -> bool:
        return bool(records.audited_nodes(self.authority))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filter_class(self.request.GET)
        before_id = before_of(self.request)
        found = type(self).read(self.authority, form.wanted(before_id))
        page = found[:PAGE]
        more = len(found) > PAGE
        return super().get_context_data(
            tabs=[Tab(label, reverse(name), name == self.address) for name, label in TABS],
            form=form,
            is_filtered=any(form.cleaned_data.values()),
            columns=self.columns,
            rows=[type(self).row(record) for record in page],
            next_url=self._address(before=str(page[-1].pk)) if more else "",
            first_url=self._address() if before_id is not None else "",
            **kwargs,
        )

    def _address(self, **query: str) -> str:
        """This list, narrowed as it is now."""
        chosen = {name: self.request.GET.get(name) for name in self.filter_class.base_fields}
        kept = {name: value for name, value in chosen.items() if value}
        return same_page(self.request, **kept, **query)


class Records(RecordList):
    address = "rectification:records"
    filter_class = EventFilter
    columns = record_words.EVENT_COLUMNS
    read = staticmethod(records.page_of_events)
    row = staticmethod(record_words.event_row)


class Accesses(RecordList):
    address = "rectification:accesses"
    filter_class = ReadingFilter
    columns = record_words.ACCESS_COLUMNS
    read = staticmethod(records.page_of_accesses)
    row = staticmethod(record_words.access_row)


class RoundRecords(RecordList):
    address = "rectification:round_records"
    filter_class = DayFilter
    columns = record_words.ROUND_COLUMNS
    read = staticmethod(records.page_of_round_events)
    row = staticmethod(record_words.round_row)


class Hashes(RecordList):
    address = "rectification:hashes"
    columns = record_words.EVIDENCE_COLUMNS
    read = staticmethod(records.page_of_evidence)
    row = staticmethod(record_words.evidence_row)
