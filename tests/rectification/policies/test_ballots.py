"""What a ballot says, and under how many answers it says nothing (V7)."""

from datetime import UTC, date, datetime

import pytest

from rectification.models import Ballot, BallotBox, Case, Notice
from rectification.policies.ballots import Result, is_open, is_over, result_of, why_not_last_day


@pytest.mark.parametrize(
    ("sums", "result"),
    [
        ((0, 0, 0), Result()),
        ((9, 0, 0), Result()),
        ((8, 0, 2), Result(80, 10)),
        ((0, 8, 2), Result(80, 10)),
        ((159, 0, 41), Result(79, 200)),
    ],
)
def test_result(sums: tuple[int, int, int], result: Result) -> None:
    satisfied, fairly, dissatisfied = sums
    box = BallotBox(satisfied=satisfied, fairly=fairly, dissatisfied=dissatisfied)
    assert result_of(box) == result
    assert result.reached is (result.percent == 80)


LAST = date(2026, 5, 25)


def test_open_until_its_last_day_is_over() -> None:
    ballot = Ballot(closes_on=LAST, case=Case(stage="verifying"), notice=Notice())
    assert is_open(ballot, LAST)
    assert not is_over(ballot, LAST)
    assert not is_open(ballot, date(2026, 5, 26))
    assert is_over(ballot, date(2026, 5, 26))


@pytest.mark.parametrize(
    ("case", "notice"),
    [
        (Case(stage="rectifying"), Notice()),
        (Case(stage="terminated"), Notice()),
        (Case(stage="in_notice", sealed=True), Notice()),
        (Case(stage="in_notice"), Notice(withdrawn_at=datetime(2026, 5, 20, tzinfo=UTC))),
    ],
)
def test_nobody_is_asked_about_what_stands_no_more(case: Case, notice: Notice) -> None:
    assert not is_open(Ballot(closes_on=LAST, case=case, notice=notice), LAST)


@pytest.mark.parametrize(
    ("closes_on", "lawful"),
    [
        (date(2026, 5, 11), False),
        (date(2026, 5, 12), True),
        (date(2026, 6, 10), True),
        (date(2026, 6, 11), False),
    ],
)
def test_last_day(closes_on: date, lawful: bool) -> None:
    assert (why_not_last_day(closes_on, date(2026, 5, 11)) is None) is lawful
