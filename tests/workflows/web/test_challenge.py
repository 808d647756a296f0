"""Machines are kept out by work or by a sum, once for each page, and nobody is known by it."""

import hashlib
from datetime import timedelta
from itertools import count

import pytest
import time_machine

from workflows.web.challenge import BITS, LIFE, Challenge


def worked(challenge: Challenge) -> str:
    """What the browser does."""
    for number in count():
        digest = hashlib.sha256(f"{challenge.token}:{number}".encode()).hexdigest()
        if int(digest, 16) >> (256 - BITS) == 0:
            return str(number)
    raise AssertionError


def test_work_of_the_browser_is_enough() -> None:
    challenge = Challenge.new()
    work = worked(challenge)
    assert challenge.is_solved({"token": challenge.token, "work": work})
    assert not challenge.is_solved({"token": challenge.token, "work": f"{work}0"})


def test_sum_is_answered_in_any_figures() -> None:
    challenge = next(c for c in map(lambda _n: Challenge.new(), count()) if c.answer == 13)
    for text in ("13", " １３ ", "十三"):
        assert challenge.is_solved({"token": challenge.token, "sum": text}), text
    for text in ("12", "", "十", "三", "13.0", "many", "9" * 30, "十三三"):
        assert not challenge.is_solved({"token": challenge.token, "sum": text}), text


def test_token_of_another_page_solves_nothing() -> None:
    first, second = Challenge.new(), Challenge.new()
    assert not second.is_solved({"token": first.token, "sum": str(first.answer)})
    assert Challenge.of({"token": "invented:1:x"}).token != "invented:1:x"


@pytest.mark.parametrize(("late", "same"), [(timedelta(0), True), (timedelta(seconds=2), False)])
def test_page_that_was_open_too_long_asks_anew(
    clock: time_machine.Traveller, late: timedelta, same: bool
) -> None:
    challenge = Challenge.new()
    clock.shift(LIFE + late)
    assert (Challenge.of({"token": challenge.token}).key == challenge.key) is same
