from datetime import date

from rectification.calendar import Pause, after_pause, recount
from tests.rectification.calendar.years import SHIPPED, WITH_2027


def test_recount_after_loading_moves_later_and_makes_firm() -> None:
    start = date(2026, 12, 30)
    provisional = SHIPPED.add_working_days(start, 5)
    firm = recount(provisional, start=start, before=SHIPPED, calendar=WITH_2027)
    assert (provisional.on, provisional.provisional) == (date(2027, 1, 6), True)
    assert (firm.on, firm.provisional) == (date(2027, 1, 8), False)
    assert firm.version == WITH_2027.version


def test_recount_keeps_the_later_date_when_make_up_days_shorten_the_count() -> None:
    start = date(2027, 1, 27)
    provisional = SHIPPED.add_working_days(start, 5)
    assert WITH_2027.add_working_days(start, 5).on == date(2027, 2, 1)
    kept = recount(provisional, start=start, before=SHIPPED, calendar=WITH_2027)
    assert (kept.on, kept.provisional) == (date(2027, 2, 3), False)


def test_recount_rolls_a_kept_date_that_became_a_day_off() -> None:
    start = date(2027, 1, 27)
    provisional = SHIPPED.add_working_days(start, 7)
    assert provisional.on == date(2027, 2, 5)
    assert WITH_2027.add_working_days(start, 7).on == date(2027, 2, 3)
    moved = recount(provisional, start=start, before=SHIPPED, calendar=WITH_2027)
    assert moved.on == date(2027, 2, 15)


def test_recount_with_the_same_calendar_changes_nothing() -> None:
    start = date(2017, 9, 27)
    due = SHIPPED.add_working_days(start, 5)
    assert recount(due, start=start, before=SHIPPED, calendar=SHIPPED) == due


def test_recount_counts_pauses_again() -> None:
    start, pause = date(2026, 12, 21), Pause(date(2026, 12, 23), date(2026, 12, 28))
    before = after_pause(SHIPPED.add_working_days(start, 5), pause, SHIPPED)
    assert (before.on, before.provisional) == (date(2026, 12, 31), False)
    after = recount(before, start=start, before=SHIPPED, calendar=WITH_2027)
    assert after.on == date(2027, 1, 4)


def test_pause_counts_its_first_day_but_not_the_day_of_resuming() -> None:
    due = SHIPPED.add_working_days(date(2017, 9, 18), 5)
    paused = after_pause(due, Pause(date(2017, 9, 20), date(2017, 9, 22)), SHIPPED)
    assert (due.on, paused.on) == (date(2017, 9, 25), date(2017, 9, 27))


def test_pause_over_days_off_moves_nothing() -> None:
    due = SHIPPED.add_working_days(date(2017, 9, 27), 5)
    assert after_pause(due, Pause(date(2017, 10, 1), date(2017, 10, 9)), SHIPPED) == due


def test_pause_that_moves_into_an_unloaded_year_is_provisional() -> None:
    due = SHIPPED.add_working_days(date(2026, 12, 24), 5)
    paused = after_pause(due, Pause(date(2026, 12, 28), date(2026, 12, 30)), SHIPPED)
    assert (due.provisional, paused.on, paused.provisional) == (False, date(2027, 1, 4), True)
