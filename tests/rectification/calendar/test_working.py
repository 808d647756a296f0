from datetime import date

import pytest

from rectification.calendar import DayKind, WorkingCalendar, shipped_schedules
from tests.rectification.calendar.years import SHIPPED, WITH_2027


def test_working_days_count_make_up_saturday_and_skip_national_day() -> None:
    due = SHIPPED.add_working_days(date(2017, 9, 27), 5)
    assert due.on == date(2017, 10, 10)
    assert due.provisional is False
    assert due.version == SHIPPED.version
    assert due.skipped == tuple((date(2017, 10, day), "中秋节、国庆节") for day in range(1, 9))


def test_limit_on_national_day_rolls_to_first_working_day() -> None:
    assert SHIPPED.roll(date(2017, 10, 1)).on == date(2017, 10, 9)
    assert SHIPPED.add_days(date(2017, 9, 30), 1).on == date(2017, 10, 9)


def test_two_months_ending_on_saturday_roll_to_monday() -> None:
    due = SHIPPED.add_months(date(2017, 6, 12), 2)
    assert due.on == date(2017, 8, 14)
    assert due.skipped == ((date(2017, 8, 12), "weekend"), (date(2017, 8, 13), "weekend"))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2017, 1, 31), 1, date(2017, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2019, 12, 30), 2, date(2020, 3, 2)),
        (date(2016, 11, 30), 3, date(2017, 2, 28)),
        (date(2017, 3, 31), 6, date(2017, 9, 30)),
        (date(2017, 4, 1), 6, date(2017, 10, 9)),
    ],
)
def test_months_end_on_corresponding_or_last_day(start: date, months: int, expected: date) -> None:
    assert SHIPPED.add_months(start, months).on == expected


def test_limit_on_make_up_working_day_stays() -> None:
    assert SHIPPED.add_days(date(2017, 9, 29), 1).on == date(2017, 9, 30)


def test_next_working_day_is_never_the_day_itself() -> None:
    assert SHIPPED.next_working_day(date(2017, 9, 29)).on == date(2017, 9, 30)
    assert SHIPPED.next_working_day(date(2017, 9, 30)).on == date(2017, 10, 9)


def test_subtract_working_days_excludes_the_day_counted_from() -> None:
    due = SHIPPED.subtract_working_days(date(2017, 10, 10), 3)
    assert due.on == date(2017, 9, 29)
    assert [day.date for day in due.skipped] == [date(2017, 10, day) for day in range(1, 9)]


def test_count_working_days_excludes_start_and_includes_end() -> None:
    assert SHIPPED.count_working_days(date(2017, 9, 27), date(2017, 10, 10)) == 5
    assert SHIPPED.count_working_days(date(2017, 10, 10), date(2017, 9, 27)) == -5
    assert SHIPPED.count_working_days(date(2017, 9, 27), date(2017, 9, 27)) == 0


@pytest.mark.parametrize(
    ("on", "kind", "why"),
    [
        (date(2017, 9, 29), DayKind.WORKDAY, "workday"),
        (date(2017, 9, 30), DayKind.MAKE_UP, "中秋节、国庆节"),
        (date(2017, 10, 1), DayKind.HOLIDAY, "中秋节、国庆节"),
        (date(2017, 10, 14), DayKind.WEEKEND, "weekend"),
    ],
)
def test_day_tells_kind_and_reason(on: date, kind: DayKind, why: str) -> None:
    day = SHIPPED.day(on)
    assert (day.kind, day.why, day.certain) == (kind, why, True)


def test_saturday_the_28th_is_no_working_day() -> None:
    assert SHIPPED.is_working_day(date(2017, 10, 28)) is False


def test_spring_festival_of_2020_as_extended() -> None:
    assert SHIPPED.add_working_days(date(2020, 1, 23), 1).on == date(2020, 2, 3)
    assert SHIPPED.day(date(2020, 2, 1)).kind == DayKind.HOLIDAY
    assert SHIPPED.day(date(2020, 2, 3)).kind == DayKind.WORKDAY
    assert SHIPPED.is_working_day(date(2020, 1, 19)) is True


def test_december_days_ruled_by_the_next_years_notice() -> None:
    assert SHIPPED.is_working_day(date(2018, 12, 29)) is True
    assert SHIPPED.is_working_day(date(2018, 12, 31)) is False


def test_clock_that_enters_an_unloaded_year_is_provisional() -> None:
    due = SHIPPED.add_working_days(date(2026, 12, 30), 5)
    assert due.on == date(2027, 1, 6)
    assert due.provisional is True
    assert due.skipped == ((date(2027, 1, 2), "weekend"), (date(2027, 1, 3), "weekend"))


def test_clock_that_ends_on_the_last_loaded_day_is_firm() -> None:
    due = SHIPPED.add_working_days(date(2026, 12, 30), 1)
    assert (due.on, due.provisional) == (date(2026, 12, 31), False)


def test_unloaded_year_rolls_over_weekends_only() -> None:
    new_year = SHIPPED.add_days(date(2026, 12, 2), 30)
    assert (new_year.on, new_year.provisional) == (date(2027, 1, 1), True)
    weekend = SHIPPED.add_days(date(2026, 12, 2), 31)
    assert (weekend.on, weekend.provisional) == (date(2027, 1, 4), True)
    months = SHIPPED.add_months(date(2026, 11, 2), 2)
    assert (months.on, months.provisional) == (date(2027, 1, 4), True)


def test_counting_back_through_an_unloaded_year_is_provisional() -> None:
    due = SHIPPED.subtract_working_days(date(2027, 1, 4), 1)
    assert (due.on, due.provisional) == (date(2027, 1, 1), True)


def test_start_in_an_unloaded_year_does_not_count() -> None:
    due = SHIPPED.add_working_days(date(2014, 12, 31), 1)
    assert (due.on, due.provisional) == (date(2015, 1, 4), False)


def test_counting_before_the_first_loaded_year_is_provisional() -> None:
    assert SHIPPED.add_working_days(date(2014, 12, 30), 2).provisional is True


def test_day_of_an_unloaded_year_is_uncertain() -> None:
    assert SHIPPED.is_loaded(2026) is True
    assert SHIPPED.is_loaded(2027) is False
    assert SHIPPED.day(date(2027, 1, 1)).certain is False
    assert SHIPPED.day(date(2027, 1, 1)).is_working is True
    assert SHIPPED.unloaded_years(date(2026, 1, 1), date(2028, 1, 1)) == (2027, 2028)


def test_loaded_year_makes_the_date_firm_and_changes_the_version() -> None:
    due = WITH_2027.add_working_days(date(2026, 12, 30), 5)
    assert (due.on, due.provisional) == (date(2027, 1, 8), False)
    assert due.version != SHIPPED.version


def test_version_depends_on_facts_only() -> None:
    again = WorkingCalendar.of(reversed(list(shipped_schedules().values())))
    assert again.version == SHIPPED.version
    assert SHIPPED.version.startswith("2015-2026.")
    assert len(SHIPPED.version) <= 32


def test_calendar_without_years_is_always_provisional() -> None:
    empty = WorkingCalendar.of([])
    due = empty.add_working_days(date(2017, 9, 29), 1)
    assert (due.on, due.provisional, due.version) == (date(2017, 10, 2), True, "none")


@pytest.mark.parametrize("amount", [0, -1])
def test_counting_less_than_one_is_refused(amount: int) -> None:
    for count in (
        SHIPPED.add_working_days,
        SHIPPED.subtract_working_days,
        SHIPPED.add_days,
        SHIPPED.add_months,
    ):
        with pytest.raises(ValueError, match="At least one"):
            count(date(2017, 9, 27), amount)


def test_end_of_time_overflows() -> None:
    for count in (SHIPPED.add_working_days, SHIPPED.add_days, SHIPPED.add_months):
        with pytest.raises(OverflowError):
            count(date(9999, 12, 31), 1)
