"""docs/rules.md 4.4, last column, and scenario 2: who verifies, and who names him."""

import pytest

from rectification.enums import AppointmentDuty, CaseStage, OrganisationKind, RecusalGround, Step
from rectification.models import Membership, Person
from rectification.policies import resolution
from rectification.policies.owner_kinds import owner_kind
from rectification.policies.verifiers import (
    choice_of,
    discipline_names,
    ground_against,
    pool_of,
    told_ground,
    verifier_office,
)
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, organisation, person
from tests.rectification.policies.stage import Stage, case_of, recuse, staged
from tests.workflows.offices import away, make_discipline_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(town: Township) -> Stage:
    return staged(town)


VERIFIERS = {
    # owner: who names, from where the first comes, from where the second
    "member": ("DIS", "dis", "dis guest"),
    "secretary": ("DIS", "dis", "dis"),
    "secretary of the general branch": ("DIS", "dis", "dis"),
    "deputy secretary": ("DIS", "dis", "dis"),
    "liaison leader": ("DIS", "dis", "dis"),
    "branch": ("DIS", "dis", "dis"),
    "committee": ("DIS", "dis", ""),
    "discipline committee": ("LG", "body guest", "body guest"),
    "organisation office": ("LG", "body guest", "body guest"),
    "office of the leading group": ("LG", "body guest", "body guest"),
}
_FROM_ABOVE = ("first secretary", "head of the discipline committee")


@pytest.mark.parametrize(("owner", "row"), VERIFIERS.items(), ids=list(VERIFIERS))
def test_verifiers(stage: Stage, owner: str, row: tuple[str, str, str]) -> None:
    case = case_of(stage, owner)
    town, guest = stage.town, stage.town.west.clerk
    second = organisation(OrganisationKind.BRANCH, "云溪镇机关第二党支部", town.committee)
    Membership.objects.filter(person__in=town.dis).update(organisation=second)
    make_discipline_member(guest)
    holder = resolution.hold_naming(Step.ASSIGN_VERIFIERS, case)
    choice = choice_of(case, holder.role)
    assert (holder.role, holder.unheld) == (row[0], False)
    assert _from_where(town, choice.first) == set(row[1].split())
    assert _from_where(town, choice.second) == set(row[2].split())


def _from_where(town: Township, people: list[Person]) -> set[str]:
    bodies = {town.gen, town.pub}
    return {
        "dis" if p in town.dis else "guest" if p == town.west.clerk else "body"
        for p in people
        if p in bodies or p in town.dis or p == town.west.clerk or _unexpected(p)
    }


def _unexpected(someone: Person) -> bool:
    raise AssertionError(f"{someone.name} may not verify")


@pytest.mark.parametrize("owner", _FROM_ABOVE)
def test_level_above_verifies(stage: Stage, owner: str) -> None:
    case = case_of(stage, owner)
    assert discipline_names(case)
    assert resolution.hold_naming(Step.ASSIGN_VERIFIERS, case).role == "DIS"
    assert str(owner_kind(case)) in ("first_secretary", "head_of_discipline")


def test_head_of_the_discipline_committee_keeps_out_of_his_own_case(stage: Stage) -> None:
    case = case_of(stage, "head of the discipline committee")
    holder = resolution.hold_naming(Step.ASSIGN_VERIFIERS, case)
    assert holder.bars == {stage.town.dis[0].pk: RecusalGround.OWN_CASE}


def test_outsider_of_a_committee_case_is_named_by_the_leading_group(stage: Stage) -> None:
    case = case_of(stage, "committee")
    make_discipline_member(stage.town.west.clerk)
    second = choice_of(case, Role.LG).second
    assert set(second) == {stage.town.gen, stage.town.pub, stage.town.west.clerk}


def test_guest_comes_from_another_branch(stage: Stage) -> None:
    """Neither from the owner's branch nor from one above or below it."""
    town = stage.town
    for branch, name in ((stage.sub, "纪在本"), (stage.general, "纪在上"), (town.home, "纪在外")):
        someone = person(name, branch=branch)
        in_office(someone, Role.CLK, branch, duty=AppointmentDuty.DISCIPLINE_MEMBER)
    pool = pool_of(case_of(stage, "member"))
    assert [p.name for p in pool.guests] == ["纪在外"]


@pytest.mark.parametrize("role", ["SEC", "LIA", "DPS", "OFF", "ORG", "LG", "PSE", "INS"])
def test_whoever_plans_approves_or_advises_verifies_nothing(stage: Stage, role: str) -> None:
    town = stage.town
    in_office(town.gen, role, town.home)
    pool = pool_of(case_of(stage, "organisation office"))
    assert town.gen not in pool.outsiders


# --- the discipline committee has too few ---------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "first", "second"),
    [(2, "dis", "dis"), (1, "dis", "body"), (0, "body", "body")],
)
def test_leading_group_names_where_fewer_than_two_are_free(
    stage: Stage, left: int, first: str, second: str
) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    recuse(case, town.dis[left:])
    holder = resolution.hold_naming(Step.ASSIGN_VERIFIERS, case)
    assert holder.role == ("DIS" if left == 2 else "LG")
    choice = choice_of(case, holder.role)
    assert (_from_where(town, choice.first), _from_where(town, choice.second)) == (
        {first},
        {second},
    )
    if holder.role == "LG":
        assert set(holder.passed_over) == {p.pk for p in town.dis[left:]}
        assert holder.chain == (("DIS", town.discipline), ("LG", town.leading_group))


def test_guest_makes_up_for_one_of_the_discipline_committee(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "member")
    recuse(case, town.dis[1:])
    assert not discipline_names(case)
    make_discipline_member(town.west.clerk)
    assert discipline_names(case)
    recuse(case, town.dis)
    assert not discipline_names(case)


def test_members_of_the_discipline_committee_are_out_in_their_own_branch(stage: Stage) -> None:
    """No. 19 and 24 of the samples: all of them are members of the branch that owns the case."""
    town = stage.town
    case = case_in(
        town, CaseStage.PENDING_CLAIM, owner_organisation=town.home, author=town.east.clerk
    )
    assert set(pool_of(case).barred.values()) == {RecusalGround.OWN_BRANCH}
    assert resolution.hold_naming(Step.ASSIGN_VERIFIERS, case).role == "LG"
    assert choice_of(case, Role.LG).first == choice_of(case, Role.LG).second == []


def test_absent_member_verifies_nothing_new(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    away(town.dis[2])
    pool = pool_of(case)
    assert pool.discipline == [town.dis[0], town.dis[1], town.dis[3]]
    assert pool.barred == {town.dis[2].pk: RecusalGround.ABSENT}


def test_verifier_acts_in_the_office_for_which_he_was_named(stage: Stage) -> None:
    town, guest = stage.town, stage.town.west.clerk
    make_discipline_member(guest)
    case = case_of(stage, "member")
    assert verifier_office(case, town.dis[0]) == (Role.DIS, town.discipline)
    assert verifier_office(case, guest) == (Role.CLK, town.west.organisation)
    assert verifier_office(case, town.gen) == (Role.GEN, town.general_office)
    assert verifier_office(case, town.east.members[0]) is None


def test_ground_against_a_verifier(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    recuse(case, [town.dis[2]])
    away(town.dis[3])
    people = [town.east.clerk, town.liaison, *town.dis[1:], town.west.members[0]]
    assert [ground_against(case, someone) for someone in people] == [
        RecusalGround.OWN_BRANCH,
        RecusalGround.LIAISON,
        None,
        RecusalGround.INTEREST,
        RecusalGround.ABSENT,
        None,
    ]


def test_ground_is_told_to_the_discipline_committee_alone() -> None:
    near, absent = RecusalGround.RELATIVE, RecusalGround.ABSENT
    assert told_ground(near, Role.DIS) == near.label
    assert told_ground(near, Role.LG) != near.label
    assert told_ground(absent, Role.LG) == told_ground(absent, Role.DIS) == absent.label
