"""Until when a problem may take to be rectified (docs/rules.md 4.5)."""

from datetime import date

from rectification.calendar.clocks import Clock, latest
from rectification.calendar.working import Due, WorkingCalendar
from rectification.enums import DeadlineClass
from rectification.models import Case
from rectification.sources import source_of


def rectification_clock(case: Case) -> Clock:
    """The clock of the case's deadline class; a limit is one of its source."""
    if case.deadline_class == DeadlineClass.IMMEDIATE:
        return Clock.RECTIFY_IMMEDIATE
    if case.deadline_class == DeadlineClass.LONG_TERM:
        return Clock.RECTIFY_LONG_TERM
    return source_of(case.source).rectify_clock


def rectification_limit(case: Case, start: date, calendar: WorkingCalendar) -> Due:
    """The last day a measure may be due, counted from `start`.

    An inspection's period runs from the day its feedback was received, whatever day that is.
    """
    clock = rectification_clock(case)
    source = source_of(case.source)
    from_receipt = source.from_receipt and clock == source.rectify_clock
    return latest(clock, case.found_on if from_receipt else start, calendar)
