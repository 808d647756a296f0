from datetime import date

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Secrecy
from rectification.models import Case, Notice, Objection, PublicationDecision
from rectification.policies.publication import (
    default_scope,
    end_of,
    is_all_but_waived,
    is_heard,
    is_period_over,
    is_small_group,
    max_scope,
    may_be_published,
    needs_scope_agreement,
    readers,
    scopes_for,
)
from tests.days import at
from tests.factories import Township, case_in, person
from tests.published import proposed


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


@pytest.mark.parametrize(
    ("hearing", "answer", "decided", "heard"),
    [
        ("", "", True, False),
        ("no_objection", "", True, True),
        ("lapsed", "", True, True),
        ("contested", "", True, False),
        ("contested", "dismissed", True, True),
        ("contested", "outside", True, True),
        ("contested", "dismissed", False, False),
        ("contested", "corrected", True, False),
        ("contested", "upheld", True, False),
    ],
)
def test_contested_text_goes_on_when_somebody_else_has_decided(
    town: Township, hearing: str, answer: str, decided: bool, heard: bool
) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    text = proposed(town, case)
    text.hearing = hearing
    text.save()
    if answer:
        Objection.objects.create(
            case=case,
            publication=text,
            kind="facts",
            mode="named",
            text="七月改期，有签到记录。",
            receipt_hash="0",
            received_at=timezone.now(),
            decision=answer,
            decided_at=timezone.now() if decided else None,
        )
    assert is_heard(text) is heard


@pytest.mark.parametrize(
    ("scope", "widest", "waived"), [("S1", "S3", True), ("S1", "S1", False), ("S2", "S3", False)]
)
def test_notice_narrowed_to_those_concerned_is_all_but_waived(
    scope: str, widest: str, waived: bool
) -> None:
    notice = Notice(decision=PublicationDecision(scope=scope), widest_scope=widest)
    assert is_all_but_waived(notice) is waived


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
