from datetime import date

import pytest

from rectification.calendar import Clock, Period, due
from rectification.calendar.clocks import RULES, PeriodOutOfBounds, earliest, latest, rule_for
from rectification.calendar.periods import days, months, working_days
from tests.rectification.calendar.years import SHIPPED

MONDAY = date(2017, 6, 12)


def test_every_clock_has_a_rule_and_its_versions_are_in_order() -> None:
    assert set(RULES) == set(Clock)
    for versions in RULES.values():
        starts = [rule.in_force_from for rule in versions]
        assert starts[0] == date.min
        assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("clock", "period"),
    [
        (Clock.ACCEPTANCE, working_days(3)),
        (Clock.DISPATCH, working_days(3)),
        (Clock.CLAIM, working_days(3)),
        (Clock.SHARE, working_days(3)),
        (Clock.PLAN, working_days(7)),
        (Clock.PLAN_IMMEDIATE, working_days(3)),
        (Clock.PLAN_INSPECTION, days(30)),
        (Clock.APPROVAL, working_days(5)),
        (Clock.RECTIFY_IMMEDIATE, working_days(7)),
        (Clock.RECTIFY_LIMITED, months(2)),
        (Clock.RECTIFY_INSPECTION, months(2)),
        (Clock.RECTIFY_LONG_TERM, months(3)),
        (Clock.LONG_TERM_REVIEW, months(6)),
        (Clock.FIRST_REVIEW, working_days(3)),
        (Clock.HEARING, working_days(3)),
        (Clock.NOTICE, working_days(5)),
        (Clock.OBJECTION, working_days(10)),
        (Clock.OBJECTION_EXTENSION, working_days(10)),
        (Clock.OBJECTION_REVIEW, working_days(5)),
        (Clock.VERIFICATION, working_days(10)),
        (Clock.CORRECTION, working_days(15)),
        (Clock.LOOK_BACK, months(6)),
        (Clock.REPORTER_REPLY, working_days(15)),
        (Clock.RECUSAL, working_days(3)),
    ],
)
def test_period_of_a_clock_started_in_2017(clock: Clock, period: Period) -> None:
    assert rule_for(clock, MONDAY).period == period
    assert due(clock, MONDAY, SHIPPED) == SHIPPED.after(MONDAY, period)


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2017, 6, 12), date(2017, 8, 14)),
        (date(2024, 2, 7), date(2024, 4, 7)),
        (date(2024, 2, 8), date(2024, 8, 8)),
        (date(2026, 3, 31), date(2026, 9, 30)),
    ],
)
def test_inspection_limit_depends_on_the_day_the_batch_was_received(
    received_on: date, expected: date
) -> None:
    assert due(Clock.RECTIFY_INSPECTION, received_on, SHIPPED).on == expected


def test_objection_extended_from_its_due_date_is_twenty_days_in_all() -> None:
    first = due(Clock.OBJECTION, MONDAY, SHIPPED)
    extended = due(Clock.OBJECTION_EXTENSION, first.on, SHIPPED)
    assert extended.on == SHIPPED.add_working_days(MONDAY, 20).on


@pytest.mark.parametrize(
    ("clock", "period"),
    [
        (Clock.NOTICE, working_days(4)),
        (Clock.NOTICE, working_days(21)),
        (Clock.NOTICE, days(10)),
        (Clock.CORRECTION, working_days(16)),
        (Clock.RECTIFY_LIMITED, months(3)),
        (Clock.LOOK_BACK, months(2)),
        (Clock.CLAIM, working_days(4)),
    ],
)
def test_period_outside_the_rule_is_refused(clock: Clock, period: Period) -> None:
    with pytest.raises(PeriodOutOfBounds):
        due(clock, MONDAY, SHIPPED, period=period)


@pytest.mark.parametrize(
    ("clock", "period"),
    [
        (Clock.NOTICE, working_days(5)),
        (Clock.NOTICE, working_days(20)),
        (Clock.CORRECTION, working_days(1)),
        (Clock.RECTIFY_LIMITED, months(1)),
        (Clock.LOOK_BACK, months(3)),
        (Clock.CLAIM, working_days(3)),
    ],
)
def test_period_within_the_rule_is_taken(clock: Clock, period: Period) -> None:
    assert due(clock, MONDAY, SHIPPED, period=period) == SHIPPED.after(MONDAY, period)


def test_earliest_and_latest_end_of_a_look_back() -> None:
    first = earliest(Clock.LOOK_BACK, MONDAY, SHIPPED)
    assert first is not None
    assert first.on == date(2017, 9, 12)
    assert latest(Clock.LOOK_BACK, MONDAY, SHIPPED).on == date(2017, 12, 12)


def test_earliest_and_latest_end_of_a_notice() -> None:
    first = earliest(Clock.NOTICE, date(2017, 9, 27), SHIPPED)
    assert first is not None
    assert first.on == date(2017, 10, 10)
    assert latest(Clock.NOTICE, date(2017, 9, 27), SHIPPED).on == date(2017, 10, 31)


def test_fixed_clock_has_no_earliest_end() -> None:
    assert earliest(Clock.CLAIM, MONDAY, SHIPPED) is None
    assert latest(Clock.CLAIM, MONDAY, SHIPPED) == due(Clock.CLAIM, MONDAY, SHIPPED)
