"""docs/rules.md 4.5, “Ladder”: which rung is due on which day, and whom each one tells."""

from datetime import date

import pytest

from rectification.calendar import WorkingCalendar, shipped_schedules
from rectification.policies.ladder import APPROVAL, RECTIFICATION, Ladder, To

CALENDAR = WorkingCalendar.of(shipped_schedules().values())
DUE = date(2026, 6, 12)
"""A Friday with a whole working week before it."""
LONG_AGO = date(2026, 4, 1)
RUNGS = {rung.name: rung for rung in (*RECTIFICATION, *APPROVAL)}


def ladder(since: date = LONG_AGO, due: date = DUE) -> Ladder:
    return Ladder(RECTIFICATION, due, since)


def found(day: date, *fired: str, since: date = LONG_AGO) -> tuple[str, list[str]] | None:
    one = ladder(since)
    done = {one.reference(RUNGS[name]) for name in fired}
    next_one = one.next_rung(day, CALENDAR, done)
    return next_one and (next_one[0].name, [rung.name for rung in next_one[1]])


@pytest.mark.parametrize(
    ("day", "rung"),
    [
        (date(2026, 6, 4), None),
        (date(2026, 6, 5), "T-5"),
        (date(2026, 6, 11), "T-1"),
        (date(2026, 6, 12), "T-1"),
        (date(2026, 6, 14), "T-1"),
        (date(2026, 6, 15), "T+1"),
        (date(2026, 6, 17), "T+3"),
        (date(2026, 6, 29), "T+10"),
        (date(2026, 7, 13), "T+20"),
    ],
)
def test_each_rung_has_its_working_day(day: date, rung: str | None) -> None:
    assert (next(iter(found(day) or ()), None)) == rung


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("T-5", (To.OWNER,)),
        ("T-1", (To.OWNER,)),
        ("T+1", (To.OWNER, To.SECRETARY)),
        ("T+3", (To.OWNER, To.LIAISON)),
        ("T+10", (To.OWNER, To.SECRETARY, To.LIAISON)),
        ("T+20", (To.LEADING_GROUP, To.OFFICE)),
        ("A+3", (To.HOLDER,)),
        ("A+5", (To.HOLDER, To.NEXT_LEVEL)),
    ],
)
def test_each_rung_names_whom_it_tells(name: str, to: tuple[To, ...]) -> None:
    assert (RUNGS[name].to, RUNGS[name].audience("B")) == (to, to)


def test_of_an_order_in_a_members_case_he_alone_is_told() -> None:
    assert RUNGS["T+3"].audience("M") == (To.OWNER,)
    assert RUNGS["T+1"].audience("M") == (To.OWNER, To.SECRETARY)


def test_rung_is_fired_once_and_missed_ones_are_left_out() -> None:
    assert found(date(2026, 6, 8), "T-5") is None
    assert found(date(2026, 6, 16), "T-5") == ("T+1", ["T-1"])
    assert found(date(2026, 6, 16)) == ("T+1", ["T-5", "T-1"])
    assert found(date(2026, 6, 16), "T+1") is None


def test_new_due_date_is_a_ladder_of_its_own() -> None:
    fired = {ladder().reference(rung) for rung in RECTIFICATION}
    later = ladder(due=date(2026, 7, 10))
    rung, _missed = later.next_rung(date(2026, 7, 3), CALENDAR, fired) or (None, None)
    assert rung is not None
    assert (rung.name, later.reference(rung)) == ("T-5", "rung:T-5@2026-07-10")


def test_nobody_is_reminded_of_a_day_before_the_deadline_was_set() -> None:
    assert found(date(2026, 6, 10), since=date(2026, 6, 9)) is None
    assert found(date(2026, 6, 11), since=date(2026, 6, 9)) == ("T-1", [])
    assert found(date(2026, 6, 15), since=date(2026, 6, 15)) == ("T+1", [])
