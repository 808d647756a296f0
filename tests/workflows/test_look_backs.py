"""Who begins, names, looks and settles when a closed case is looked at again (T32–T34, 4.8)."""

from datetime import timedelta

import pytest

from rectification.enums import AppointmentDuty, CaseStage, EventVerb, RecusalGround, Step
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import OutboxMessage, Person
from rectification.policies.facts import facts_of
from rectification.policies.look_backs import good_reviews
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.services import look_backs, relapses
from tests.days import at
from tests.factories import acting, granted, in_office
from tests.factories import person as newcomer
from tests.workflows.answers import OPINION, REASON, REPLY
from tests.workflows.offices import leave_office, make_discipline_member
from tests.workflows.play import Play
from tests.workflows.scenarios.test_when_it_comes_back import closed_after_inspection, reviewed
from tests.workflows.test_outside_verifiers import above
from workflows.invariants import breaches
from workflows.sweep import sweep


def staged(play: Play) -> None:
    """A long-term matter that has reached its stage target."""
    play.bring_to(CaseStage.VERIFYING, deadline_class="long_term")
    play.go_on_to(CaseStage.CLOSED)


def look(play: Play, decision: str = "consolidated", **data: object) -> None:
    """From the naming on."""
    play.take("assign_look_back")
    play.take("look_back", decision=decision, **data)


# --- begun by hand --------------------------------------------------------------------------------


def test_what_is_begun_by_hand_leaves_the_planned_one(play: Play) -> None:
    closed_after_inspection(play)
    planned = play.case.look_backs.get()
    play.begin_look_back()
    raised = play.case.look_backs.latest("pk")
    assert (raised != planned, raised.ground, raised.begun_by) == (True, "raised", play.town.dis[0])
    look(play)
    play.reach_look_back()
    planned.refresh_from_db()
    assert (planned.ground, planned.begun_at is not None) == ("due", True)
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])
    assert list(breaches()) == []


def test_planned_one_waits_while_another_is_under_way(play: Play) -> None:
    closed_after_inspection(play)
    planned = play.case.look_backs.get()
    play.clock.move_to(at(planned.begins_on - timedelta(days=1), "09:00:00"))
    play.begin_look_back()
    play.reach_look_back()
    planned.refresh_from_db()
    assert (planned.begun_at, play.open_steps()) == (None, ["assign_look_back"])
    look(play)
    sweep()
    planned.refresh_from_db()
    assert (planned.begun_at is not None, play.open_steps()) == (True, ["assign_look_back"])


def test_planned_one_is_void_once_the_problem_is_back(play: Play) -> None:
    closed_after_inspection(play)
    planned = play.case.look_backs.get()
    play.begin_look_back()
    look(play, "relapse")
    play.take("decide_relapse")
    planned.refresh_from_db()
    assert (play.case.round, planned.void_at is not None) == (2, True)


def test_neither_verifier_nor_owner_begins(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    in_office(town.east.secretary, Role.DIS, town.discipline)
    for someone in (town.dis[1], town.dis[2], town.east.secretary):
        with pytest.raises(NotAllowed) as refusal:
            play.begin_look_back(someone)
        assert refusal.value.rule == "4.4"
    play.begin_look_back(town.dis[3])
    assert play.case.stage == CaseStage.LOOK_BACK


# --- who names, who looks -------------------------------------------------------------------------


def test_whoever_names_does_not_look(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    looker = play.town.dis[0]
    assert "looker" in play.refusal("assign_look_back", looker, looker=looker.pk)
    with pytest.raises(InvalidInput):
        look_backs.assign_look_back(case=play.case, actor=acting(looker), looker=looker)


def test_leading_group_names_where_the_committee_has_nobody_else(play: Play) -> None:
    closed_after_inspection(play)
    town = play.town
    for gone in town.dis[1:]:
        leave_office(gone, Role.DIS, play.case.closures.get().closed_on)
    play.reach_look_back()
    item = play.item("assign_look_back")
    assert (item.role, item.unheld) == (Role.LG, False)
    play.take("assign_look_back", looker=town.dis[0].pk)
    play.take("look_back", town.dis[0])
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_leading_group_names_others_where_nobody_of_the_committee_may_look(play: Play) -> None:
    closed_after_inspection(play)
    town = play.town
    for gone in (town.dis[0], town.dis[3]):
        leave_office(gone, Role.DIS, play.case.closures.get().closed_on)
    play.reach_look_back()
    assert play.item("assign_look_back").role == Role.LG
    make_discipline_member(town.west.clerk)
    play.take("assign_look_back", looker=town.west.clerk.pk)
    play.take("look_back", town.west.clerk)
    assert (play.case.stage, list(breaches())) == ("closed", [])


# --- a long-term matter ---------------------------------------------------------------------------


def test_what_is_begun_by_hand_counts_for_no_good_review(play: Play) -> None:
    staged(play)
    planned = play.case.look_backs.get()
    for _time in range(2):
        play.begin_look_back()
        look(play)
    assert (good_reviews(play.case), play.case.stage) == (0, "long_term")
    # The next review stands where it stood.
    assert play.case.look_backs.get(ended_at__isnull=True) == planned
    play.begin_look_back()
    play.take("assign_look_back")
    assert "decision" in play.refusal("look_back", decision="propose_closing")


def test_final_verification_may_find_the_stage_alone(play: Play) -> None:
    staged(play)
    reviewed(play)
    reviewed(play, "propose_closing")
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who)
    assert (play.case.stage, good_reviews(play.case)) == ("long_term", 2)
    assert play.case.look_backs.filter(ended_at__isnull=True).count() == 1
    assert list(breaches()) == []


def test_reviews_before_a_relapse_count_no_more(play: Play) -> None:
    staged(play)
    reviewed(play)
    reviewed(play, "relapse")
    play.take("decide_relapse")
    play.go_on_to(CaseStage.VERIFYING)
    town = play.town
    play.take("assign_verifiers", first=town.dis[3].pk, second=town.dis[1].pk)
    assert "conclusion" in play.refusal("verify", town.dis[3], conclusion="passed")


def test_verifiers_who_hold_an_office_by_now_do_not_stop_the_end(play: Play) -> None:
    staged(play)
    town = play.town
    in_office(town.dis[1], Role.ORG, town.organisation_office)
    reviewed(play)
    reviewed(play, "propose_closing")
    named = {"first": town.dis[2].pk, "second": town.dis[3].pk}
    play.take("assign_verifiers", **named)
    for who in town.dis[2:4]:
        play.take("verify", who, conclusion="passed")
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_request_for_recusal_lapses_when_the_matter_is_struck_off(play: Play) -> None:
    staged(play)
    reviewed(play)
    reviewed(play, "propose_closing")
    play.take("assign_verifiers")
    play.request_recusal(play.town.dis[3])
    for who in play.town.dis[1:3]:
        play.take("verify", who, conclusion="passed")
    assert (play.case.stage, play.open_steps(), list(breaches())) == ("closed", [], [])


# --- a looker who is recused ----------------------------------------------------------------------


@pytest.mark.parametrize("decided", [False, True])
def test_relapse_found_by_a_recused_looker_is_void_and_looked_at_anew(
    play: Play, decided: bool
) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back(play.town.dis[3])
    look(play, "relapse")
    if decided:
        play.take("decide_relapse", decision="refuse")
    play.enter_recusal(play.town.dis[0])
    void, anew = play.case.look_backs.order_by("pk")
    assert (void.void_at is not None, anew.looker, anew.reason) == (True, None, void.reason)
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])
    assert list(breaches()) == []


def test_good_review_of_a_recused_looker_does_not_count(play: Play) -> None:
    staged(play)
    reviewed(play)
    assert good_reviews(play.case) == 1
    play.enter_recusal(play.town.dis[0])
    assert (good_reviews(play.case), play.case.stage) == (0, "long_term")
    assert play.case.look_backs.filter(ended_at__isnull=True).count() == 1


def test_obligatory_one_of_a_recused_looker_is_done_again(play: Play) -> None:
    closed_after_inspection(play)
    reviewed(play)
    play.enter_recusal(play.town.dis[0])
    play.reach_look_back()
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])


# --- words ----------------------------------------------------------------------------------------


def closed_opinion(play: Play) -> None:
    play.opinion(mode="named", name="司马望舒", contact="13900000000")
    play.bring_to(CaseStage.CLOSED)


@pytest.mark.parametrize("shown", [False, True])
def test_no_word_of_a_look_back_quotes_a_reporter_or_names_one_who_was_shown(
    play: Play, shown: bool
) -> None:
    """Whoever was not shown the name is not told by a refusal that he has guessed it."""
    closed_opinion(play)
    beginner = play.town.dis[0]
    words = "司马望舒又来反映，问题没有解决。" if shown else OPINION
    if shown:
        for person in Person.objects.all():
            granted(play.case, person, play.town.lg)
    with pytest.raises(CaseError) as refusal:
        look_backs.begin_look_back(case=play.case, actor=acting(beginner), reason=words)
    assert refusal.value.rule == ("4.7" if shown else "8.10")
    play.begin_look_back()
    play.take("assign_look_back")
    assert "statement" in play.refusal("look_back", decision="relapse", statement=words)
    play.take("look_back", decision="relapse")
    assert "reason" in play.refusal("decide_relapse", decision="refuse", reason=words)
    play.take("decide_relapse", decision="refuse")
    assert "reason" in play.refusal("settle_relapse", decision="consolidated", reason=words)


def test_name_that_was_guessed_is_not_told_to_be_the_reporters(play: Play) -> None:
    closed_opinion(play)
    reason = "司马望舒又来反映，问题没有解决。"
    look_backs.begin_look_back(case=play.case, actor=acting(play.town.dis[0]), reason=reason)


# --- a relapse ------------------------------------------------------------------------------------


def with_head(play: Play) -> Person:
    """The discipline committee has a head, who had no part in the case."""
    town = play.town
    head = newcomer("纪为首", branch=town.home)
    return in_office(head, Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)


def test_head_settles_unless_he_looked_named_or_began(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    head = with_head(play)
    play.begin_look_back()
    look(play, "relapse")
    play.take("decide_relapse", decision="refuse")
    facts = facts_of(play.case)
    for hand in (town.dis[0], town.dis[3], town.intake):
        assert bar_of(hand.pk, Step.SETTLE_RELAPSE, facts) == RecusalGround.SAME_HAND
    settled = {"case": play.case, "is_relapse": False, "reason": REASON}
    with pytest.raises(NotAllowed):
        relapses.settle_relapse(actor=acting(town.dis[1]), **settled)
    play.take("settle_relapse", head, decision="consolidated")
    assert play.case.stage == CaseStage.CLOSED


def test_another_member_settles_where_the_head_has_named(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    town = play.town
    head = with_head(play)
    play.begin_look_back()
    play.take("assign_look_back", head)
    play.take("look_back", decision="relapse")
    play.take("decide_relapse", decision="refuse")
    play.take("settle_relapse", town.dis[3], decision="consolidated")
    assert play.case.stage == CaseStage.CLOSED


def test_whoever_looked_does_not_agree_in_another_office(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    look(play, "relapse")
    facts = facts_of(play.case)
    ground = bar_of(play.town.dis[0].pk, Step.DECIDE_RELAPSE, facts)
    assert ground == RecusalGround.SAME_HAND


def told(kind: str) -> set[Person]:
    return {row.recipient for row in OutboxMessage.objects.filter(kind=kind)}


def test_relapse_after_the_owner_was_merged_raises_no_alarm(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    east, west = play.town.east, play.town.west
    play.begin_look_back()
    look(play, "relapse")
    leave_office(east.secretary, Role.SEC, play.case.closures.get().closed_on)
    east.organisation.closed_on = play.case.closures.get().closed_on
    east.organisation.succeeded_by = west.organisation
    east.organisation.save()
    play.take("decide_relapse")
    assert play.case.owner_organisation == west.organisation
    assert play.holder_of(play.item("draft_plan")) == west.secretary
    assert not play.case.events.filter(verb=EventVerb.NOBODY_LEFT).exists()
    assert not told("nobody_left")


# --- the level above ------------------------------------------------------------------------------


def test_level_above_looks_where_it_verifies(play: Play) -> None:
    above(play, play.town.pse)
    play.take("assign_verifiers", **REPLY)
    play.begin_look_back()
    item = play.item("assign_look_back")
    assert item.role == Role.DIS
    found = {"reply_number": "澜委函〔2026〕9号", "statement": REASON}
    for name in found:
        assert name in play.refusal("assign_look_back", decision="relapse", **{**found, name: ""})
    with pytest.raises(CaseError):
        look_backs.assign_look_back(
            case=play.case, actor=acting(play.town.dis[3]), looker=play.town.dis[2]
        )
    play.take("assign_look_back", decision="relapse", **found)
    row = play.case.look_backs.get()
    assert (row.reply_number, row.looker) == (found["reply_number"], None)
    assert play.item("decide_relapse").role == Role.LG
    play.take("decide_relapse")
    assert (play.case.stage, list(breaches())) == ("planning", [])
