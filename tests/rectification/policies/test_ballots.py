"""What a ballot says, and under how many answers it says nothing (V7)."""

from datetime import UTC, date, datetime

import pytest

from rectification.models import Ballot, BallotBox, BallotPrinting, Case, Notice, Person
from rectification.policies.ballots import (
    Result,
    is_good,
    is_open,
    is_over,
    result_of,
    why_not_last_day,
    why_not_print,
    why_not_record,
)


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


@pytest.mark.parametrize(
    ("number", "printer", "lawful"),
    [(0, 2, True), (5, 2, True), (6, 2, False), (-1, 2, False), (5, 1, False)],
)
def test_another_than_the_printer_records(number: int, printer: int, lawful: bool) -> None:
    pending = BallotPrinting(printed=5, printed_by_id=printer)
    assert (why_not_record(pending, Person(pk=1), number) is None) is lawful
    assert why_not_print(pending) is not None


def test_without_a_printing_there_is_nothing_to_record() -> None:
    assert why_not_record(None, Person(pk=1), 1) is not None
    assert why_not_print(None) is None


@pytest.mark.parametrize(
    ("handed_out", "used", "good"), [(0, 0, False), (2, 1, True), (2, 2, False)]
)
def test_no_more_answers_than_codes_handed_out(handed_out: int, used: int, good: bool) -> None:
    assert is_good(handed_out, used) is good
