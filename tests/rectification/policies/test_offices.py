"""docs/rules.md 3.1, 4.1: which offices exclude one another, and when an office may run."""

from datetime import date
from typing import Any

import pytest

from rectification.policies.offices import (
    Clash,
    Term,
    clash_of,
    ends_before_it_begins,
    excludes_administrator,
    held_together,
    is_same_office,
    is_second_secretary,
    meeting_points,
    overlap,
    runs_outside,
)

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def term(role: str = "SEC", person: str = "甲", organisation: str = "东", **days: Any) -> Term:
    return Term(person, role, organisation, **{"valid_from": MAY, **days})


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((MAY, JUNE), (JUNE, JULY), True),
        ((MAY, date(2026, 5, 31)), (JUNE, None), False),
        ((JUNE, None), (MAY, date(2026, 5, 31)), False),
        ((JUNE, None), (MAY, None), True),
        ((MAY, None), (JULY, JULY), True),
    ],
)
def test_periods_meet_where_they_share_a_day(one: Any, other: Any, found: bool) -> None:
    assert overlap(*one, *other) is found
    first = term(valid_from=one[0], valid_to=one[1])
    second = term(valid_from=other[0], valid_to=other[1])
    assert held_together(first, second) is found


def test_administrator_holds_no_business_role_beside() -> None:
    assert excludes_administrator(term("ADM"), term("SEC"))
    assert not excludes_administrator(term("ADM"), term("SEC", person="乙"))
    assert not excludes_administrator(term("DIS"), term("OFF"))
    assert not excludes_administrator(term("ADM"), term("ADM", organisation="西"))


def test_same_office_is_person_role_and_organisation() -> None:
    assert is_same_office(term(), term(valid_from=JUNE))
    assert not is_same_office(term(), term(person="乙"))
    assert not is_same_office(term(), term("CLK"))
    assert not is_same_office(term(), term(organisation="西"))


def test_second_secretary_sits_in_the_same_organisation() -> None:
    assert is_second_secretary(term(), term(person="乙"))
    assert not is_second_secretary(term(), term(person="乙", organisation="西"))
    assert not is_second_secretary(term(), term("CLK", person="乙"))
    assert not is_second_secretary(term("CLK"), term("CLK", person="乙"))


def test_first_rule_that_forbids_it_is_named() -> None:
    after = term(person="乙", valid_from=JUNE)
    ended = term(valid_to=date(2026, 5, 31))
    assert clash_of(after, [ended]) is None
    assert clash_of(after, [term("CLK", person="丙"), term()]) == (Clash.SECOND_SECRETARY, term())
    assert clash_of(term("SEC"), [term()]) == (Clash.TWICE, term())
    assert clash_of(term("ADM"), [term("CLK")]) == (Clash.ADMINISTRATOR, term("CLK"))


def test_office_meets_others_at_its_person_and_a_secretary_at_his_seat() -> None:
    assert meeting_points(term()) == ["person 甲", "seat 东"]
    assert meeting_points(term("CLK")) == ["person 甲"]


@pytest.mark.parametrize(
    ("period", "life", "found"),
    [
        ((MAY, JUNE), (MAY, None), False),
        ((MAY, JUNE), (JUNE, None), True),
        ((MAY, JUNE), (MAY, JUNE), False),
        ((MAY, JULY), (MAY, JUNE), True),
        ((MAY, None), (MAY, JUNE), True),
        ((MAY, None), (MAY, None), False),
    ],
)
def test_office_runs_within_the_life_of_its_organisation(
    period: Any, life: Any, found: bool
) -> None:
    assert runs_outside(*period, *life) is found


def test_office_ends_no_earlier_than_it_begins() -> None:
    assert ends_before_it_begins(JUNE, MAY)
    assert not ends_before_it_begins(MAY, MAY)
    assert not ends_before_it_begins(MAY, None)
