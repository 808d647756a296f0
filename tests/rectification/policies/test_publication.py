from datetime import date

import pytest

from rectification.enums import CaseLevel, Secrecy
from rectification.models import Case, Notice
from rectification.policies.publication import (
    default_scope,
    end_of,
    is_period_over,
    is_small_group,
    max_scope,
    may_be_published,
    needs_scope_agreement,
    readers,
    scopes_for,
)
from tests.days import at
from tests.factories import Township, person


@pytest.mark.parametrize(
    ("level", "residents", "usual", "allowed"),
    [
        (CaseLevel.MEMBER, False, "S2", ["S1", "S2"]),
        (CaseLevel.MEMBER, True, "S2", ["S1", "S2"]),
        (CaseLevel.BRANCH, False, "S3", ["S1", "S2", "S3", "S4", "S5"]),
        (CaseLevel.BRANCH, True, "S4", ["S1", "S2", "S3", "S4", "S5"]),
        (CaseLevel.COMMITTEE, False, "S3", ["S1", "S2", "S3", "S4", "S5"]),
        (CaseLevel.COMMITTEE, True, "S5", ["S1", "S2", "S3", "S4", "S5"]),
    ],
)
def test_scopes_follow_the_table(
    level: str, residents: bool, usual: str, allowed: list[str]
) -> None:
    case = Case(level=level, touches_residents=residents)

    assert default_scope(case) == usual
    assert scopes_for(case) == allowed


def test_readers_are_cumulative() -> None:
    assert readers("S0") == frozenset()
    assert readers("S3") == {"S1", "S2", "S3"}
    assert readers("S3") < readers("S4") < readers("S5")


@pytest.mark.parametrize("secrecy", [Secrecy.INTERNAL, Secrecy.WORK_SECRET])
def test_may_be_published_only_when_open(secrecy: str) -> None:
    assert not may_be_published(Case(secrecy=secrecy))
    assert may_be_published(Case(secrecy=Secrecy.OPEN))
    assert not may_be_published(Case(secrecy=Secrecy.OPEN, sealed=True))


def test_is_period_over_at_midnight_in_shanghai() -> None:
    notice = Notice(ends_on=date(2026, 11, 30))

    assert not is_period_over(notice, at("2026-11-30", "23:59:59"))
    assert is_period_over(notice, at("2026-12-01", "00:00:00"))


def test_is_period_over_never_while_the_clock_stands_still() -> None:
    notice = Notice(ends_on=date(2026, 11, 30), suspended_on=date(2026, 11, 27))

    assert not is_period_over(notice, at("2026-12-05"))


def test_day_ends_at_midnight_in_shanghai() -> None:
    assert end_of(date(2026, 11, 30)) == at("2026-12-01", "00:00:00")


@pytest.mark.parametrize(("level", "widest"), [("M", "S2"), ("B", "S5"), ("C", "S5")])
def test_widest_scope_is_that_of_the_level(level: str, widest: str) -> None:
    assert max_scope(Case(level=level)) == widest


@pytest.mark.parametrize(
    ("level", "source", "found"),
    [
        ("M", "public_opinion", True),
        ("M", "member_opinion", True),
        ("M", "self_check", False),
        ("B", "public_opinion", False),
    ],
)
def test_organisation_office_agrees_to_a_members_case_from_an_opinion(
    level: str, source: str, found: bool
) -> None:
    assert needs_scope_agreement(Case(level=level, source=source)) is found


def test_group_under_ten_is_small(town: Township) -> None:
    assert is_small_group(town.east.organisation)
    for number in range(6):
        person(f"石新{number}", branch=town.east.organisation)
    assert not is_small_group(town.east.organisation)
    assert not is_small_group(None)
