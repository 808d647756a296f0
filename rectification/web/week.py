"""My week: the days of this week and the next one, each with what is due on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext

from rectification.calendar import DayKind, WorkingCalendar
from rectification.calendar.working import Day
from rectification.models import Measure
from rectification.policies.theme_days import is_theme_day
from rectification.selectors.lights import rule_of
from rectification.web.dates import due_words, list_date
from rectification.web.parts import Row, Text
from rectification.web.rows import Lists, about


@dataclass(frozen=True)
class DayOfWork:
    """A day with its lines; `tags` say whether it is off, and why."""

    on: date
    title: str
    tags: Sequence[Text] = ()
    is_today: bool = False
    is_off: bool = False
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class Week:
    title: Text
    days: list[DayOfWork] = field(default_factory=list)


DatedRow = tuple[date, Row]


def weeks_of(
    today: date, last: date, calendar: WorkingCalendar, lines: Iterable[DatedRow]
) -> list[Week]:
    """From today on, week by week; what was due earlier stands elsewhere."""
    by_day = _by_day(lines)
    found = {today: Week(gettext("This week")), monday_after(today): Week(gettext("Next week"))}
    for offset in range((last - today).days + 1):
        day = calendar.day(today + timedelta(days=offset))
        week = max(start for start in found if start <= day.on)
        found[week].days.append(
            DayOfWork(
                on=day.on,
                title=f"{list_date(day.on)} {date_format(day.on, 'l')}",
                tags=day_tags(day),
                is_today=day.on == today,
                is_off=not day.is_working,
                rows=by_day.get(day.on, []),
            )
        )
    return list(found.values())


def monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def day_tags(day: Day) -> list[Text]:
    """Why a day is off, or worked although it is a Saturday or Sunday; what falls on it."""
    tags: list[Text] = []
    if day.kind == DayKind.HOLIDAY:
        tags.append(gettext("Off: %(name)s") % {"name": day.name})
    elif day.kind == DayKind.WEEKEND:
        tags.append(gettext("Off: weekend"))
    elif day.kind == DayKind.MAKE_UP:
        tags.append(gettext("Worked to make up (%(name)s)") % {"name": day.name})
    if not day.certain:
        tags.append(gettext("provisional"))
    if is_theme_day(day.on):
        tags.append(gettext("Theme day"))
    return tags


def measure_row(measure: Measure, lists: Lists) -> Row:
    """A measure of his; its words only where its case is open to him."""
    case = measure.plan.case
    words = gettext("Measure: %(text)s") % {"text": measure.text}
    return Row(
        title=words if case.pk in lists.visible else gettext("A measure you answer for"),
        url=lists.case_url(case),
        light=lists.lights.measure(measure, rule_of(measure)),
        meta=[*about(case), due_words(measure.due_on)],
    )


def _by_day(lines: Iterable[DatedRow]) -> dict[date, list[Row]]:
    in_order = sorted(lines, key=lambda line: line[0])
    return {
        day: [row for _day, row in found] for day, found in groupby(in_order, lambda line: line[0])
    }
