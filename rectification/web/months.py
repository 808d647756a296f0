"""An organisation's month as weeks of days, each with what falls on it."""

import re
from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseStage
from rectification.models import Case, Notice, Organisation, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.months import month_places, theme_day_places
from rectification.selectors.months import MonthOf, Span
from rectification.web.parts import Light, LightColour, Row, Text
from rectification.web.rows import Lists, open_items
from rectification.web.sheets import is_over
from rectification.web.week import DatedRow, DayOfWork, day_tags

FIRST_YEAR: Final = 2015
LAST_YEAR: Final = 2100
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
SHOWN: Final = 3
"""Lines of a day that stand open on a wide screen; the others unfold."""


@dataclass(frozen=True)
class MonthDay(DayOfWork):
    """`in_month` is false for the days of other months that fill the first and last week."""

    in_month: bool = True

    @property
    def number(self) -> int:
        return self.on.day

    @property
    def open_rows(self) -> list[Row]:
        return list(self.rows[:SHOWN])

    @property
    def folded_rows(self) -> list[Row]:
        return list(self.rows[SHOWN:])


@dataclass(frozen=True)
class Place:
    """An organisation and the page about it."""

    name: str
    url: str


def month_in(value: str, today: date) -> date:
    """The first of the month that the address names; nonsense is the present one."""
    found = _MONTH.fullmatch(value)
    year, month = map(int, found.groups()) if found else (0, 0)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return today.replace(day=1)
    return date(year, month, 1)


def span_of(first: date) -> Span:
    return Span(first, _next(first) - timedelta(days=1))


def neighbours(first: date) -> tuple[str, str]:
    """The queries that lead to the month before and after; empty where the calendar ends."""
    before, after = (first - timedelta(days=1)).replace(day=1), _next(first)
    return tuple(  # type: ignore[return-value]
        f"?month={month:%Y-%m}" if FIRST_YEAR <= month.year <= LAST_YEAR else ""
        for month in (before, after)
    )


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def weeks_of_month(
    first: date, calendar: WorkingCalendar, today: date, lines: Iterable[DatedRow]
) -> list[list[MonthDay]]:
    in_order = sorted(lines, key=lambda line: line[0])
    by_day = {
        day: [row for _on, row in found] for day, found in groupby(in_order, lambda line: line[0])
    }
    return [
        [_day(on, first, calendar, today, by_day.get(on, [])) for on in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def _day(
    on: date, first: date, calendar: WorkingCalendar, today: date, rows: list[Row]
) -> MonthDay:
    day = calendar.day(on)
    return MonthDay(
        on=on,
        title=date_format(on, "l"),
        tags=day_tags(day),
        is_today=on == today,
        is_off=not day.is_working,
        rows=rows,
        in_month=(on.year, on.month) == (first.year, first.month),
    )


def lines_of(found: MonthOf, lists: Lists) -> list[DatedRow]:
    """Due rectifications first, then notices, then comments, each on its day."""
    lines = [(case.due_on, _due_row(case, lists)) for case in found.cases if case.due_on]
    lines += [(notice.ends_on, _notice_row(notice, lists)) for notice in found.notices]
    lines += [(item.due_on, _hearing_row(item, lists)) for item in found.hearings if item.due_on]
    return lines


def _due_row(case: Case, lists: Lists) -> Row:
    """Handed in, the light of the next step would say nothing about this day: its stage does."""
    handed_in = case.stage != CaseStage.RECTIFYING and case.stage in CaseStage.open()
    light = None if handed_in else lists.lights.case(case, open_items(case))
    stage = CaseStage(case.stage).label if handed_in else ""
    return _row(case, lists, light, pgettext("day", "Rectification due"), stage)


def _notice_row(notice: Notice, lists: Lists) -> Row:
    if is_over(notice, lists.today):
        light = Light(LightColour.GREY, gettext("The notice is over"))
    else:
        light = lists.lights.due(notice.ends_on)
    return _row(notice.case, lists, light, gettext("Notice ends"))


def _hearing_row(item: WorkItem, lists: Lists) -> Row:
    return _row(item.case, lists, lists.lights.item(item), gettext("Comment due"))


def _row(case: Case, lists: Lists, light: Light | None, *meta: Text) -> Row:
    return Row(
        title=" ".join(filter(None, (case.number, lists.title(case)))),
        url=lists.case_url(case),
        light=light,
        meta=meta,
    )


def month_links(authority: Authority) -> list[Place]:
    return [Place(place.name, month_url(place)) for place in month_places(authority)]


def theme_day_links(authority: Authority) -> list[Place]:
    return [
        Place(place.name, reverse("rectification:theme_day", args=[place.pk]))
        for place in theme_day_places(authority)
    ]


def month_url(organisation: Organisation) -> str:
    return reverse("rectification:month", args=[organisation.pk])
