"""The calendar in force: the shipped years, overlaid by the years loaded into the database."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rectification.calendar import DayKind, WorkingCalendar, YearSchedule, shipped_schedules
from rectification.calendar.year_files import NamedDay
from rectification.models import CalendarDay, CalendarYear

Key = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class YearInForce:
    """A year as the calendar page lists it; `loaded_at` is empty for a shipped year."""

    schedule: YearSchedule
    loaded_at: datetime | None = None
    loaded_by_id: int | None = None


def current_calendar() -> WorkingCalendar:
    """One small query each time, so a load is seen at once by every process.

    Ask once per request or job and pass the calendar on.
    """
    return _calendar(tuple((row.pk, row.digest) for row in _loaded_years()))


def calendar_without(year: int) -> WorkingCalendar:
    """The calendar as it was before the schedule of the year was known."""
    rows = _loaded_years()
    schedules = {
        **shipped_schedules(),
        **_schedules(tuple((row.pk, row.digest) for row in rows)),
    }
    return WorkingCalendar.of(found for number, found in schedules.items() if number != year)


def years_in_force() -> list[YearInForce]:
    rows = _loaded_years()
    loaded = _schedules(tuple((row.pk, row.digest) for row in rows))
    years = {year: YearInForce(schedule) for year, schedule in shipped_schedules().items()}
    for row in rows:
        years[row.year] = YearInForce(loaded[row.year], row.loaded_at, row.loaded_by_id)
    return [years[year] for year in sorted(years)]


def schedule_in_force(year: int) -> YearSchedule | None:
    row = CalendarYear.objects.filter(year=year).order_by("-pk").first()
    if row is None:
        return shipped_schedules().get(year)
    return _schedules(((row.pk, row.digest),))[year]


def _loaded_years() -> list[CalendarYear]:
    """The newest row of each year."""
    newest = {row.year: row for row in CalendarYear.objects.order_by("pk")}
    return [newest[year] for year in sorted(newest)]


@lru_cache(maxsize=8)
def _calendar(key: Key) -> WorkingCalendar:
    """Keyed by primary keys and digests: rows never change, so an entry never goes stale."""
    return WorkingCalendar.of({**shipped_schedules(), **_schedules(key)}.values())


def _schedules(key: Key) -> dict[int, YearSchedule]:
    if not key:
        return {}
    rows = CalendarYear.objects.filter(pk__in=[pk for pk, _digest in key])
    days = CalendarDay.objects.filter(calendar_year__in=rows).order_by("date")
    named: dict[tuple[int, str], list[CalendarDay]] = {}
    for day in days:
        named.setdefault((day.calendar_year_id, day.kind), []).append(day)

    def of_kind(row: CalendarYear, kind: DayKind) -> tuple[NamedDay, ...]:
        return tuple((day.date, day.name) for day in named.get((row.pk, kind.value), []))

    return {
        row.year: YearSchedule(
            year=row.year,
            notices=tuple(row.notices.splitlines()),
            off=of_kind(row, DayKind.HOLIDAY),
            make_up=of_kind(row, DayKind.MAKE_UP),
        )
        for row in rows
    }
