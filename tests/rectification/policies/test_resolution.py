"""docs/rules.md 4.4, one test for each row: who approves, who reviews first, who verifies.

The tables are written from the rules. Each chain is walked to its end: whoever took the step is
recused, and the next one of the row must be asked, until nobody is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import (
    AppointmentDuty,
    CaseLevel,
    CaseStage,
    MembershipKind,
    OrganisationKind,
    RecusalGround,
    Step,
)
from rectification.models import Case, Membership, Organisation, Person, Recusal
from rectification.policies import resolution
from rectification.policies.authority import in_office as holders
from rectification.policies.days import today
from rectification.policies.owner_kinds import owner_kind
from rectification.policies.verifiers import choice_of, discipline_names, pool_of
from rectification.roles import Role
from tests.factories import FOUNDED, Township, case_in, in_office, organisation, person, township
from tests.workflows.offices import away, leave_office, make_discipline_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@dataclass
class Stage:
    """The township with a general branch, whose sub-branch has a secretary of its own."""

    town: Township
    general: Organisation
    sub: Organisation
    general_secretary: Person
    sub_secretary: Person
    sub_liaison: Person
    sub_member: Person


@pytest.fixture
def stage() -> Stage:
    town = township()
    general = organisation(OrganisationKind.GENERAL_BRANCH, "柳湾村党总支", town.committee)
    sub = organisation(OrganisationKind.BRANCH, "柳湾第一党支部", general)
    other = organisation(OrganisationKind.BRANCH, "柳湾第二党支部", general)
    return Stage(
        town,
        general,
        sub,
        in_office(person("柳总书", branch=other), Role.SEC, general),
        in_office(person("柳一书", branch=sub), Role.SEC, sub),
        in_office(person("柳联达", branch=town.home), Role.LIA, sub),
        person("柳小苗", branch=sub),
    )


def case_of(stage: Stage, owner: str) -> Case:
    """A case before its plan is decided; `owner` names who owns it."""
    town = stage.town
    dis_head = town.dis[0]
    in_office(dis_head, Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    people = {
        "member": stage.sub_member,
        "secretary": stage.sub_secretary,
        "secretary without general branch": town.east.secretary,
        "secretary of the general branch": stage.general_secretary,
        "liaison leader": town.liaison,
        "member of the leading group": town.lg,
        "deputy secretary": town.dps,
        "head of the discipline committee": dis_head,
        "first secretary": town.pse,
    }
    if owner in people:
        return _of_person(town, people[owner])
    organisations = {
        "branch": town.east.organisation,
        "branch of a general branch": stage.sub,
        "general branch": stage.general,
        "committee": town.committee,
        "leading group": town.leading_group,
        "discipline committee": town.discipline,
        "organisation office": town.organisation_office,
        "office of the leading group": town.office,
        "party and government office": town.general_office,
    }
    node = organisations[owner]
    branches = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)
    level = CaseLevel.BRANCH if node.kind in branches else CaseLevel.COMMITTEE
    return case_in(
        town, CaseStage.PENDING_CLAIM, level=level, owner_organisation=node, author=town.east.clerk
    )


def _of_person(town: Township, someone: Person) -> Case:
    branch = Membership.objects.get(person=someone).organisation
    return case_in(
        town,
        CaseStage.PENDING_CLAIM,
        level=CaseLevel.MEMBER,
        owner_organisation=branch,
        owner_person=someone,
        author=someone,
    )


def recuse(case: Case, people: list[Person]) -> None:
    for someone in people:
        Recusal.objects.get_or_create(
            case=case,
            person=someone,
            defaults={"ground": RecusalGround.INTEREST, "since": timezone.now()},
        )


def walked(case: Case, step: Step, rule: resolution.Rule) -> list[str]:
    """The offices the step falls to, one after the other, while each holder is recused."""
    found = []
    for _place in range(9):
        holder = resolution.hold(step, case, rule)
        if holder.unheld:
            return [*found, "nobody"]
        found.append(_place_name(case, holder))
        recuse(case, list(holders(holder.role, holder.organisation, today())))
    raise AssertionError(f"no end: {found}")


def _place_name(case: Case, holder: resolution.Holder) -> str:
    kind = OrganisationKind(holder.organisation.kind) if holder.organisation else ""
    if kind == OrganisationKind.GENERAL_BRANCH:
        return f"{holder.role}/general"
    return holder.role


# --- who approves the plan ----------------------------------------------------------------------

APPROVERS = {
    "member": "SEC SEC/general LIA DPS PSE nobody",
    "secretary": "SEC/general LIA DPS PSE nobody",
    "secretary without general branch": "LIA DPS PSE nobody",
    "secretary of the general branch": "DPS PSE nobody",
    "liaison leader": "PSE LG nobody",
    "member of the leading group": "PSE nobody",
    "deputy secretary": "PSE LG nobody",
    "head of the discipline committee": "PSE LG nobody",
    "first secretary": "LG nobody",
    "branch": "PSE DPS nobody",
    "branch of a general branch": "PSE DPS nobody",
    "general branch": "PSE DPS nobody",
    "committee": "PSE DPS nobody",
    "leading group": "PSE DPS nobody",
    "discipline committee": "PSE DPS nobody",
    "organisation office": "PSE DPS nobody",
    "office of the leading group": "PSE DPS nobody",
    "party and government office": "PSE DPS nobody",
}


@pytest.mark.parametrize(("owner", "chain"), APPROVERS.items(), ids=list(APPROVERS))
def test_approver(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    assert walked(case, Step.APPROVE_PLAN, resolution.approver) == chain.split()


@pytest.mark.parametrize(
    ("owner", "chain"),
    [("member", "SEC LIA DPS PSE nobody"), ("secretary", "LIA DPS PSE nobody")],
)
def test_general_branches_may_be_left_out(
    stage: Stage, settings: Any, owner: str, chain: str
) -> None:
    settings.GENERAL_BRANCHES_APPROVE = False
    case = case_of(stage, owner)
    assert walked(case, Step.APPROVE_PLAN, resolution.approver) == chain.split()


# --- who reviews first --------------------------------------------------------------------------

REVIEWERS = {
    "member": "SEC SEC/general LIA DPS nobody",
    "secretary": "SEC/general LIA DPS nobody",
    "secretary without general branch": "LIA DPS nobody",
    "deputy secretary": "nobody",
    "first secretary": "DPS nobody",
    "branch": "LIA DPS nobody",
    "branch of a general branch": "SEC/general LIA DPS nobody",
    "general branch": "DPS nobody",
    "committee": "OFF GEN nobody",
    "discipline committee": "OFF GEN nobody",
    "organisation office": "GEN nobody",
    "office of the leading group": "GEN nobody",
    "party and government office": "OFF GEN nobody",
}


@pytest.mark.parametrize(("owner", "chain"), REVIEWERS.items(), ids=list(REVIEWERS))
def test_first_reviewer(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    assert walked(case, Step.FIRST_REVIEW, resolution.first_reviewer) == chain.split()


# --- who verifies -------------------------------------------------------------------------------

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
    assert resolution.eligible_verifiers(case) == (
        [town.dis[0], town.dis[1], town.dis[3]],
        {town.dis[2].pk: RecusalGround.ABSENT},
    )


# --- decisions of the verification --------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "chain"),
    [("branch", "DIS LG nobody"), ("discipline committee", "LG nobody")],
)
def test_supervision_falls_to_the_leading_group(stage: Stage, owner: str, chain: str) -> None:
    case = case_of(stage, owner)
    for step in (Step.SETTLE_VERIFICATION, Step.AGREE_WAIVER):
        Recusal.objects.filter(case=case).delete()
        assert walked(case, step, resolution.supervision) == chain.split()


# --- absent, gone, without account ----------------------------------------------------------------


def test_absent_approver_is_passed_over_with_his_own_ground(stage: Stage) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    away(town.pse)
    holder = resolution.hold(Step.APPROVE_PLAN, case, resolution.approver)
    assert (holder.role, holder.passed_over) == ("DPS", {town.pse.pk: RecusalGround.ABSENT})
    assert holder.chain == (("PSE", town.committee), ("DPS", town.committee))


@pytest.mark.parametrize("why", ["suspended", "left", "disabled"])
def test_whoever_has_no_rights_today_is_asked_nothing(stage: Stage, why: str) -> None:
    town = stage.town
    case = case_of(stage, "branch")
    if why == "suspended":
        away(town.pse, "suspension")
    elif why == "left":
        leave_office(town.pse, Role.PSE, date(2026, 5, 10))
    else:
        town.pse.user.is_active = False
        town.pse.user.save()
    holder = resolution.hold(Step.APPROVE_PLAN, case, resolution.approver)
    assert holder.role == "DPS"


def test_owner_side_keeps_its_own_duty_on_leave(stage: Stage) -> None:
    """The clock of a claim or a plan is not stopped, nor the duty moved, by going on leave."""
    town = stage.town
    case = case_of(stage, "branch")
    away(town.east.secretary)
    for step in (Step.CLAIM, Step.DRAFT_PLAN, Step.REPORT_EFFECT, Step.HEAR_PERSON):
        assert resolution.hold(step, case, resolution.owner).role == "SEC"


def test_probationer_and_member_of_a_branch_are_no_officials(stage: Stage) -> None:
    newcomer = person("柳新来")
    Membership.objects.create(
        person=newcomer,
        organisation=stage.sub,
        kind=MembershipKind.PROBATIONARY,
        valid_from=FOUNDED,
    )
    assert str(owner_kind(_of_person(stage.town, newcomer))) == "member"
