"""Recusal as it is declared, requested and found (docs/rules.md, “Recusal”, 4.8, scenario 2)."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from rectification.enums import (
    AppointmentDuty,
    CaseLevel,
    CaseStage,
    EventVerb,
    RecusalDecision,
    RecusalGround,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Appointment,
    CaseEventPayload,
    OrganisationRecusal,
    OutboxMessage,
    Person,
    Recusal,
    RecusalRequest,
    WorkItem,
)
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.selectors.cases import open_items_of, visible_to
from tests.factories import in_office
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.seen import sees
from workflows import act, intake, recusals
from workflows.invariants import breaches
from workflows.sweep import sweep


def told(kind: str) -> set[Person]:
    return {message.recipient for message in OutboxMessage.objects.filter(kind=kind)}


def stand(someone: Person, play: Play, ground: str = "relative", **given: object) -> None:
    values = {"organisation": play.town.east.organisation, "ground": ground, **given}
    user = user_of(someone)
    recusals.declare_for_organisation(user=user, authority=authority_of(user), **values)
    play.case.refresh_from_db()


# --- declared -----------------------------------------------------------------------------------


def test_declared_recusal_passes_the_step_on_at_once_and_shuts_the_case(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    secretary, before = play.town.east.secretary, play.item("approve_plan")
    assert sees(secretary, play.case)
    play.clock.shift(timedelta(days=1))
    play.declare_recusal(secretary)
    after = play.item("approve_plan")
    assert (after.role, after.due_on, after.opened_at) == ("LIA", before.due_on, before.opened_at)
    assert not sees(secretary, play.case)
    assert not open_items_of(authority_of(user_of(secretary))).exists()
    verbs = list(play.case.events.order_by("-sequence").values_list("verb", flat=True)[:3])
    assert verbs == [
        EventVerb.WORK_PASSED_ON,
        EventVerb.ACTOR_RECUSED,
        EventVerb.RECUSAL_DECLARED,
    ]
    assert list(breaches()) == []


def test_ground_of_a_declaration_is_in_no_event_and_no_message(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    words = "与当事人多年前有过经济往来。"
    play.declare_recusal(play.town.east.secretary, "other", words)
    row = Recusal.objects.get()
    assert (row.ground, row.reason, row.decided_by) == (RecusalGround.OTHER, words, None)
    assert not CaseEventPayload.objects.filter(text__contains="经济往来").exists()
    events = play.case.events.filter(verb=EventVerb.RECUSAL_DECLARED)
    assert list(events.values_list("reference", flat=True)) == [f"recusal:{row.pk}"]


@pytest.mark.parametrize(
    ("ground", "reason", "field"),
    [("other", "不便", "reason"), ("own_case", "", "ground"), ("", "", "ground")],
)
def test_declaration_needs_a_ground_and_another_one_its_words(
    play: Play, ground: str, reason: str, field: str
) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    with pytest.raises(CaseError) as refusal:
        play.declare_recusal(play.town.east.secretary, ground, reason)
    named = getattr(refusal.value, "errors", {refusal.value.field: ""})
    assert list(named) == [field]
    assert not Recusal.objects.exists()


def test_words_on_a_near_relative_are_not_kept(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.declare_recusal(play.town.east.secretary, "relative", "当事人是我的一名近亲属。")
    assert Recusal.objects.get().reason == ""


def test_owner_has_nothing_to_be_recused_from(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    with pytest.raises(NotAllowed):
        play.declare_recusal(play.case.owner_person)


def test_recused_verifier_voids_the_verification_under_way(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", play.town.dis[1])
    play.declare_recusal(play.town.dis[2])
    assert play.open_steps() == ["assign_verifiers"]
    assert play.case.attempts.get().void_at is not None
    assert list(breaches()) == []


def test_several_offices_do_not_help_a_recused_person(play: Play) -> None:
    """He is liaison leader and deputy secretary too: every door stays shut."""
    town = play.town
    secretary = town.east.secretary
    in_office(secretary, Role.LIA, town.east.organisation)
    in_office(secretary, Role.DPS, town.committee)
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.declare_recusal(secretary)
    item = play.item("approve_plan")
    assert item.role == Role.LIA
    with pytest.raises(NotAllowed):
        act.perform(user=user_of(secretary), item_id=item.pk, data={"decision": "approve"})
    assert not sees(secretary, play.case)
    play.take("approve_plan", town.liaison, decision="approve")


def test_superuser_who_is_recused_stays_outside(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    user = user_of(play.town.east.secretary)
    user.is_superuser = True
    user.save()
    play.declare_recusal(play.town.east.secretary)
    assert not visible_to(user_of(play.town.east.secretary)).exists()


# --- for an organisation ------------------------------------------------------------------------


def test_standing_declaration_passes_on_and_shuts_every_case(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW)
    assert (play.item("first_review").role, sees(town.liaison, play.case)) == ("LIA", True)
    stand(town.liaison, play)
    assert play.item("first_review").role == Role.DPS
    assert not sees(town.liaison, play.case)
    assert bar_of(town.liaison.pk, "advise_plan", facts_of(play.case)) == RecusalGround.RELATIVE
    assert list(breaches()) == []


def test_standing_declaration_ends_with_its_day(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLANNING)
    stand(town.liaison, play)
    recusals.end_for_organisation(
        user=user_of(town.liaison), recusal_id=OrganisationRecusal.objects.get().pk
    )
    assert not sees(town.liaison, play.case)
    play.clock.shift(timedelta(days=1))
    assert sees(town.liaison, play.case)
    assert bar_of(town.liaison.pk, "first_review", facts_of(play.case)) is None


def test_sweep_passes_on_what_a_standing_declaration_left_open(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW)
    OrganisationRecusal.objects.create(
        person=town.liaison,
        organisation=town.east.organisation,
        ground="interest",
        since=today(),
    )
    assert sweep() == 1
    assert play.item("first_review").role == Role.DPS


@pytest.mark.parametrize("who", ["east.secretary", "east.clerk", "west.members.0"])
def test_nobody_declares_for_his_own_organisation_or_without_office(play: Play, who: str) -> None:
    play.report()
    found: object = play.town
    for name in who.split("."):
        found = found[int(name)] if name.isdigit() else getattr(found, name)  # type: ignore[index]
    with pytest.raises(InvalidInput):
        stand(found, play)  # type: ignore[arg-type]


def test_somebody_elses_declaration_is_not_ended(play: Play) -> None:
    play.report()
    stand(play.town.liaison, play)
    with pytest.raises(CaseError):
        recusals.end_for_organisation(
            user=user_of(play.town.officer), recusal_id=OrganisationRecusal.objects.get().pk
        )


# --- requested ----------------------------------------------------------------------------------


def test_person_asked_about_waits_and_goes_on_when_refused(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    item = play.item("approve_plan")
    play.request_recusal(town.east.secretary)
    assert play.open_steps() == ["approve_plan", "decide_recusal"]
    assert play.item("approve_plan") == item
    with pytest.raises(NotAllowed, match="decided|决定"):
        play.take("approve_plan", town.east.secretary, decision="approve")
    assert sweep() == 0
    play.take("decide_recusal", town.pse, decision="refuse")
    assert told("recusal_decided") == {town.east.secretary, play.case.owner_person}
    play.take("approve_plan", town.east.secretary, decision="approve")


def test_granted_request_recuses_and_passes_on(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.request_recusal(town.east.secretary, ground="interest")
    play.take("decide_recusal", town.pse, decision="grant")
    row = Recusal.objects.get()
    assert (row.person, row.ground, row.requested_by, row.decided_by) == (
        town.east.secretary,
        "interest",
        play.case.owner_person,
        town.pse,
    )
    request = RecusalRequest.objects.get()
    assert (request.decision, request.answer) == (RecusalDecision.GRANTED, REASON)
    assert play.item("approve_plan").role == Role.LIA
    assert play.open_steps() == ["approve_plan"]


def test_step_given_out_meanwhile_comes_back_after_a_refusal(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.request_recusal(town.east.secretary)
    play.declare_recusal(town.liaison)
    assert play.item("approve_plan").role == Role.DPS
    play.take("decide_recusal", town.pse, decision="refuse")
    item = play.item("approve_plan")
    assert (item.role, item.bars.count()) == ("SEC", 0)


def holder(play: Play) -> tuple[str, Person | None]:
    item = play.item("decide_recusal")
    return item.role, item.person


def test_who_decides_on_whom(play: Play) -> None:
    """4.4: the head of the body, or whoever stands above; PSE's own goes to LG."""
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    Appointment.objects.filter(person=town.dis[0]).update(duty=AppointmentDuty.HEAD)
    play.take("assign_verifiers", town.dis[0])
    asked = {}
    people = {
        "ver": town.dis[1],
        "head": town.dis[0],
        "pse": town.pse,
        "lia": town.liaison,
        "off": town.intake,
        "org": town.org,
    }
    for name, someone in people.items():
        play.request_recusal(someone)
        item = WorkItem.objects.filter(step="decide_recusal").latest("pk")
        asked[name] = (item.role, item.person)
    assert asked == {
        "ver": ("DIS", town.dis[0]),
        "head": ("LG", None),
        "pse": ("LG", None),
        "lia": ("DPS", None),
        "off": ("DPS", None),
        "org": ("DPS", None),
    }


def test_one_pending_request_about_a_person(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.request_recusal(play.town.east.secretary)
    with pytest.raises(InvalidInput):
        play.request_recusal(play.town.east.secretary)


# --- lapsed with the case -----------------------------------------------------------------------


def lapsed(play: Play) -> RecusalRequest:
    """Nothing of the request is left open, and asker and person have it in writing."""
    assert play.open_steps() == []
    assert set(play.case.processes.values_list("status", flat=True)) <= {"DONE", "CANCELED"}
    request = RecusalRequest.objects.get()
    assert (request.decision, request.decided_by) == (RecusalDecision.LAPSED, None)
    assert request.decided_at is not None
    assert told("recusal_lapsed") == {request.requested_by, request.person}
    assert play.case.events.filter(verb=EventVerb.RECUSAL_LAPSED).count() == 1
    assert list(breaches()) == []
    return request


def test_request_lapses_when_the_case_is_struck_off(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.request_recusal(town.liaison)
    play.take("verify", town.dis[1])
    play.take("verify", town.dis[2])
    assert play.case.stage == CaseStage.CLOSED
    assert lapsed(play).answer == (
        "事项已结束（已销号），本申请不再作出决定，随之终结。如该同志签署了验收结论，可重新申请其回避。"
    )


def test_request_lapses_when_the_report_is_withdrawn(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.request_recusal(play.town.east.secretary)
    author = play.case.author
    intake.withdraw_problem(user=user_of(author), case=play.case, actor=play.author_actor(author))
    play.case.refresh_from_db()
    assert play.case.stage == CaseStage.WITHDRAWN
    assert lapsed(play).answer == "事项已结束（已撤回），本申请不再作出决定，随之终结。"


def test_request_lapses_when_the_case_is_terminated(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.propose_termination()
    play.request_recusal(play.town.org)
    play.take("decide_termination", decision="agree")
    assert play.case.stage == CaseStage.TERMINATED
    assert lapsed(play).answer == "事项已结束（已终止），本申请不再作出决定，随之终结。"


def test_request_made_after_the_end_is_answered(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.request_recusal(play.town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("closed", ["decide_recusal"])
    assert list(breaches()) == []
    play.take("decide_recusal", decision="refuse")
    assert (play.case.stage, play.open_steps()) == ("closed", [])


def test_nothing_is_signed_while_the_recusal_of_a_verifier_is_asked(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.request_recusal(town.dis[1])
    refusal = play.refusal("verify", town.dis[2])
    assert refusal == {"__all__": [text_of_pending()]}
    assert sweep() == 0
    play.take("decide_recusal", decision="refuse")
    play.take("verify", town.dis[2])


def text_of_pending() -> str:
    return str(
        _(
            "The recusal of one of the verifiers was requested; nothing is signed until it is "
            "decided."
        )
    )


# --- entered


def test_only_office_and_discipline_committee_enter_a_recusal(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    with pytest.raises(NotAllowed):
        play.enter_recusal(play.town.dis[1], by=play.town.org)
    with pytest.raises(InvalidInput):
        play.enter_recusal(play.town.officer, by=play.town.officer)


def test_recused_person_hears_no_more_of_the_case(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    play.declare_recusal(town.east.secretary)
    before = OutboxMessage.objects.filter(recipient=town.east.secretary).count()
    play.go_on_to(CaseStage.CLOSED)
    assert town.east.members[0] in told("closed")
    assert OutboxMessage.objects.filter(recipient=town.east.secretary).count() == before
