from datetime import date

import pytest

from rectification.enums import CaseLevel, Secrecy
from rectification.models import Case, Notice
from rectification.policies.publication import (
    default_scope,
    is_period_over,
    may_be_published,
    readers,
    scopes_for,
)
from tests.days import at


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
