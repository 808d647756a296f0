"""What moves the days of a case while something else is under way: nobody loses a day (4.5)."""

from datetime import date, timedelta

import pytest

from rectification.enums import CaseStage
from rectification.policies.days import today
from rectification.selectors.plans import open_measures
from tests.workflows.play import Play, user_of
from workflows.recalling import recall_step

pytestmark = pytest.mark.usefixtures("nothing_broken")


def measure_due(play: Play) -> date:
    return open_measures(play.case).get().due_on


def grant(play: Play) -> None:
    play.take("review_extension")
    play.take("decide_extension")


def pause(play: Play) -> None:
    """For four working days."""
    play.ask_pause()
    play.take("agree_pause")
    play.pass_days(4)
    play.resume_case()


def approve_change(play: Play) -> None:
    play.take("advise_change")
    play.take("approve_change")


@pytest.fixture
def changing(play: Play) -> Play:
    """A change of the plan waits for its approval."""
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    play.take("change_plan")
    return play


def test_extension_granted_while_a_change_waits_holds_for_its_measures(changing: Play) -> None:
    changing.ask_extension()
    grant(changing)
    approve_change(changing)
    assert measure_due(changing) == changing.case.due_on


def test_extension_asked_before_a_change_holds_for_the_measure_that_follows(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.ask_extension()
    play.begin_change()
    play.take("change_plan")
    approve_change(play)
    grant(play)
    assert measure_due(play) == play.case.due_on


def test_days_paused_while_a_change_waits_are_not_lost(changing: Play) -> None:
    before = measure_due(changing)
    pause(changing)
    moved = measure_due(changing)
    approve_change(changing)
    assert (measure_due(changing), moved > before) == (moved, True)


def test_change_that_waits_lies_within_the_day_of_the_new_class(changing: Play) -> None:
    changing.ask_reclassification(today() + timedelta(days=2), new_class="immediate")
    changing.take("decide_reclassification")
    approve_change(changing)
    assert measure_due(changing) == changing.case.due_on == today() + timedelta(days=2)


def test_extension_that_waits_is_not_granted_once_the_class_is_immediate(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.ask_extension()
    play.ask_reclassification(today() + timedelta(days=2), new_class="immediate")
    play.take("decide_reclassification")
    play.take("review_extension")
    assert "立行立改" in str(play.refusal("decide_extension"))


def test_order_is_answered_by_the_day_that_its_step_shows_after_a_pause(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    order = play.issue_order()
    named = order.reply_on
    pause(play)
    order.refresh_from_db()
    assert order.reply_on == play.item("answer_order").due_on > named


def test_effect_taken_back_is_due_on_the_day_granted_meanwhile(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.carry_out()
    play.ask_extension()
    play.take("report_effect")
    grant(play)
    recall_step(user=user_of(play.town.east.secretary), case=play.case)
    play.case.refresh_from_db()
    assert play.item("report_effect").due_on == play.case.due_on


def test_void_failure_leaves_the_paused_days_to_the_steps_beside(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for _each in range(2):
        play.take("verify", **play.failing())
    named = play.issue_order().reply_on
    play.ask_pause()
    play.take("agree_pause")
    play.pass_days(4)
    play.enter_recusal(play.town.dis[1])
    assert play.open_steps() == ["answer_order", "assign_verifiers"]
    assert (play.case.paused, play.item("answer_order").due_on > named) == (False, True)
