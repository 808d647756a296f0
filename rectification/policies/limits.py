"""Until when a problem may take to be rectified (docs/rules.md 4.5)."""

from datetime import date

from rectification.calendar.clocks import Clock, latest
from rectification.calendar.working import Due, WorkingCalendar
from rectification.enums import DeadlineClass
from rectification.models import Case
from rectification.policies.merging import inspected_on
from rectification.sources import source_of


def rectification_clock(case: Case, deadline_class: str = "") -> Clock:
    """The clock of the case's deadline class, or of another one; a limit is one of its source."""
    asked = deadline_class or case.deadline_class
    if asked == DeadlineClass.IMMEDIATE:
        return Clock.RECTIFY_IMMEDIATE
    if asked == DeadlineClass.LONG_TERM:
        return Clock.RECTIFY_LONG_TERM
    if inspected_on(case) is not None:
        return Clock.RECTIFY_INSPECTION
    return source_of(case.source).rectify_clock


def rectification_limit(
    case: Case, start: date, calendar: WorkingCalendar, deadline_class: str = ""
) -> Due:
    """The last day a measure may be due, counted from `start`.

    An inspection's period runs from the day its feedback was received, whatever day that is.
    """
    clock = rectification_clock(case, deadline_class)
    received = inspected_on(case) if clock == Clock.RECTIFY_INSPECTION else None
    return latest(clock, received or start, calendar)
