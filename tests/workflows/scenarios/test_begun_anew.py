"""Scenario 12: what the leading group gives out anew after three failures begins its next round."""

from datetime import timedelta

import pytest
import time_machine

from rectification.enums import CaseStage, DeadlineGround, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, OutboxMessage
from rectification.policies.days import today
from rectification.policies.deadlines import why_not_ask
from rectification.policies.pauses import why_not_pause
from rectification.policies.plan_changes import why_not_change
from rectification.policies.verifiers import choice_of
from rectification.selectors.calendar import current_calendar
from rectification.selectors.lights import marks_of, with_marks
from rectification.selectors.verification import failures_in_round
from rectification.services import third_failure
from rectification.web.dates import full_date
from tests.factories import Township, acting
from tests.failed import failed_before
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play
from tests.workflows.seen import sees
from workflows.invariants import breaches

pytestmark = pytest.mark.long


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    play = Play(town, clock)
    play.bring_to(CaseStage.VERIFYING)
    return play


def fail(play: Play) -> None:
    """Verified again, by the same two; after the second failure on a plan that was revised."""
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.clock.shift(60)


def revise(play: Play) -> None:
    play.begin_change()
    words = {"measure-0-text": f"由书记逐月查看并签字，第{play.case.plans.count()}次修订。"}
    play.take("change_plan", **(play.change() | words))
    for step in ("advise_change", "approve_change"):
        play.take(step)


def fail_three_times(play: Play) -> None:
    fail(play)
    fail(play)
    revise(play)
    fail(play)


def decide(play: Play, decision: str = "replace") -> None:
    play.take("hear_owner")
    play.take("decide_third_failure", decision=decision)


def test_order_of_the_former_lead_is_over_and_its_liaison_leader_a_party_no_more(
    play: Play,
) -> None:
    town = play.town
    fail_three_times(play)
    assert play.open_steps() == ["answer_order", "hear_owner"]
    joined = play.case.parties.get(reason="joined")
    assert (joined.organisation, joined.until) == (town.east.organisation, None)

    decide(play)

    order = play.case.orders.get()
    assert play.open_steps() == ["draft_plan"]
    assert (order.is_open, order.replied_at, order.lapsed_at is None) == (False, None, False)
    assert order.number
    lapsed = play.case.events.get(verb=EventVerb.ORDER_LAPSED)
    assert lapsed.reference == f"order:{order.pk}"
    joined.refresh_from_db()
    assert joined.until is not None
    assert not sees(town.east.clerk, play.case)
    assert not play.case.parties.filter(organisation=town.east.organisation, until=None).exists()
    assert list(breaches()) == []


@pytest.mark.parametrize("decision", ["replace", "reset"])
def test_the_next_round_counts_and_promises_from_its_own_beginning(
    play: Play, decision: str
) -> None:
    failed_before(play.case, 2)
    fail(play)
    decide(play, decision)
    case = with_marks(Case.objects.all()).get()
    marks = marks_of(case)
    assert (case.round, failures_in_round(case)) == (2, 0)
    assert (marks.measures, marks.faults, marks.late) == (0, 0, False)
    last = case.deadlines.latest("number")
    assert (last.round, last.ground) == (2, DeadlineGround.REOPENING)
    assert case.due_on is not None
    assert case.due_on > today()

    play.pass_days(1)
    play.take("draft_plan")
    play.go_on_to(CaseStage.RECTIFYING)
    assert play.case.first_due_on == play.case.due_on
    assert list(breaches()) == []


def test_first_failure_of_the_new_lead_is_a_first_one(play: Play) -> None:
    failed_before(play.case, 2)
    fail(play)
    decide(play)
    play.pass_days(1)
    play.go_on_to(CaseStage.VERIFYING)
    free = choice_of(play.case, play.item("assign_verifiers").role)
    named = [free.first[0], next(one for one in free.second if one != free.first[0])]
    play.take("assign_verifiers", first=named[0].pk, second=named[1].pk)
    for sheet in play.case.attempts.latest("pk").verifications.select_related("verifier"):
        play.take("verify", sheet.verifier, **play.failing())
    assert (play.case.stage, failures_in_round(play.case)) == ("rectifying", 1)
    assert not play.case.parties.filter(reason="joined").exists()


def test_while_the_new_plan_waits_nothing_of_the_old_one_holds(play: Play) -> None:
    failed_before(play.case, 2)
    fail(play)
    decide(play)
    play.pass_days(1)
    play.take("draft_plan")
    case = play.case
    assert case.stage == CaseStage.PLAN_REVIEW
    refused = (why_not_change(case), why_not_pause(case), why_not_ask(case, "T17"))
    assert None not in refused


def test_what_was_asked_about_days_is_over_with_the_round(play: Play) -> None:
    fail(play)
    play.ask_extension()
    play.go_on_to(CaseStage.VERIFYING)
    failed_before(play.case, 1)
    fail(play)
    decide(play)
    assert play.case.extensions.get().decision == "lapsed"


def test_co_unit_made_the_lead_unit_is_asked_no_more(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    play.co_units = [town.west.organisation]
    play.shares_answered = False
    play.measured_units = [town.east.organisation]
    play.bring_to(CaseStage.VERIFYING)
    failed_before(play.case, 2)
    assert "accept_share" in play.open_steps()
    fail(play)
    decide(play)
    assert play.case.owner_organisation == town.west.organisation
    assert play.open_steps() == ["draft_plan"]
    assert list(breaches()) == []


def test_long_term_day_is_counted_from_the_decision(play: Play) -> None:
    """However long ago the first plan was approved, the stage target has its three months."""
    failed_before(play.case, 2)
    fail(play)
    play.take("hear_owner")
    play.clock.shift(timedelta(days=120))
    last = current_calendar().add_months(today(), 3).on
    late = last + timedelta(days=1)
    page = client_of(play.town.lg).get(f"/act/{play.item('decide_third_failure').pk}/")
    assert f"最迟{full_date(last)}" in page.content.decode()
    errors = play.refusal("decide_third_failure", decision="reset", until=late.isoformat())
    assert set(errors) == {"until"}
    play.take("decide_third_failure", decision="reset", until=last.isoformat())
    assert (play.case.deadline_class, play.case.due_on) == ("long_term", last)


def test_owner_plans_with_the_decision_and_its_stage_target_before_him(play: Play) -> None:
    failed_before(play.case, 2)
    fail(play)
    play.take("hear_owner")
    play.take("decide_third_failure", decision="reset", target="半年内形成按月开展的机制。")
    page = client_of(play.town.east.secretary).get(f"/act/{play.item('draft_plan').pk}/")
    assert "半年内形成按月开展的机制。" in page.content.decode()


def test_nothing_is_decided_once_a_failure_is_void(play: Play) -> None:
    failed_before(play.case, 2)
    fail(play)
    play.take("hear_owner")
    play.case.attempts.filter(position=1).update(void_at=play.case.events.latest("sequence").at)
    lg = acting(play.town.lg)
    with pytest.raises(CaseError) as refused:
        third_failure.give_up(case=play.case, actor=lg, reason=REASON, reported_as="1")
    assert refused.value.rule == "T31"
    with pytest.raises(CaseError):
        third_failure.replace_lead(
            case=play.case, actor=lg, lead=play.town.west.organisation, reason=REASON
        )
    for step in ("reset", "give_up"):
        assert play.refusal("decide_third_failure", decision=step)


@pytest.mark.parametrize("heard", [False, True])
def test_an_earlier_failure_found_void_makes_the_third_a_second_one(
    play: Play, heard: bool
) -> None:
    """One signed by others, before the two that stand."""
    town = play.town
    play.take("assign_verifiers", first=town.dis[0].pk, second=town.dis[2].pk)
    for who in (town.dis[0], town.dis[2]):
        play.take("verify", who, **play.failing())
    play.clock.shift(60)
    fail(play)
    revise(play)
    fail(play)
    if heard:
        play.take("hear_owner")

    play.enter_recusal(town.dis[0])

    assert failures_in_round(play.case) == 2
    assert play.case.stage == CaseStage.RECTIFYING
    assert play.open_steps() == ["answer_order", "carry_out"]
    assert play.item("carry_out").due_on == play.case.attempts.latest("pk").correction_due_on
    told = OutboxMessage.objects.filter(kind="third_failure_void")
    assert town.east.secretary in {message.recipient for message in told}
    assert Step.DECIDE_THIRD_FAILURE not in play.open_steps()
    assert list(breaches()) == []
    revise(play)
    play.go_on_to(CaseStage.VERIFYING)
