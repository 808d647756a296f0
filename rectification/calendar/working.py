"""Day arithmetic over the years whose schedule is known; pure, immutable, without a database."""

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from types import MappingProxyType
from typing import NamedTuple, Self

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from rectification.calendar.periods import Period, Unit
from rectification.calendar.year_files import SATURDAY, YearSchedule

ONE_DAY = timedelta(days=1)


class DayKind(TextChoices):
    WORKDAY = "workday", pgettext_lazy("day", "Working day")
    WEEKEND = "weekend", pgettext_lazy("day", "Weekend")
    HOLIDAY = "holiday", pgettext_lazy("day", "Public holiday")
    MAKE_UP = "make_up", pgettext_lazy("day", "Make-up working day")


@dataclass(frozen=True)
class Day:
    """What a day is; `certain` is false where the year's schedule is not published yet."""

    on: date
    kind: DayKind
    name: str
    certain: bool

    @property
    def is_working(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)

    @property
    def why(self) -> str:
        """The holiday as the notice names it, else the kind of day."""
        return self.name or self.kind.value


class Skipped(NamedTuple):
    """A day that was not counted, or was rolled over, and why (see `explanation.why_label`)."""

    date: date
    why: str


@dataclass(frozen=True)
class Due:
    """A date reached by counting; provisional while a year it depends on is not loaded."""

    on: date
    provisional: bool
    version: str
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """The schedules in force. What is not known is counted Monday to Friday, never guessed.

    `version` names exactly these facts: store it beside a due date and compare later.
    """

    years: frozenset[int]
    version: str
    special_days: Mapping[date, Day] = field(repr=False)

    @classmethod
    def of(cls, schedules: Iterable[YearSchedule]) -> Self:
        """One schedule per year; where two rule the same December day, the later year's does."""
        in_order = sorted(schedules, key=lambda schedule: schedule.year)
        years = frozenset(schedule.year for schedule in in_order)
        special: dict[date, Day] = {}
        for schedule in in_order:
            for kind, named in (
                (DayKind.HOLIDAY, schedule.off),
                (DayKind.MAKE_UP, schedule.make_up),
            ):
                for on, name in named:
                    special[on] = Day(on, kind, name, certain=on.year in years)
        return cls(years, _version(in_order), MappingProxyType(special))

    def is_loaded(self, year: int) -> bool:
        return year in self.years

    def unloaded_years(self, first: date, last: date) -> tuple[int, ...]:
        years = range(first.year, last.year + 1)
        return tuple(year for year in years if not self.is_loaded(year))

    def day(self, on: date) -> Day:
        known = self.special_days.get(on)
        if known is not None:
            return known
        kind = DayKind.WEEKEND if on.weekday() >= SATURDAY else DayKind.WORKDAY
        return Day(on, kind, name="", certain=self.is_loaded(on.year))

    def is_working_day(self, on: date) -> bool:
        return self.day(on).is_working

    def next_working_day(self, on: date) -> Due:
        """The first working day after `on`; `roll` may stay on `on` itself."""
        return self.add_working_days(on, 1)

    def add_working_days(self, start: date, amount: int) -> Due:
        return self._count_off(start, amount, ONE_DAY)

    def subtract_working_days(self, end: date, amount: int) -> Due:
        """“N working days before X”: counted backwards from X, X excluded."""
        return self._count_off(end, amount, -ONE_DAY)

    def count_working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.count_working_days(end, start)
        return sum(day.is_working for day in self.days_after(start, end))

    def add_days(self, start: date, amount: int) -> Due:
        """Natural days; when the last one is off, the period ends on the next working day."""
        _require_positive(amount)
        return self.roll(start + timedelta(days=amount))

    def add_months(self, start: date, amount: int) -> Due:
        """Ends on the corresponding day, or the last of the month; rolls like `add_days`."""
        _require_positive(amount)
        return self.roll(same_day_after(start, amount))

    def after(self, start: date, period: Period) -> Due:
        add = {
            Unit.WORKING_DAYS: self.add_working_days,
            Unit.DAYS: self.add_days,
            Unit.MONTHS: self.add_months,
        }[period.unit]
        return add(start, period.amount)

    def roll(self, on: date) -> Due:
        """`on` itself when it is worked, else the next working day."""
        skipped = []
        day = self.day(on)
        while not day.is_working:
            skipped.append(day)
            day = self.day(day.on + ONE_DAY)
        return self._due(day, skipped, first=on, last=day.on)

    def given(self, on: date) -> Due:
        """A day that people set: it stays, and is provisional while its year is not loaded."""
        return Due(on, bool(self.unloaded_years(on, on)), self.version)

    def days_after(self, start: date, end: date) -> Iterator[Day]:
        for offset in range(1, (end - start).days + 1):
            yield self.day(start + timedelta(days=offset))

    def _count_off(self, start: date, amount: int, step: timedelta) -> Due:
        _require_positive(amount)
        skipped = []
        on, left = start, amount
        while left:
            on += step
            day = self.day(on)
            if day.is_working:
                left -= 1
            else:
                skipped.append(day)
        first, last = sorted((start + step, on))
        return self._due(day, skipped, first=first, last=last)

    def _due(self, day: Day, skipped: Iterable[Day], *, first: date, last: date) -> Due:
        return Due(
            on=day.on,
            provisional=bool(self.unloaded_years(first, last)),
            version=self.version,
            skipped=tuple(sorted(Skipped(off.on, off.why) for off in skipped)),
        )


def same_day_after(start: date, months: int) -> date:
    """The corresponding day some months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > MAXYEAR:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _require_positive(amount: int) -> None:
    if amount < 1:
        raise ValueError("At least one day or month must be counted.")


def _version(schedules: list[YearSchedule]) -> str:
    """Short enough for a column of 32 characters: the span of years and a digest of the facts."""
    if not schedules:
        return "none"
    facts = "".join(schedule.digest for schedule in schedules)
    digest = hashlib.sha256(facts.encode()).hexdigest()[:12]
    return f"{schedules[0].year}-{schedules[-1].year}.{digest}"
