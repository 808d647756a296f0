"""Scenario 18 of docs/rules.md 8: a look-back finds the problem again under a new secretary."""

from datetime import timedelta

import pytest

from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, OutboxMessage
from rectification.selectors.calendar import current_calendar
from rectification.selectors.responsible import first_responsible
from tests.days import at
from tests.workflows.play import Play
from tests.workflows.scenarios.test_who_follows import succession
from tests.workflows.test_rectification_paths import of_cast
from workflows.invariants import breaches
from workflows.sweep import sweep


def closed_after_inspection(play: Play) -> Case:
    play.bring_to(CaseStage.VERIFYING)
    Case.objects.filter(pk=play.case.pk).update(source="inspection")
    return play.go_on_to(CaseStage.CLOSED)


def told(play: Play, kind: str) -> set[object]:
    rows = OutboxMessage.objects.filter(case=play.case, kind=kind)
    return {row.recipient for row in rows.select_related("recipient")}


def test_scenario_18_relapse_under_a_new_secretary(play: Play) -> None:
    town = play.town
    number = closed_after_inspection(play).number
    old, new = town.east.secretary, town.east.members[1]
    first_plan = play.case.plans.get()
    play.reach_look_back()
    assert (play.case.stage, play.case.outcome) == ("look_back", "closed")
    succession(play, old, new)
    play.take("assign_look_back")
    play.take("look_back", decision="relapse")
    assert {new, town.officer} <= told(play, "relapse_found")
    play.take("decide_relapse")
    # Same case and number, a new round; the old procedure stays closed.
    assert (play.case.number, play.case.round, play.case.stage) == (number, 2, "planning")
    assert (play.case.outcome, play.open_steps()) == ("", ["draft_plan"])
    kinds = list(play.case.processes.order_by("pk").values_list("kind", "round", "status"))
    assert kinds[0] == ("rectification", 1, "DONE")
    assert kinds[-1] == ("rectification", 2, "NEW")
    # The new secretary answers from his day on; it is no failure of his.
    terms = first_responsible(play.case)
    assert [term.person for term in terms] == [old, new]
    assert play.holder_of(play.item("draft_plan")) == new
    assert not play.case.events.filter(verb=EventVerb.VERIFICATION_FAILED).exists()
    # Nothing approved before is used again.
    play.take("draft_plan", new)
    assert play.case.plans.latest("pk") != first_plan
    play.go_on_to(CaseStage.VERIFYING)
    assert play.case.stage == CaseStage.VERIFYING
    # The old verifiers are not alone again.
    both = {"first": town.dis[1].pk, "second": town.dis[2].pk}
    assert "second" in play.refusal("assign_verifiers", **both)
    play.take("assign_verifiers", first=town.dis[0].pk, second=town.dis[1].pk)
    play.take("verify", town.dis[0])
    play.take("verify", town.dis[1])
    assert (play.case.stage, play.case.closures.count()) == ("closed", 2)
    assert play.case.look_backs.latest("pk").round == 2
    assert list(breaches()) == []


def reviewed(play: Play, decision: str = "consolidated") -> None:
    play.reach_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision=decision)


def test_long_term_matter_is_struck_off_after_two_good_reviews(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING, deadline_class="long_term")
    play.go_on_to(CaseStage.CLOSED)
    staged = play.case.closures.get()
    first = play.case.look_backs.get()
    assert (first.kind, first.due_on) == ("review", staged.review_on)
    play.reach_look_back()
    play.take("assign_look_back")
    # Never earlier.
    assert "decision" in play.refusal("look_back", decision="propose_closing")
    play.take("look_back")
    assert play.case.stage == CaseStage.LONG_TERM
    staged.refresh_from_db()
    assert staged.review_on == play.case.look_backs.latest("pk").due_on > first.due_on
    reviewed(play, "propose_closing")
    # Nor by one alone: two verify it and sign, as any case.
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert (play.case.outcome, play.case.closures.count()) == ("", 1)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, conclusion="passed")
    final = play.case.closures.latest("pk")
    assert (play.case.stage, final.kind) == (CaseStage.CLOSED, "completed")
    assert (final.number != staged.number, final.attempt != staged.attempt) == (True, True)
    assert not play.case.look_backs.filter(ended_at__isnull=True).exists()
    assert list(breaches()) == []


def test_bad_review_is_a_relapse(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING, deadline_class="long_term")
    play.go_on_to(CaseStage.CLOSED)
    reviewed(play, "partial_relapse")
    play.take("decide_relapse")
    assert (play.case.round, play.case.stage) == (2, CaseStage.PLANNING)
    assert list(breaches()) == []


def test_look_back_is_announced_once_ten_working_days_before(play: Play) -> None:
    closed_after_inspection(play)
    planned = play.case.look_backs.get()
    day = current_calendar().subtract_working_days(planned.begins_on, 10).on
    for moved, heard in ((-1, 0), (0, 1), (1, 1)):
        play.clock.move_to(at(day + timedelta(days=moved), "09:00:00"))
        sweep()
        assert play.case.events.filter(verb=EventVerb.LOOK_BACK_DUE).count() == heard
    assert told(play, "look_back_due") == {*play.town.dis, play.town.intake, play.town.officer}


def test_only_what_an_inspection_fed_back_is_looked_at_of_itself(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    assert not play.case.look_backs.exists()


@pytest.mark.parametrize("who", ["dis.1", "dis.2", "east.secretary"])
def test_verifiers_and_owner_do_not_look_back(play: Play, who: str) -> None:
    closed_after_inspection(play)
    play.reach_look_back()
    assert "looker" in play.refusal("assign_look_back", looker=of_cast(play.town, who).pk)


def test_recused_looker_is_replaced(play: Play) -> None:
    closed_after_inspection(play)
    play.reach_look_back()
    play.take("assign_look_back")
    play.enter_recusal(play.town.dis[0])
    assert (play.case.stage, play.open_steps()) == ("look_back", ["assign_look_back"])
    assert list(breaches()) == []


def test_void_closing_ends_its_look_back(play: Play) -> None:
    closed_after_inspection(play)
    play.reach_look_back()
    play.enter_recusal(play.town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert play.case.look_backs.get().void_at is not None
    assert list(breaches()) == []
