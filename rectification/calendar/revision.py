"""What moves a date that already runs: a pause, or a calendar that came to be known later."""

from dataclasses import dataclass, replace
from datetime import date

from rectification.calendar.working import ONE_DAY, Due, WorkingCalendar


@dataclass(frozen=True)
class Pause:
    """The day of pausing is counted as paused, the day of resuming is not."""

    paused_on: date
    resumed_on: date


def after_pause(due: Due, pause: Pause, calendar: WorkingCalendar) -> Due:
    """The due date moved by the paused working days (docs/rules.md, “Counting”)."""
    first, last = pause.paused_on, pause.resumed_on - ONE_DAY
    paused = calendar.count_working_days(first - ONE_DAY, last) if first <= last else 0
    if not paused:
        return due
    moved = calendar.add_working_days(due.on, paused)
    uncertain = due.provisional or bool(calendar.unloaded_years(first, last))
    return replace(
        moved,
        provisional=moved.provisional or uncertain,
        skipped=due.skipped + moved.skipped,
    )


def recount(
    due: Due, *, start: date | None, before: WorkingCalendar, calendar: WorkingCalendar
) -> Due:
    """Count again where extensions and pauses have become part of the day: as many working days
    after `start` as by the calendar before. Never earlier.

    A make-up Saturday may bring the count forward: then the date once given stays, unless it has
    itself become a day off. Without `start` the day was set by people, or counted in months: it is
    rolled over days off.
    """
    kept = calendar.roll(due.on)
    days = before.count_working_days(start, due.on) if start is not None else 0
    fresh = calendar.add_working_days(start, days) if start is not None and days > 0 else kept
    later = max(fresh, kept, key=lambda found: found.on)
    touched = calendar.unloaded_years(start or due.on, later.on)
    return replace(later, provisional=bool(touched))
