"""When closed cases are drawn for a look-back, and how many (docs/rules.md 4.5)."""

from datetime import date, timedelta
from typing import Final

from rectification.calendar import WorkingCalendar

QUARTERS: Final = 4
"""So many quarters back the list shows, and a draw is caught up on."""


def quarter_before(day: date) -> tuple[date, date]:
    """First and last day of the quarter that was over before this day."""
    last = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return last.replace(month=last.month - 2, day=1), last


def quarters_before(day: date, number: int) -> list[tuple[date, date]]:
    """The last ones that were over, newest first."""
    spans: list[tuple[date, date]] = []
    for _number in range(number):
        spans.append(quarter_before(spans[-1][0] if spans else day))
    return spans


def is_drawn_by(day: date, until: date, calendar: WorkingCalendar) -> bool:
    """From the first working day after the quarter on: a machine that was off draws later."""
    return day >= calendar.next_working_day(until).on


def sample_size(candidates: int, share: int) -> int:
    """So many in a hundred, rounded up; where there is a case at all, one is looked at."""
    return -(-candidates * share // 100)
