"""Steps whose holders are gone, away or barred find their next holder (docs/rules.md 4.4, 8.13)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, RecusalGround, Step
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Appointment, OutboxMessage, Person, Recusal, WorkItem
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.vacant import doubtful_items
from tests.factories import in_office
from tests.factories import person as newcomer
from tests.workflows.offices import away, leave_office
from tests.workflows.play import Play, user_of
from tests.workflows.seen import verbs
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep


def holder(play: Play, step: str) -> tuple[str, bool]:
    item = play.item(step)
    return item.role, item.unheld


def told(play: Play, kind: str) -> set[Person]:
    messages = OutboxMessage.objects.filter(case=play.case, kind=kind)
    return {message.recipient for message in messages.select_related("recipient")}


def gone(person: Person, role: str) -> None:
    leave_office(person, role, date(2026, 5, 10))


# --- whoever is away ----------------------------------------------------------------------------


def test_absent_approver_is_passed_over_and_the_chain_recorded(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLANNING)
    away(town.pse)
    play.take("draft_plan")
    play.take("advise_plan")
    assert holder(play, "approve_plan") == ("DPS", False)
    event = play.case.events.get(verb=EventVerb.ACTOR_ABSENT)
    committee = town.committee.pk
    assert (event.step, event.reference) == (
        "approve_plan",
        f"chain:PSE@{committee}>DPS@{committee}",
    )
    assert EventVerb.ACTOR_RECUSED not in verbs(play)
    item = play.item("approve_plan")
    with pytest.raises(NotAllowed, match="absent|不在岗"):
        act.perform(user=user_of(town.pse), item_id=item.pk, data={})
    client = Client()
    client.force_login(user_of(town.officer))
    html = client.get(reverse("rectification:case", args=[play.case.pk])).content.decode()
    name = town.committee.name
    assert f"“审批方案”：原办理人因故不在岗，由{name} 党委副书记办理" in html
    assert "因故不在岗，改由他人办理（审批方案）" in html
    assert f"{name} 党委书记 → {name} 党委副书记" in html
    play.take("approve_plan", town.dps)
    assert list(breaches()) == []


def test_step_given_out_before_follows_the_chain_when_its_holder_goes_away(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    due = play.item("approve_plan").due_on
    play.pass_days(2)
    assert sweep() == 0
    away(town.pse)
    assert (sweep(), holder(play, "approve_plan"), sweep()) == (1, ("DPS", False), 0)
    assert play.item("approve_plan").due_on == due
    assert told(play, "your_turn") >= {town.dps}
    assert list(breaches()) == []


def test_leave_moves_no_duty_of_the_owner(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    away(town.east.secretary)
    assert (sweep(), holder(play, "claim")) == (0, ("SEC", False))
    play.take("claim", town.east.secretary)


def test_suspended_secretary_does_nothing_and_his_steps_wait_in_red(play: Play) -> None:
    """Suspension takes the rights of the office; a member of the branch he stays."""
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    item = play.item("claim")
    suspension = away(town.east.secretary, "suspension")
    with pytest.raises(NotVisible):
        act.perform(user=user_of(town.east.secretary), item_id=item.pk, data={})
    assert (sweep(), holder(play, "claim")) == (1, ("OFF", True))
    assert sweep() == 0
    suspension.ended_on = timezone.localdate()
    suspension.save()
    assert (sweep(), holder(play, "claim")) == (1, ("SEC", False))
    play.take("claim", town.east.secretary)
    assert list(breaches()) == []


# --- whoever left -------------------------------------------------------------------------------


def test_scenario_13_step_follows_the_office_and_not_the_account(play: Play) -> None:
    town = play.town
    old = town.east.secretary
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    before = play.item("approve_plan")
    gone(old, Role.SEC)
    new = in_office(
        newcomer("石新任", branch=town.east.organisation),
        Role.SEC,
        before.organisation,
        since=today(),
    )
    assert (sweep(), play.item("approve_plan").pk) == (0, before.pk)
    with pytest.raises(NotVisible):
        act.perform(user=user_of(old), item_id=before.pk, data={})
    play.take("approve_plan", new)
    approved = play.case.events.get(verb=EventVerb.PLAN_APPROVED)
    assert (approved.actor, approved.acting_role) == (new, "SEC")
    assert list(breaches()) == []


def test_new_secretary_who_is_barred_is_passed_over(play: Play) -> None:
    """The person concerned becomes secretary while his own plan lies with the secretary."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    gone(town.east.secretary, Role.SEC)
    play.clock.shift(60)
    owner = in_office(play.case.owner_person, Role.SEC, town.east.organisation, since=today())
    item = play.item("approve_plan")
    with pytest.raises(NotAllowed):
        act.perform(user=user_of(owner), item_id=item.pk, data={})
    assert (sweep(), holder(play, "approve_plan"), sweep()) == (1, ("LIA", False), 0)
    bars = play.item("approve_plan").bars
    assert dict(bars.values_list("person", "ground")) == {owner.pk: RecusalGround.OWN_CASE}
    assert list(breaches()) == []


def test_holder_recused_afterwards_gives_the_step_away(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    Recusal.objects.create(
        case=play.case,
        person=town.east.secretary,
        ground=RecusalGround.RELATIVE,
        since=timezone.now(),
    )
    assert (sweep(), holder(play, "approve_plan")) == (1, ("LIA", False))


def test_disabled_account_takes_nothing_along(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    user = user_of(town.east.secretary)
    user.is_active = False
    user.save()
    assert {b.rule for b in breaches()} == {"step_nobody_can_take"}
    assert (sweep(), holder(play, "approve_plan")) == (1, ("LIA", False))
    assert list(breaches()) == []


# --- nobody left --------------------------------------------------------------------------------


def test_nobody_left_is_told_to_the_leading_group_and_given_out_later(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    clock = play.item("approve_plan")
    absences = [away(p) for p in (town.east.secretary, town.liaison, town.dps, town.pse)]
    assert (sweep(), holder(play, "approve_plan")) == (1, ("OFF", True))
    assert told(play, "nobody_left") == {town.intake, town.officer, town.lg, *town.dis}
    play.pass_days(20)
    # The ladder climbs (4.5), and that is all.
    assert (sweep(), holder(play, "approve_plan")) == (1, ("OFF", True))
    assert play.case.plans.get().decided_at is None
    for officer in (town.intake, town.officer):
        with pytest.raises(NotAllowed, match="silence|逾期不视为同意"):
            act.perform(user=user_of(officer), item_id=play.item("approve_plan").pk, data={})
    absences[1].ended_on = timezone.localdate()
    absences[1].save()
    assert (sweep(), holder(play, "approve_plan"), sweep()) == (1, ("LIA", False), 0)
    assert (play.item("approve_plan").clock_from, play.item("approve_plan").due_on) == (
        clock.clock_from,
        clock.due_on,
    )
    play.take("approve_plan", town.liaison)
    assert list(breaches()) == []


def test_naming_passes_to_the_leading_group_when_too_few_are_left(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    for person in town.dis[1:]:
        Recusal.objects.create(
            case=play.case, person=person, ground=RecusalGround.OTHER, since=timezone.now()
        )
    assert (sweep(), holder(play, "assign_verifiers"), sweep()) == (1, ("LG", False), 0)
    event = play.case.events.filter(verb=EventVerb.ACTOR_RECUSED).latest("sequence")
    assert event.reference == f"chain:DIS@{town.discipline.pk}>LG@{town.leading_group.pk}"
    outside = newcomer("外援生", branch=town.home)
    in_office(outside, Role.GEN, town.general_office)
    refused = play.refusal("assign_verifiers", first=town.dis[0].pk, second=town.dis[1].pk)
    assert set(refused) == {"second"}
    play.take("assign_verifiers", first=town.dis[0].pk, second=outside.pk)
    for verifier in (town.dis[0], outside):
        play.take("verify", verifier)
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_outsider_who_left_his_office_is_replaced(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING, "C")
    outside = in_office(newcomer("外援生", branch=town.home), Role.GEN, town.general_office)
    play.take("assign_verifiers")
    play.take("name_outsider", outsider=outside.pk)
    assert sweep() == 0
    item = WorkItem.objects.get(case=play.case, step=Step.VERIFY, person=outside)
    assert (item.role, item.organisation) == ("GEN", town.general_office)
    leave_office(outside, Role.GEN, timezone.localdate() - timedelta(days=1))
    assert (sweep(), play.open_steps()) == (1, ["assign_verifiers"])


def test_certain_steps_are_not_looked_at_one_by_one(play: Play) -> None:
    # The township is written once a worker, whatever day that was: these offices are old ones.
    Appointment.objects.update(confirmed_at=timezone.now())
    play.bring_to(CaseStage.PLAN_REVIEW)
    assert list(doubtful_items()) == []
    away(play.town.org)
    assert [item.step for item in doubtful_items()] == ["advise_plan"]
