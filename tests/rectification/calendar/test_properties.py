"""Laws of counting that hold on every day of the shipped years, and beyond the horizon."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.calendar import Pause, Period, Unit, after_pause, recount
from tests.rectification.calendar.years import SHIPPED, WITH_2027

ONE_DAY = timedelta(days=1)
known_days = st.dates(date(2015, 2, 1), date(2026, 6, 30))
any_days = st.dates(date(2010, 1, 1), date(2030, 12, 31))
amounts = st.integers(1, 60)
periods = st.one_of(
    st.builds(Period, st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]), amounts),
    st.builds(Period, st.just(Unit.MONTHS), st.integers(1, 6)),
)


@pytest.mark.parametrize("year", sorted(SHIPPED.years))
def test_shipped_year_agrees_with_independent_calendar_day_by_day(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    ours = {day: SHIPPED.is_working_day(day) for day in days}
    assert ours == {day: chinese_calendar.is_workday(day) for day in days}


@given(start=any_days, period=periods)
def test_due_date_is_later_than_start_and_never_off(start: date, period: Period) -> None:
    due = SHIPPED.after(start, period)
    assert due.on > start
    assert SHIPPED.is_working_day(due.on)
    assert not any(SHIPPED.is_working_day(skipped.date) for skipped in due.skipped)


@given(start=any_days, period=periods)
def test_later_start_never_ends_earlier(start: date, period: Period) -> None:
    assert SHIPPED.after(start, period).on <= SHIPPED.after(start + ONE_DAY, period).on


@given(start=any_days, period=periods)
def test_longer_period_never_ends_earlier(start: date, period: Period) -> None:
    longer = Period(period.unit, period.amount + 1)
    assert SHIPPED.after(start, period).on <= SHIPPED.after(start, longer).on


@given(start=any_days, amount=amounts)
def test_counting_what_was_added_gives_the_amount(start: date, amount: int) -> None:
    due = SHIPPED.add_working_days(start, amount)
    assert SHIPPED.count_working_days(start, due.on) == amount
    assert (due.on - start).days == amount + len(due.skipped)


@given(start=any_days, amount=amounts)
def test_subtracting_undoes_adding(start: date, amount: int) -> None:
    end = SHIPPED.add_working_days(start, amount).on
    expected = start
    while not SHIPPED.is_working_day(expected):
        expected -= ONE_DAY
    assert SHIPPED.subtract_working_days(end, amount).on == expected


@given(start=any_days, first=amounts, second=amounts)
def test_adding_twice_is_adding_the_sum(start: date, first: int, second: int) -> None:
    twice = SHIPPED.add_working_days(SHIPPED.add_working_days(start, first).on, second)
    assert twice.on == SHIPPED.add_working_days(start, first + second).on


@given(start=known_days, amount=amounts)
def test_clock_within_loaded_years_is_firm(start: date, amount: int) -> None:
    assert SHIPPED.add_working_days(start, amount).provisional is False


@given(start=any_days, period=periods)
def test_provisional_exactly_when_an_unloaded_year_is_counted(start: date, period: Period) -> None:
    due = SHIPPED.after(start, period)
    examined = {due.on, *(day.date for day in due.skipped)}
    if period.unit == Unit.WORKING_DAYS:
        examined |= {start + timedelta(days=n) for n in range(1, (due.on - start).days + 1)}
    assert due.provisional is any(not SHIPPED.is_loaded(day.year) for day in examined)


@given(start=st.dates(date(2026, 9, 1), date(2027, 11, 30)), period=periods)
def test_loading_a_year_moves_dates_only_later(start: date, period: Period) -> None:
    before = SHIPPED.after(start, period)
    counted = start if period.unit == Unit.WORKING_DAYS else None
    after = recount(before, start=counted, before=SHIPPED, calendar=WITH_2027)
    assert after.on >= max(before.on, WITH_2027.after(start, period).on)
    assert WITH_2027.is_working_day(after.on)
    again = recount(after, start=counted, before=WITH_2027, calendar=WITH_2027)
    assert again.on == after.on


@given(start=known_days, amount=amounts, first=st.integers(0, 40), length=st.integers(0, 60))
def test_a_pause_moves_the_day_by_the_paused_working_days(
    start: date, amount: int, first: int, length: int
) -> None:
    due = SHIPPED.add_working_days(start, amount)
    pause = Pause(start + timedelta(days=first), start + timedelta(days=first + length))
    last = pause.resumed_on - ONE_DAY
    paused = max(0, SHIPPED.count_working_days(pause.paused_on - ONE_DAY, last))
    moved = after_pause(due, pause, SHIPPED)
    assert SHIPPED.count_working_days(due.on, moved.on) == paused
    assert SHIPPED.is_working_day(moved.on)


@given(
    due=known_days, first=st.integers(0, 20), second=st.integers(0, 30), third=st.integers(0, 30)
)
def test_a_pause_gone_over_into_another_is_one_pause(
    due: date, first: int, second: int, third: int
) -> None:
    day = SHIPPED.roll(due)
    begins = due - timedelta(days=first)
    between = begins + timedelta(days=second)
    ends = between + timedelta(days=third)
    twice = after_pause(
        after_pause(day, Pause(begins, between), SHIPPED), Pause(between, ends), SHIPPED
    )
    assert twice.on == after_pause(day, Pause(begins, ends), SHIPPED).on


@given(
    start=st.dates(date(2026, 9, 1), date(2027, 11, 30)),
    amount=amounts,
    pause=st.integers(1, 60),
)
def test_counting_anew_keeps_the_working_days_and_moves_only_later(
    start: date, amount: int, pause: int
) -> None:
    """Also of a day that a pause has moved already."""
    span = Pause(start, start + timedelta(days=pause))
    before = after_pause(SHIPPED.add_working_days(start, amount), span, SHIPPED)
    days = SHIPPED.count_working_days(start, before.on)
    after = recount(before, start=start, before=SHIPPED, calendar=WITH_2027)
    assert after.on >= before.on
    assert WITH_2027.is_working_day(after.on)
    assert WITH_2027.count_working_days(start, after.on) >= days
    again = recount(after, start=start, before=WITH_2027, calendar=WITH_2027)
    assert (again.on, again.provisional) == (after.on, after.provisional)


@given(day=any_days)
def test_a_day_set_by_people_is_rolled_and_nothing_else(day: date) -> None:
    after = recount(SHIPPED.given(day), start=None, before=SHIPPED, calendar=WITH_2027)
    assert after.on == WITH_2027.roll(day).on
