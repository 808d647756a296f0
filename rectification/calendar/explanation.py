"""Why this day: everything that led to a due date, as data for a page or a command."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rectification.calendar.clocks import Clock, rule_for
from rectification.calendar.periods import Period, Unit
from rectification.calendar.working import (
    ONE_DAY,
    DayKind,
    Due,
    Skipped,
    WorkingCalendar,
    same_day_after,
)


@dataclass(frozen=True)
class Explanation:
    """`made_up` are the working Saturdays and Sundays that were counted.

    `nominal_on` is where a period of days or months would have ended, had that day been worked;
    `rule` cites docs/rules.md.
    """

    start_on: date
    period: Period
    due: Due
    nominal_on: date
    made_up: tuple[Skipped, ...]
    unloaded_years: tuple[int, ...]
    clock: Clock | None = None
    rule: str = ""

    @property
    def is_rolled(self) -> bool:
        return self.due.on != self.nominal_on

    def as_json(self) -> dict[str, Any]:
        """The shape `manage.py deadline --json` promises."""
        return {
            "due": self.due.on.isoformat(),
            "provisional": self.due.provisional,
            "calendar_version": self.due.version,
            "skipped": [{"date": day.date.isoformat(), "why": day.why} for day in self.due.skipped],
        }


def explain(start: date, period: Period, calendar: WorkingCalendar) -> Explanation:
    due = calendar.after(start, period)
    if period.unit == Unit.WORKING_DAYS:
        nominal, first = due.on, start + ONE_DAY
    elif period.unit == Unit.DAYS:
        nominal = first = start + timedelta(days=period.amount)
    else:
        nominal = first = same_day_after(start, period.amount)
    made_up = tuple(
        Skipped(day.on, day.why)
        for day in calendar.days_after(first - ONE_DAY, due.on)
        if day.kind == DayKind.MAKE_UP
    )
    return Explanation(
        start_on=start,
        period=period,
        due=due,
        nominal_on=nominal,
        made_up=made_up,
        unloaded_years=calendar.unloaded_years(first, due.on),
    )


def explain_clock(
    clock: Clock, start: date, calendar: WorkingCalendar, *, period: Period | None = None
) -> Explanation:
    """The same for a clock of the procedure, with the rule it rests on."""
    rule = rule_for(clock, start)
    explanation = explain(start, period or rule.period, calendar)
    return replace(explanation, clock=clock, rule=rule.source)


def why_label(why: str) -> str:
    """A reason as the reader is shown it: holidays are named by the notice, weekends by us."""
    return str(DayKind(why).label) if why in DayKind.values else why
