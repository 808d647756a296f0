"""Loading a year's schedule of days off."""

from dataclasses import dataclass

from django.db import transaction

from rectification.calendar import DayKind, YearSchedule, parse_year
from rectification.models import CalendarDay, CalendarYear, User
from rectification.selectors.calendar import schedule_in_force


@dataclass(frozen=True)
class LoadedYear:
    """`written` is false when the same schedule was in force already."""

    schedule: YearSchedule
    written: bool


def load_year(*, content: bytes, loaded_by: User | None = None) -> LoadedYear:
    """Put a year file in force, whole or not at all; raises `YearFileRefused` with the reasons.

    Running due dates are not touched here: the sweep counts those anew of which more is known now
    (`services.recounting`, only ever later), also after an update that ships a year.
    """
    schedule = parse_year(content)
    with transaction.atomic():
        in_force = schedule_in_force(schedule.year)
        if in_force is not None and in_force.digest == schedule.digest:
            return LoadedYear(schedule, written=False)
        row = CalendarYear.objects.create(
            year=schedule.year,
            notices="\n".join(schedule.notices),
            digest=schedule.digest,
            loaded_by=loaded_by,
        )
        CalendarDay.objects.bulk_create(_days(row, schedule))
    return LoadedYear(schedule, written=True)


def _days(row: CalendarYear, schedule: YearSchedule) -> list[CalendarDay]:
    return [
        CalendarDay(calendar_year=row, date=on, kind=kind.value, name=name)
        for kind, named in ((DayKind.HOLIDAY, schedule.off), (DayKind.MAKE_UP, schedule.make_up))
        for on, name in named
    ]
