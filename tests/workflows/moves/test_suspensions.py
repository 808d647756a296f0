"""Suspended: the offices rest, what is a member's own stays; and back again (docs/rules.md 4.4)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import AbsenceKind, CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Absence, OutboxMessage, Person
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from tests.rectification.web.desk import client_of
from tests.workflows.offices import leave_office, stands_in
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches
from workflows.moves.handover import HandOver, preview
from workflows.moves.suspensions import reinstate_member, reinstate_members, suspend_member
from workflows.sweep import sweep


def suspend(
    play: Play, person: Person | None = None, on: date | None = None, until: date | None = None
) -> HandOver:
    return suspend_member(
        user=user_of(play.town.org),
        person=person or play.town.east.secretary,
        on=on or today(),
        until=until,
    )


def reinstate(play: Play) -> HandOver:
    return reinstate_member(user=user_of(play.town.org), absence=Absence.objects.get())


def told(kind: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("recipient__name", flat=True))


def test_open_step_goes_to_the_next_of_the_chain_and_comes_back(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    before = play.item("approve_plan")
    suspend(play)
    assert play.item("approve_plan").role == Role.LIA
    play.pass_days(1)
    found = reinstate(play)
    after = play.item("approve_plan")
    assert [new.pk for _old, new in found.passed] == [after.pk]
    assert (after.role, after.organisation) == (Role.SEC, play.town.east.organisation)
    assert (after.due_on, after.opened_at) == (before.due_on, before.opened_at)
    play.take("approve_plan", play.town.east.secretary, decision="approve")
    assert list(breaches()) == []


def test_step_without_anybody_lies_with_the_office_in_red_and_comes_back(play: Play) -> None:
    """The claim is the branch's own: nobody stands above the secretary for it."""
    play.bring_to(CaseStage.PENDING_CLAIM)
    suspend(play)
    item = play.item("claim")
    assert (item.unheld, item.role) == (True, Role.OFF)
    assert play.case.events.latest("sequence").verb == EventVerb.WORK_PASSED_ON
    reinstate(play)
    item = play.item("claim")
    assert (item.unheld, item.role) == (False, Role.SEC)


def test_step_given_out_meanwhile_comes_to_him_too(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING, CaseLevel.MEMBER)
    suspend(play)
    play.take("draft_plan")
    assert play.item("approve_plan").role == Role.LIA
    reinstate(play)
    assert play.item("approve_plan").role == Role.SEC


def test_what_others_decided_meanwhile_stands(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    suspend(play)
    play.take("approve_plan", play.town.liaison, decision="approve")
    assert reinstate(play).passed == []
    assert play.case.plans.get().decided_by == play.town.liaison


def test_his_own_case_stays_his_and_he_works_on_it(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER, author=town.east.secretary)
    found = suspend(play)
    assert (found.own, found.passed) == ([play.case], [])
    authority = authority_of(user_of(town.east.secretary))
    assert (authority.appointments, len(authority.memberships)) == ((), 1)
    play.carry_out()
    play.take("report_effect", town.east.secretary)
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_he_is_logged_out_told_and_reads_the_rule(play: Play) -> None:
    secretary = play.town.east.secretary
    desk = client_of(secretary)
    suspend(play)
    assert desk.get(reverse("rectification:inbox")).status_code == 302
    assert told("suspended") == [secretary.name]
    again = Client(headers={"accept-language": "zh-hans"})
    again.force_login(user_of(secretary))
    inbox = again.get(reverse("rectification:inbox")).content.decode()
    assert "您已停职" in inbox
    assert "您的职务权限停止" in inbox
    page = again.get(reverse("rectification:deputies")).content.decode()
    assert "您的职务权限停止" in page
    reinstate(play)
    assert told("suspension_ended") == [secretary.name]


def test_preview_shows_what_rests_and_changes_nothing(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
    found = preview(lambda: suspend(play))
    assert [row.person for row in found.offices_lost] == [town.east.secretary]
    assert [row.deputy for row in found.deputyships_lost] == [town.east.clerk]
    assert found.signed_out == [town.east.secretary]
    assert [new.role for _old, new in found.hand_over.passed] == [Role.LIA]
    assert not Absence.objects.exists()
    assert play.item("approve_plan").role == Role.SEC
    suspend(play)
    back = preview(lambda: reinstate(play))
    assert [row.person for row in back.offices_gained] == [town.east.secretary]
    assert [row.deputy for row in back.deputyships_gained] == [town.east.clerk]
    assert Absence.objects.get().ended_on is None


def test_suspension_to_come_passes_steps_on_that_day(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    assert suspend(play, on=today() + timedelta(days=2)).passed == []
    sweep()
    assert play.item("approve_plan").role == Role.SEC
    play.pass_days(2)
    sweep()
    assert play.item("approve_plan").role == Role.LIA


def test_suspension_that_runs_out_gives_back_the_next_night(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    suspend(play, until=today() + timedelta(days=1))
    play.pass_days(1)
    assert (reinstate_members(), play.item("approve_plan").role) == (0, Role.LIA)
    play.pass_days(1)
    assert (reinstate_members(), play.item("approve_plan").role) == (1, Role.SEC)
    assert reinstate_members() == 1
    assert play.case.events.filter(verb=EventVerb.WORK_PASSED_ON).count() == 2


def test_night_without_a_run_is_caught_up(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    suspend(play, until=today())
    play.pass_days(3)
    assert (reinstate_members(), play.item("approve_plan").role) == (1, Role.SEC)


def test_named_verifier_who_is_suspended_is_replaced(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    verifier = play.open_items().filter(step="verify").first().person
    suspend(play, verifier)
    assert play.open_steps() == ["assign_verifiers"]
    assert list(breaches()) == []


def test_whoever_left_his_office_meanwhile_gets_nothing_back(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    suspend(play)
    leave_office(play.town.east.secretary, Role.SEC, today())
    play.pass_days(1)
    assert reinstate(play).passed == []
    assert play.item("approve_plan").role == Role.LIA


def test_only_the_organisation_office_suspends_and_never_itself(play: Play) -> None:
    town = play.town
    with pytest.raises(NotAllowed):
        suspend_member(user=user_of(town.pse), person=town.east.secretary, on=today())
    with pytest.raises(NotAllowed):
        suspend(play, town.org)
    suspend(play)
    with pytest.raises(NotAllowed):
        reinstate_member(user=user_of(town.pse), absence=Absence.objects.get())


def test_days_and_a_second_end_are_refused(play: Play) -> None:
    with pytest.raises(InvalidInput):
        suspend(play, on=today() - timedelta(days=1))
    suspend(play)
    reinstate(play)
    with pytest.raises(CaseError):
        reinstate(play)
    assert Absence.objects.get().kind == AbsenceKind.SUSPENSION
