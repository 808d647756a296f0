"""我的一周: what is due when, for one person."""

from datetime import date
from typing import Any

from django.views.generic import TemplateView

from rectification.models import WorkItem
from rectification.policies.exports import keeps_seals
from rectification.policies.holding import deputyship_for
from rectification.selectors import inbox
from rectification.selectors.week import last_day_of_weeks, measures_due, turns_due
from rectification.web.access import READING, OwnPageMixin
from rectification.web.months import month_links, theme_day_links
from rectification.web.rows import Lists
from rectification.web.week import DatedRow, measure_row, weeks_of


class MyWeek(OwnPageMixin, TemplateView):
    http_method_names = READING
    template_name = "rectification/week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = last_day_of_weeks(self.today)
        lines = self._lines(last)
        return super().get_context_data(
            overdue=[row for day, row in lines if day < self.today],
            today_count=sum(day == self.today for day, _row in lines),
            weeks=weeks_of(self.today, last, self.calendar, lines),
            months=month_links(self.authority),
            theme_days=theme_day_links(self.authority),
            keeps_seals=keeps_seals(self.authority),
            **kwargs,
        )

    def _lines(self, last: date) -> list[DatedRow]:
        turns = turns_due(self.authority, last)
        measures = measures_due(self.authority, last)
        ids = {item.case_id for item in turns} | {row.plan.case_id for row in measures}
        visible = inbox.visible_ids(self.user, self.authority, ids)
        lists = Lists(self.today, self.calendar, visible)
        lines = [
            (item.due_on, lists.turn(item, self._on_behalf_of(item)))
            for item in turns
            if item.due_on is not None
        ]
        lines += [(row.due_on, measure_row(row, lists)) for row in measures]
        return sorted(lines, key=lambda line: line[0])

    def _on_behalf_of(self, item: WorkItem) -> str:
        deputyship = deputyship_for(item, self.authority)
        return deputyship.delegator.name if deputyship else ""
