"""Recusal (回避): who may declare and ask, who decides, and the refusal of every service."""

import pytest
from django.utils import timezone

from rectification.enums import AppointmentDuty, CaseLevel, CaseStage, RecusalGround, Step
from rectification.exceptions import NotAllowed
from rectification.models import Case, Recusal, RecusalRequest
from rectification.policies.actors import Actor
from rectification.policies.recusal import (
    acting_offices,
    decider,
    entering_office,
    may_declare,
    may_declare_for,
    may_request,
    office_of,
    people_to_recuse,
    require_all_free,
    require_free,
)
from rectification.roles import Role
from tests.factories import Township, acting, case_in, in_office, person, rights
from tests.rectification.policies.stage import recuse
from tests.rectification.web.desk import open_step
from tests.workflows.offices import away, stands_in


@pytest.fixture
def own(town: Township) -> Case:
    return case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)


@pytest.fixture
def branch(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING)


# --- the refusal of all services ------------------------------------------------------------------


def test_whoever_is_concerned_takes_no_decision(town: Township, own: Case) -> None:
    require_free(acting(town.east.secretary), Step.APPROVE_PLAN, own)
    with pytest.raises(NotAllowed) as refusal:
        require_free(Actor(person=own.owner_person), Step.APPROVE_PLAN, own)
    assert refusal.value.rule == "4.4"


def test_no_deputy_decides_where_his_delegator_is_concerned(town: Township, own: Case) -> None:
    deputy = town.east.clerk
    row = stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
    actor = Actor(person=deputy, on_behalf_of=town.east.secretary, delegation=row)
    require_free(actor, Step.APPROVE_PLAN, own)
    with pytest.raises(NotAllowed):
        require_free(actor, Step.VERIFY, own)
    recuse(own, [town.east.secretary])
    with pytest.raises(NotAllowed):
        require_free(actor, Step.APPROVE_PLAN, own)


def test_both_verifiers_are_free_at_the_signature(town: Township, branch: Case) -> None:
    first, second = town.dis[:2]
    keys = {first.pk, second.pk}
    require_all_free(keys, branch)
    request = RecusalRequest.objects.create(
        case=branch,
        person=first,
        requested_by=town.east.secretary,
        requested_at=timezone.now(),
        ground=RecusalGround.RELATIVE,
        reason="与当事人是近亲属，请回避。",
    )
    with pytest.raises(NotAllowed) as waits:
        require_all_free(keys, branch)
    request.delete()
    recuse(branch, [second])
    with pytest.raises(NotAllowed) as refusal:
        require_all_free(keys, branch)
    assert str(waits.value) != str(refusal.value)


# --- who may declare, ask and enter ---------------------------------------------------------------


def test_offices_that_act_are_told_from_those_that_watch(town: Township) -> None:
    in_office(town.pub, Role.INS, town.east.organisation)
    assert [a.role for a in acting_offices(rights(town.pub))] == [Role.PUB]
    keeper = in_office(person("审计长"), Role.AUD, town.committee)
    assert acting_offices(rights(keeper)) == []


def test_whoever_acts_declares_and_the_owner_has_nothing_to_declare(
    town: Township, own: Case
) -> None:
    owner = own.owner_person
    in_office(owner, Role.CLK, town.east.organisation)
    people = [town.east.secretary, town.officer, owner, town.east.members[1]]
    assert [p for p in people if may_declare(own, rights(p))] == people[:2]
    draft = case_in(town, CaseStage.DRAFT)
    assert not may_declare(draft, rights(town.officer))


def test_nobody_declares_for_his_own_organisation(town: Township) -> None:
    east = town.east
    people = [east.secretary, east.clerk, *east.members, town.liaison, town.pse]
    assert [p for p in people if may_declare_for(east.organisation, rights(p))] == people[-2:]


def test_owner_and_author_ask_once_it_is_a_case(town: Township, own: Case, branch: Case) -> None:
    owner, other = town.east.members
    people = [owner, other, town.east.secretary, town.east.clerk, town.west.secretary, town.officer]
    assert [p for p in people if may_request(own, rights(p))] == [owner]
    assert [p for p in people if may_request(branch, rights(p))] == [town.east.secretary]
    Case.objects.filter(pk=branch.pk).update(author=town.officer)
    branch.refresh_from_db()
    assert may_request(branch, rights(town.officer))
    branch.sealed = True
    assert not may_request(branch, rights(town.east.secretary))
    submitted = case_in(town, CaseStage.SUBMITTED)
    assert not may_request(submitted, rights(town.east.secretary))


def test_office_and_discipline_committee_enter_what_was_found(town: Township, own: Case) -> None:
    people = [town.officer, town.dis[0], town.pse, town.east.secretary, town.org]
    found = [entering_office(own, rights(p)) for p in people]
    assert [a.role if a else None for a in found] == [Role.OFF, Role.DIS, None, None, None]
    own.owner_person = town.officer
    assert entering_office(own, rights(town.officer)) is None
    submitted = case_in(town, CaseStage.SUBMITTED)
    assert entering_office(submitted, rights(town.officer)) is None


def test_recusal_is_asked_of_those_who_hold_or_took_a_step(town: Township, own: Case) -> None:
    open_step(own, Step.APPROVE_PLAN, Role.SEC, town.east.organisation)
    assert people_to_recuse(own) == [town.east.secretary, town.intake, town.officer]
    recuse(own, [town.officer])
    assert people_to_recuse(own) == [town.east.secretary, town.intake]


# --- who decides ----------------------------------------------------------------------------------


def test_head_of_the_body_decides_and_never_about_himself(town: Township, branch: Case) -> None:
    head = in_office(town.dis[0], Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    found = decider(branch, town.dis[1])
    assert (found.role, found.organisation, found.person) == (Role.DIS, town.discipline, head)
    about_head = decider(branch, head)
    assert (about_head.role, about_head.person) == (Role.LG, None)
    away(head)
    assert decider(branch, town.dis[1]).role == Role.LG


@pytest.mark.parametrize(
    ("who", "role"),
    [("officer", "DPS"), ("liaison", "PSE"), ("pse", "LG"), ("dps", "PSE"), ("lg", "LG")],
)
def test_whoever_stands_above_decides(
    far: Township, town: Township, branch: Case, who: str, role: str
) -> None:
    in_office(person("组立信"), Role.LG, town.leading_group)
    found = decider(branch, getattr(town, who))
    assert found.role == role
    assert found.organisation in (town.committee, town.leading_group)
    assert found.person != getattr(town, who)


def test_office_of_the_open_step_comes_before_that_of_the_last_act(
    town: Township, branch: Case
) -> None:
    someone = in_office(town.officer, Role.GEN, town.general_office)
    found = office_of(branch, someone)
    assert found is not None
    assert found.role == Role.OFF
    open_step(branch, Step.REVIEW_SECRECY, Role.GEN, town.general_office)
    found = office_of(branch, someone)
    assert found is not None
    assert found.role == Role.GEN
    assert office_of(branch, town.east.members[0]) is None


def test_recusal_row_is_enough(town: Township, branch: Case) -> None:
    recuse(branch, [town.pse])
    assert Recusal.objects.get().person == town.pse
    with pytest.raises(NotAllowed):
        require_free(acting(town.pse), Step.APPROVE_PLAN, branch)
