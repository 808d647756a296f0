from datetime import date

import pytest
import time_machine

from rectification.policies.days import start_of
from rectification.policies.plausible import why_not_past, why_too_early
from tests.days import at


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2026, 5, 25)])
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_why_not_past_takes_a_day_that_can_be(day: date) -> None:
    assert why_not_past(day) == ""


@pytest.mark.parametrize(
    ("day", "too_early"),
    [
        (date(1, 1, 1), True),
        (date(1999, 12, 31), True),
        (date(2026, 5, 26), False),
        (date(9999, 12, 31), False),
    ],
)
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_why_not_past_says_what_is_wrong(day: date, too_early: bool) -> None:
    assert bool(why_not_past(day))
    assert ("2000年1月1日" in why_not_past(day)) is bool(why_too_early(day)) is too_early


def test_why_too_early_leaves_the_end_open() -> None:
    found = date(2026, 5, 11)
    assert why_too_early(date(2026, 5, 10), since=found)
    assert why_too_early(found, since=found) == why_too_early(date(2030, 1, 1), since=found) == ""


def test_a_day_begins_at_midnight_of_the_township() -> None:
    assert start_of(date(2026, 5, 11)) == at("2026-05-11", "00:00:00")
