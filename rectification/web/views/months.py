"""月历 and 主题党日: an organisation's month, and what is commented on at its theme day."""

from datetime import date
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from rectification.enums import OrganisationKind
from rectification.models import Organisation
from rectification.policies.months import reads_month, reads_theme_day
from rectification.policies.postings import ENTERING, posting_places
from rectification.policies.theme_days import THEME_DAY
from rectification.selectors.months import MonthOf, month_of
from rectification.selectors.roster import children_on
from rectification.selectors.theme_days import agenda_of
from rectification.web.access import READING, LimitedPageMixin
from rectification.web.dates import full_date, list_date
from rectification.web.months import (
    Place,
    lines_of,
    month_in,
    month_url,
    neighbours,
    span_of,
    weeks_of_month,
)
from rectification.web.parts import Crumb
from rectification.web.rows import Lists
from rectification.web.sheets import notice_sheet


class MonthPage(LimitedPageMixin, TemplateView):
    """About one organisation and one month."""

    http_method_names = READING

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(Organisation, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        return reads_month(self.authority, self.organisation)

    @cached_property
    def first(self) -> date:
        return month_in(self.request.GET.get("month", ""), self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, after = neighbours(self.first)
        return super().get_context_data(
            organisation=self.organisation,
            month=date_format(self.first, "YEAR_MONTH_FORMAT"),
            before_url=before,
            after_url=after,
            crumbs=[Crumb(_("My week"), reverse("rectification:week"))],
            **kwargs,
        )


class Month(MonthPage):
    template_name = "rectification/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = month_of(self.organisation, self.user, self.authority, span_of(self.first))
        lines = lines_of(found, Lists(self.today, self.calendar, _ids(found)))
        theme_url = reverse("rectification:theme_day", args=[self.organisation.pk])
        return super().get_context_data(
            weekdays=WEEKDAYS.values(),
            weeks=weeks_of_month(self.first, self.calendar, self.today, lines),
            count=len(lines),
            theme_day=self.first.replace(day=THEME_DAY),
            theme_url=f"{theme_url}?month={self.first:%Y-%m}",
            below=self._below(),
            **kwargs,
        )

    def _below(self) -> list[Place]:
        units = OrganisationKind.party_units()
        return [
            Place(child.name, month_url(child))
            for child in children_on(self.organisation, self.today)
            if child.kind in units and reads_month(self.authority, child)
        ]


def _ids(found: MonthOf) -> set[int]:
    """All of it came through the gate."""
    ids = {case.pk for case in found.cases} | {notice.case_id for notice in found.notices}
    return ids | {item.case_id for item in found.hearings}


class ThemeDay(MonthPage):
    """The agenda of the 28th, to be read on the phone or printed."""

    template_name = "rectification/theme_day.html"

    def is_open(self) -> bool:
        return reads_theme_day(self.authority, self.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = self.first.replace(day=THEME_DAY)
        agenda = agenda_of(self.organisation, self.user, self.authority, day)
        in_month = reads_month(self.authority, self.organisation)
        return super().get_context_data(
            title=_("Theme day on %(day)s") % {"day": full_date(day)},
            weekday=date_format(day, "l"),
            sheets=[
                notice_sheet(notice, today=self.today, calendar=self.calendar)
                for notice in agenda.in_notice
            ],
            closed=[
                _("%(title)s (closed on %(day)s)")
                % {"title": notice.decision.title, "day": list_date(notice.case.ended_at)}
                for notice in agenda.closed
                if notice.case.ended_at
            ],
            posting_url=self._posting_url(),
            month_url=f"{month_url(self.organisation)}?month={self.first:%Y-%m}"
            if in_month
            else "",
            **kwargs,
        )

    def _posting_url(self) -> str:
        """Where secretary, clerk and publicity centre enter what was commented on."""
        held = {office.role for office in self.authority.appointments}
        if not held & ENTERING or self.organisation not in posting_places(
            self.authority.appointments
        ):
            return ""
        url = reverse("rectification:new_posting")
        return f"{url}?organisation={self.organisation.pk}"
