"""Objections to lists and circulars that were disclosed: beside the procedure as well (4.6)."""

import pytest
from django.utils import timezone

from rectification.enums import CaseOutcome, CaseStage
from rectification.policies.days import today
from tests.workflows.disclosed import over
from tests.workflows.play import Play, Refused
from workflows.invariants import breaches


@pytest.mark.parametrize("kind", ["facts", "effect", "privacy"])
def test_objection_to_the_lists_moves_no_stage(play: Play, kind: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose()
    play.object(kind)
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out", "handle_objection"])
    notice.refresh_from_db()
    assert (notice.suspended_on, notice.hidden_at is not None) == (today(), kind == "privacy")
    play.take("handle_objection", decision="dismissed")
    notice.refresh_from_db()
    assert (notice.is_running, notice.suspended_on, notice.hidden_at) == (True, None, None)


@pytest.mark.parametrize("kind", ["facts", "privacy"])
def test_objection_to_the_lists_leaves_a_verification_where_it_is(play: Play, kind: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    lists = play.disclose(working_days=20)
    play.go_on_to(CaseStage.VERIFYING)
    steps = play.open_steps()
    play.object(kind, notice=lists)
    assert (play.case.stage, play.open_steps()) == (
        CaseStage.VERIFYING,
        sorted([*steps, "handle_objection"]),
    )
    play.take("handle_objection", decision="dismissed")
    assert (play.case.stage, play.open_steps()) == (CaseStage.VERIFYING, steps)
    play.ask_review()
    lists.refresh_from_db()
    assert (lists.suspended_on, lists.hidden_at is not None) == (today(), kind == "privacy")
    assert (play.case.stage, play.open_steps()) == (
        CaseStage.VERIFYING,
        sorted([*steps, "review_objection"]),
    )
    assert list(breaches()) == []


def test_upheld_objection_takes_the_text_down_and_nothing_else(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose()
    due = play.case.due_on
    play.object("facts")
    play.take("handle_objection", decision="upheld")
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert play.case.due_on == due
    play.go_on_to(CaseStage.CLOSED)
    assert list(breaches()) == []


def test_objection_to_a_circular_leaves_the_case_closed(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    notice = play.disclose(scope="S3")
    play.object("responsibility")
    assert (play.case.stage, play.open_steps()) == ("closed", ["handle_objection"])
    assert list(breaches()) == []
    assert list(play.refusal("handle_objection", decision="wrong")) == ["decision"]
    play.take("handle_objection", decision="upheld")
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None
    assert (play.case.stage, play.case.outcome) == ("closed", CaseOutcome.CLOSED)
    assert list(breaches()) == []


def test_objection_received_in_time_is_answered_after_the_end_too(play: Play) -> None:
    """On paper it is entered days later; the text was shown, so it is answered with reasons."""
    play.bring_to(CaseStage.CLOSED)
    notice = play.disclose(scope="S3")
    received = timezone.now()
    over(play, notice)
    objection = play.object("facts", received_at=received)
    notice.refresh_from_db()
    assert (objection.timely, objection.decided_at, notice.is_running) == (True, None, False)
    assert play.open_steps() == ["handle_objection"]
    play.take("handle_objection", decision="upheld")
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None


def test_objection_to_the_lists_is_answered_before_the_case_is_closed(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.disclose(working_days=20)
    play.object("facts")
    with pytest.raises(Refused, match="verify"):
        play.go_on_to(CaseStage.CLOSED)
    play.take("handle_objection", decision="dismissed")
    play.pass_days(6)
    play.go_on_to(CaseStage.CLOSED)
    assert play.case.stage == CaseStage.CLOSED


def test_lists_of_a_problem_that_does_not_exist_are_set_right(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose()
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    play.take("decide_termination")
    assert play.case.stage == CaseStage.TERMINATED
    assert (play.rehabilitation.corrects, play.rehabilitation.widest_scope) == (notice, "S2")


def test_privacy_is_objected_to_at_any_time(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    notice = play.disclose(scope="S3")
    over(play, notice)
    play.object("privacy")
    notice.refresh_from_db()
    assert notice.withdrawn_at is not None
    assert (play.case.stage, play.open_steps()) == ("closed", [])
