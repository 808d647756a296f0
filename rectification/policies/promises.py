"""Whether what was promised for a day was done by it (docs/rules.md 4.5)."""

from datetime import date

from rectification.calendar import WorkingCalendar


def is_kept(promised: date | None, done: date | None, calendar: WorkingCalendar) -> bool | None:
    """None where nothing was promised or done; a promise for a day off holds until it is over."""
    if promised is None or done is None:
        return None
    return done <= calendar.roll(promised).on
