"""A deputy sees, takes and signs what lies with the office he stands in for, and nothing more.

docs/rules.md 4.4, scenario 1: a delegation never widens the circle.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from rectification.enums import (
    AppointmentDuty,
    CaseStage,
    DelegationScope,
    EventVerb,
    MembershipKind,
    RecusalGround,
    Step,
)
from rectification.exceptions import Busy, NotAllowed, NotVisible, StepGone
from rectification.models import Case, Membership, OutboxMessage, Recusal, WorkItem
from rectification.policies import deputies
from rectification.policies.facts import facts_of
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.selectors.timeline import signature
from tests.factories import in_office
from tests.factories import person as newcomer
from tests.workflows.deputies import deputy_of_secretary, refused, turns
from tests.workflows.offices import away, stands_in
from tests.workflows.play import Play, user_of
from tests.workflows.racing import race
from tests.workflows.seen import sees
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep

# --- what he may --------------------------------------------------------------------------------


def test_deputy_takes_the_open_step_and_signs_for_the_delegator(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = town.east.members[1]
    assert (sees(deputy, play.case), turns(deputy)) == (False, [])
    delegation = stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
    assert (sees(deputy, play.case), turns(deputy)) == (True, ["approve_plan"])
    play.take("approve_plan", deputy)
    event = play.case.events.get(verb=EventVerb.PLAN_APPROVED)
    assert (event.actor, event.on_behalf_of) == (deputy, town.east.secretary)
    assert (event.acting_role, event.acting_organisation) == ("SEC", town.east.organisation)
    assert event.delegation == delegation
    with translation.override("zh-hans"):
        assert signature(event) == "石秋生（代 石守信，委托〔2026〕第1号）"
    with translation.override("en"):
        assert signature(event) == "石秋生 (for 石守信, delegation no. 1 of 2026)"
    assert list(breaches()) == []


def test_deputy_sees_the_case_only_while_a_step_lies_with_him(play: Play) -> None:
    """Afterwards his own act is on his list, without the title; the delegator is the party."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    client = Client()
    client.force_login(user_of(deputy))
    page = reverse("rectification:case", args=[play.case.pk])
    assert client.get(page).status_code == 200
    play.take("approve_plan", deputy)
    assert client.get(page).status_code == 404
    done = client.get(reverse("rectification:done")).content.decode()
    assert play.case.number in done
    assert play.case.title not in done
    approvers = play.case.parties.filter(reason="approver")
    assert [party.person for party in approvers] == [town.east.secretary]


def test_both_may_act_while_the_delegation_runs(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy_of_secretary(play)
    play.take("approve_plan", play.town.east.secretary)
    event = play.case.events.get(verb=EventVerb.PLAN_APPROVED)
    assert (event.on_behalf_of, event.delegation) == (None, None)


@pytest.mark.parametrize(
    ("scope", "approves", "claims"),
    [("everything", True, True), ("approvals", True, False), ("work", False, True)],
)
def test_scope_limits_what_he_may(play: Play, scope: str, approves: bool, claims: bool) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    member_case = play.case
    play.case = Case()
    play.bring_to(CaseStage.PENDING_CLAIM)
    deputy = deputy_of_secretary(play, scope)
    assert turns(deputy) == sorted(["approve_plan"] * approves + ["claim"] * claims)
    assert (sees(deputy, member_case), sees(deputy, play.case)) == (approves, claims)
    if claims:
        play.take("claim", deputy)
    else:
        assert refused(play, "claim", deputy)


def test_deputy_is_told_of_what_comes_to_him(play: Play) -> None:
    deputy = deputy_of_secretary(play)
    play.bring_to(CaseStage.PENDING_CLAIM)
    told = OutboxMessage.objects.filter(case=play.case, kind="your_turn", recipient=deputy)
    assert told.count() == 1


def test_inbox_and_case_page_say_for_whom(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user_of(deputy))
    inbox = client.get(reverse("rectification:inbox")).content.decode()
    assert "代 石守信" in inbox
    case = client.get(reverse("rectification:case", args=[play.case.pk]))
    assert case.context["page"].turns.turn.on_behalf_of == "石守信"
    step = client.get(reverse("workflows:act", args=[play.item("approve_plan").pk]))
    assert "石守信" in step.content.decode()
    play.take("approve_plan", deputy)
    secretary = Client(headers={"accept-language": "zh-hans"})
    secretary.force_login(user_of(play.town.east.secretary))
    page = secretary.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    assert page.count("石秋生（代 石守信，委托〔2026〕第1号）") == 2


# --- what he may not ----------------------------------------------------------------------------


def test_delegator_recused_later_takes_his_deputy_with_him(play: Play) -> None:
    """Before the step has gone to somebody else, the deputy is turned away with the reason."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    Recusal.objects.create(
        case=play.case,
        person=town.east.secretary,
        ground=RecusalGround.RELATIVE,
        since=timezone.now(),
    )
    assert refused(play, "approve_plan", deputy) is NotAllowed
    assert (sweep(), turns(deputy), play.item("approve_plan").role) == (1, [], "LIA")


def test_deputy_decides_on_nothing_he_drafted(play: Play) -> None:
    """The deputy secretary drafts for the committee, and stands in for the secretary."""
    town = play.town
    stands_in(town.dps, town.pse, Role.PSE, approved_by=town.org)
    play.bring_to(CaseStage.PLANNING, "C")
    play.take("draft_plan", town.dps)
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert (item.role, item.unheld) == ("PSE", False)
    assert refused(play, "approve_plan", town.dps) is NotAllowed
    assert turns(town.dps) == []
    play.take("approve_plan", town.pse)


def test_what_a_deputy_drafted_counts_for_his_delegator_too(play: Play) -> None:
    town = play.town
    deputy = deputy_of_secretary(play, DelegationScope.WORK)
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.take("claim", deputy)
    play.take("draft_plan", deputy)
    facts = facts_of(play.case)
    for someone in (deputy, town.east.secretary):
        assert bar_of(someone.pk, Step.APPROVE_PLAN, facts) == RecusalGround.OWN_CASE
    assert bar_of(town.east.members[0].pk, Step.APPROVE_PLAN, facts) is None


def test_two_of_the_office_stay_two_when_one_acts_for_the_other(play: Play) -> None:
    """Whoever proposed non-acceptance, or had it proposed for him, does not confirm it."""
    town = play.town
    third = in_office(newcomer("办三立", branch=town.home), Role.OFF, town.office)
    stands_in(town.officer, town.intake, Role.OFF, approved_by=town.org)
    play.bring_to(CaseStage.SUBMITTED, "M")
    play.take("triage", town.officer, decision="reject")
    event = play.case.events.get(verb=EventVerb.REJECTION_PROPOSED)
    assert event.on_behalf_of is None, "he holds the office himself and acts in his own name"
    assert refused(play, "confirm_rejection", town.officer) is NotAllowed
    play.take("confirm_rejection", third)


def test_recused_deputy_is_skipped_and_the_step_stays_with_the_delegator(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLANNING, "M")
    deputy = deputy_of_secretary(play)
    Recusal.objects.create(
        case=play.case, person=deputy, ground=RecusalGround.RELATIVE, since=timezone.now()
    )
    play.take("draft_plan")
    item = play.item("approve_plan")
    assert (item.role, item.organisation) == ("SEC", town.east.organisation)
    assert item.bars.get().person == deputy
    assert refused(play, "approve_plan", deputy) is NotAllowed
    assert (turns(deputy), sees(deputy, play.case)) == ([], False)
    play.take("approve_plan", town.east.secretary)


@pytest.mark.parametrize(("barred", "role"), [(False, "SEC"), (True, "LIA")])
def test_absent_delegator_is_stood_in_for_or_passed_over(
    play: Play, barred: bool, role: str
) -> None:
    play.bring_to(CaseStage.PLANNING, "M")
    deputy = deputy_of_secretary(play)
    away(play.town.east.secretary)
    if barred:
        Recusal.objects.create(
            case=play.case, person=deputy, ground=RecusalGround.INTEREST, since=timezone.now()
        )
    play.take("draft_plan")
    assert play.item("approve_plan").role == role
    if barred:
        assert set(play.item("approve_plan").bars.values_list("ground", flat=True)) == {
            "absent",
            "interest",
        }
    else:
        play.take("approve_plan", deputy)


def test_steps_of_an_absent_delegator_go_on_when_the_deputy_goes_too(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    away(play.town.east.secretary)
    assert sweep() == 0
    away(deputy)
    assert (sweep(), play.item("approve_plan").role) == (1, "LIA")


def test_decisions_of_the_verification_are_not_delegated(play: Play) -> None:
    town = play.town
    head = in_office(town.dis[0], Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    outside = newcomer("外代人", branch=town.home)
    stands_in(outside, head, Role.DIS, approved_by=town.org)
    stands_in(town.pse, town.lg, Role.LG, approved_by=town.org)
    play.bring_to(CaseStage.VERIFYING)
    assert turns(outside) == []
    assert refused(play, "assign_verifiers", outside) is NotVisible
    play.take("assign_verifiers")
    verify = WorkItem.objects.filter(step=Step.VERIFY).first()
    with pytest.raises(NotVisible):
        act.perform(user=user_of(outside), item_id=verify.pk, data=play.sheet())
    play.take("verify", town.dis[1])
    play.take("verify", town.dis[2], **play.failing())
    assert (play.open_steps(), turns(outside)) == (["settle_verification"], [])
    assert refused(play, "settle_verification", outside) is NotVisible


def test_deputy_of_a_discipline_member_handles_objections(play: Play) -> None:
    town = play.town
    outside = newcomer("外代人", branch=town.home)
    stands_in(outside, town.dis[0], Role.DIS, approved_by=town.org)
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("procedure")
    play.take("handle_objection", outside, decision="dismissed")
    event = play.case.events.get(verb=EventVerb.OBJECTION_DISMISSED)
    assert (event.actor, event.on_behalf_of) == (outside, town.dis[0])


def test_personal_steps_are_nobodys_to_take(play: Play) -> None:
    """A member's own plan is his, also where he is secretary and has a deputy."""
    town = play.town
    deputy = deputy_of_secretary(play)
    play.report("M", author=town.east.secretary)
    play.go_on_to(CaseStage.PENDING_CLAIM)
    assert (turns(deputy), refused(play, "claim", deputy)) == ([], NotVisible)


def test_deputy_gets_no_more_sight_than_the_step(play: Play) -> None:
    """Neither the branch's other cases nor its lists: those belong to the office holder."""
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    branch_case = play.case
    play.case = Case()
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    outsider = newcomer("柳代办")
    Membership.objects.create(
        person=outsider,
        organisation=town.west.organisation,
        kind=MembershipKind.FULL,
        valid_from=timezone.localdate(),
    )
    stands_in(
        outsider,
        town.east.secretary,
        Role.SEC,
        approved_by=town.org,
        scope=DelegationScope.APPROVALS,
    )
    assert (sees(outsider, play.case), sees(outsider, branch_case)) == (True, False)


# --- the table of steps -------------------------------------------------------------------------


def test_every_step_is_delegable_in_one_scope_or_never() -> None:
    groups = (deputies.NEVER, deputies.APPROVALS, deputies.WORK)
    assert sorted(step for group in groups for step in group) == sorted(Step)
    assert deputies.STEPS[DelegationScope.EVERYTHING] == deputies.APPROVALS | deputies.WORK
    assert {
        Step.VERIFY,
        Step.SETTLE_VERIFICATION,
        Step.ASSIGN_VERIFIERS,
        Step.NAME_OUTSIDER,
        Step.AGREE_WAIVER,
    } <= deputies.NEVER


# --- at the same moment -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_delegator_and_deputy_at_once_one_decides(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    deputy = deputy_of_secretary(play)
    item = play.item("approve_plan")
    users = [user_of(deputy), user_of(play.town.east.secretary)]
    results = race(
        *(lambda user=user: act.perform(user=user, item_id=item.pk, data={}) for user in users)
    )
    assert sum(isinstance(result, act.Attempt) and result.done for result in results) == 1, results
    assert sum(isinstance(result, StepGone | Busy) for result in results) == 1, results
    assert play.case.events.filter(verb=EventVerb.PLAN_APPROVED).count() == 1
    assert list(breaches()) == []
