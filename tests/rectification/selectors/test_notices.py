"""docs/rules.md 4.6, 4.7: who reads which notice, and who may object to it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from rectification.enums import CaseLevel, CaseStage, ObjectionKind, OrganisationKind, PartyReason
from rectification.models import Case, CaseParty, Notice, Person, User
from rectification.roles import Role
from rectification.selectors.notices import board_for, by_token, may_read, objection_kinds
from rectification.services import notices
from tests.days import at
from tests.factories import Township, case_in, in_office, organisation, person
from tests.published import notice_of, posted

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")

READERS = ("owner", "branch", "township", "official", "administrator", "elsewhere", "nobody")


@pytest.fixture
def readers(town: Township) -> dict[str, User | None]:
    """One reader of each circle, and one of another township."""
    far = organisation(OrganisationKind.COMMITTEE, "中共别处镇委员会")
    branch = organisation(OrganisationKind.BRANCH, "别处村党支部", far)
    administrator = in_office(person("系统员"), Role.ADM, town.general_office)
    people: dict[str, Person] = {
        "owner": town.east.members[0],
        "branch": town.east.members[1],
        "township": town.west.members[0],
        "official": town.pub,
        "administrator": administrator,
        "elsewhere": person("别处人", branch=branch),
    }
    return {name: someone.user for name, someone in people.items()} | {"nobody": None}


def shown(town: Township, scope: str) -> Notice:
    """A notice of the scope about a case whose owner is the first member of the east branch."""
    case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.BRANCH)
    CaseParty.objects.create(
        case=case, person=town.east.members[0], reason=PartyReason.OWNER, since=timezone.now()
    )
    return posted(town, case, scope=scope)


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("S1", {"owner"}),
        ("S2", {"owner", "branch"}),
        ("S3", {"owner", "branch", "township", "official"}),
        ("S4", {"owner", "branch", "township", "official"}),
        ("S5", set(READERS)),
    ],
)
def test_board_shows_each_circle_its_scopes(
    town: Township, readers: dict[str, User | None], scope: str, allowed: set[str]
) -> None:
    notice = shown(town, scope)

    assert {name for name, user in readers.items() if may_read(notice, user)} == allowed
    assert {name for name, user in readers.items() if objection_kinds(notice, user)} == allowed


def test_board_asks_a_constant_number_of_queries(
    town: Township,
    readers: dict[str, User | None],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 3):
        while Notice.objects.count() < count:
            shown(town, "S3")
        user = User.objects.get(pk=town.west.members[0].user.pk)
        with django_assert_num_queries(6):
            titles = [(n.decision.title, n.case.owner_organisation.name) for n in board_for(user)]
        assert len(titles) == count


@pytest.mark.parametrize(("scope", "found"), [("S3", False), ("S4", True), ("S5", True)])
def test_by_token_opens_what_residents_may_read(town: Township, scope: str, found: bool) -> None:
    notice = shown(town, scope)

    assert by_token(notice.token) == (notice if found else None)
    assert by_token(notice.token[:-1]) is None
    assert bool(objection_kinds(notice, None, by_link=True)) is found


def test_residents_object_to_facts_effect_and_privacy(town: Township) -> None:
    notice = shown(town, "S4")

    assert objection_kinds(notice, None) == []
    assert objection_kinds(notice, None, by_link=True) == ["facts", "effect", "privacy"]


def test_notice_leaves_the_board_three_days_after_its_end(
    town: Township, readers: dict[str, User | None], clock: time_machine.Traveller
) -> None:
    notice = shown(town, "S4")
    clock.move_to(at("2026-12-01"))
    notices.end_notice(case=notice.case)
    notice.refresh_from_db()
    assert notice.ends_on == date(2026, 11, 30)

    clock.move_to(at("2026-12-03", "23:59:59"))
    assert may_read(notice, readers["township"])
    assert by_token(notice.token) == notice
    assert objection_kinds(notice, readers["township"]) == list(ObjectionKind)
    clock.move_to(at("2026-12-04", "00:00:00"))
    assert not may_read(notice, readers["township"])
    assert by_token(notice.token) is None
    assert objection_kinds(notice, readers["township"]) == []
    assert objection_kinds(notice, readers["owner"]) == [ObjectionKind.PRIVACY]


def test_suspended_notice_stays_on_the_board(
    town: Township, readers: dict[str, User | None], clock: time_machine.Traveller
) -> None:
    notice = shown(town, "S3")
    notices.suspend_notice(notice=notice)

    clock.move_to(at("2026-12-20"))

    assert may_read(notice, readers["township"])


def taken_down(notice: Notice, how: str) -> None:
    if how == "hidden":
        notices.hide_notice(notice=notice)
    elif how == "withdrawn":
        notices.withdraw_notice(notice=notice)
    else:
        notice.case.sealed = True
        notice.case.save()


@pytest.mark.parametrize(
    ("how", "objectable"), [("hidden", True), ("withdrawn", False), ("sealed", False)]
)
def test_taken_down_notice_is_read_by_nobody(
    town: Township, readers: dict[str, User | None], how: str, objectable: bool
) -> None:
    notice = shown(town, "S5")

    taken_down(notice, how)

    assert not any(may_read(notice, user) for user in readers.values())
    assert by_token(notice.token) is None
    assert bool(objection_kinds(notice, readers["township"])) is objectable


def test_standing_is_judged_by_the_widest_scope(
    town: Township, readers: dict[str, User | None]
) -> None:
    notice = shown(town, "S3")
    notice.decision.scope = "S2"
    notice.decision.save()

    assert not may_read(notice, readers["township"])
    assert objection_kinds(notice, readers["township"]) == list(ObjectionKind)


def test_past_member_of_the_branch_reads_no_more(
    town: Township, readers: dict[str, User | None]
) -> None:
    notice = shown(town, "S2")
    membership = town.east.members[1].memberships.get()
    membership.valid_to = timezone.localdate() - timedelta(days=1)
    membership.save()

    assert not may_read(notice, readers["branch"])


def test_member_case_reaches_the_person_himself(town: Township) -> None:
    case: Case = case_in(town, CaseStage.NOTICE_PREP, level=CaseLevel.MEMBER)
    posted(town, case, scope="S1")

    assert may_read(notice_of(case), town.east.members[0].user)
    assert not may_read(notice_of(case), town.east.secretary.user)
