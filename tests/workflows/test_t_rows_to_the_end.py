"""One test for each row of docs/rules.md 4.3 in force: its conditions, refusals and effects.

T24 to T35: objections, verification and the ends.
The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseStage, Step
from rectification.exceptions import CaseError
from rectification.models import (
    Closure,
    Person,
    WorkItem,
)
from rectification.selectors.receipts import find_by_receipt
from tests.days import at
from tests.outbox import told
from tests.workflows.answers import REASON, TEXT, TITLE
from tests.workflows.play import Play
from tests.workflows.seen import due, parties, verbs
from workflows.models import CaseProcess
from workflows.sweep import sweep

pytestmark = pytest.mark.usefixtures("nothing_broken")


# --- objections ---------------------------------------------------------------------------------


def test_t24_objection_stops_the_clock_and_privacy_hides_at_once(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(date(2026, 5, 18), "23:59:30"))
    objection = play.object("facts")
    assert (objection.timely, play.case.stage) == (True, "objection")
    assert (play.notice.suspended_on, play.notice.hidden_at) == (date(2026, 5, 18), None)
    assert due(play, "handle_objection") == date(2026, 6, 1)
    play.clock.move_to(at(date(2026, 5, 19), "00:05:00"))
    assert (sweep(), play.open_steps()) == (0, ["handle_objection", "notice_period"])
    play.object("privacy")
    assert play.notice.hidden_at == timezone.now()
    # The only person of GEN cleared the text that is contested, so it passes to DIS.
    handlers = {item.role for item in play.open_items().filter(step="handle_objection")}
    assert handlers == {"OFF", "DIS"}
    assert told("objection_received", play.case) >= {town.east.secretary}
    assert told("privacy_objected", play.case) == {town.pub, town.gen}


def test_t24_objection_received_in_time_and_stored_later_brings_the_case_back(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    in_time = at(date(2026, 5, 18), "23:59:30")
    play.object("effect", received_at=in_time)
    assert (play.case.stage, play.open_steps()) == (
        "objection",
        ["handle_objection", "notice_period"],
    )
    assert (play.notice.ended_at, play.case.attempts.get().void_at) == (None, timezone.now())
    play.take("handle_objection")
    assert (play.case.stage, due(play, "notice_period")) == ("in_notice", date(2026, 5, 21))
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.clock.move_to(at(date(2026, 5, 27)))
    play.take("verify")
    objection = play.object("effect", received_at=in_time)
    assert (objection.decision, play.case.stage) == ("", "verifying")
    assert play.open_steps() == ["handle_objection", "verify"]
    assert play.notice.ended_at is not None
    assert set(play.refusal("verify")) == {"conclusion"}
    play.take("handle_objection")
    assert play.open_steps() == ["verify"]


def test_t24_upheld_over_a_signature_it_leads_back(play: Play) -> None:
    signed_over(play)
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert play.case.attempts.get().void_at == timezone.now()
    assert play.notice.withdrawn_at is not None


def test_t24_over_a_signature_the_verification_may_still_fail_the_case(play: Play) -> None:
    signed_over(play)
    play.take("verify", play.town.dis[2], **play.failing())
    assert play.case.stage == "rectifying"
    steps = [step for step in play.open_steps() if step != "handle_objection"]
    play.take("handle_objection", decision="upheld")
    assert play.open_steps() == steps


def signed_over(play: Play) -> None:
    """One verifier has signed when a paper comes to record that was handed in in time."""
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", **play.failing())
    play.object("effect", received_at=at(date(2026, 5, 18), "23:59:30"))


def test_t25_dismissed_objection_leaves_the_remaining_days(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.pass_days(1)
    code = play.objected("effect")
    second = play.object("facts")
    assert play.notice.remaining_days == 4
    play.pass_days(3)
    errors = play.refusal("handle_objection", findings="查过", reply="")
    assert set(errors) == {"findings", "reply"}
    play.take("handle_objection")
    assert (play.case.stage, play.notice.suspended_on is None) == ("objection", False)
    play.take("handle_objection")
    second.refresh_from_db()
    assert (second.decision, second.handled_by) == ("dismissed", town.intake)
    assert find_by_receipt(code).reply == REASON
    assert (play.case.stage, play.notice.ends_on) == ("in_notice", date(2026, 5, 21))
    assert due(play, "notice_period") == date(2026, 5, 21)
    play.clock.move_to(at(date(2026, 5, 21), "20:00:00"))
    play.object("privacy")
    correction = {"title": TITLE, "text": f"{TEXT}另补一句。", "scope": "S3"}
    assert set(play.refusal("handle_objection", decision="corrected", **correction)) == {"text"}
    correction["text"] = TEXT.replace("已制定下半年计划，", "")
    play.take("handle_objection", decision="corrected", **correction)
    assert (play.notice.decision.text, play.notice.hidden_at) == (correction["text"], None)
    assert play.notice.ends_on == date(2026, 5, 25)
    assert "objection_corrected" in verbs(play)


def test_t26_upheld_objection_reopens_the_rectification(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.case.round) == ("rectifying", 1)
    assert play.open_steps() == ["carry_out"]
    assert play.notice.withdrawn_at == timezone.now()
    assert play.case.plans.get().measures.get().done_at is None
    assert play.case.due_on == date(2026, 5, 18)
    play.go_on_to(CaseStage.IN_NOTICE)
    assert play.case.notices.count() == 2


def test_t26_second_upheld_objection_leaves_the_next_notice_alone(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.object("facts")
    play.take("handle_objection", decision="upheld")
    play.go_on_to(CaseStage.IN_NOTICE)
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.open_steps()) == ("in_notice", ["notice_period"])


def hands(play: Play) -> list[tuple[Person | None, Person | None]]:
    """Of each objection: who handled it, and who decided what he passed on."""
    rows = play.case.objections.select_related("handled_by", "decided_by").order_by("pk")
    return [(row.handled_by, row.decided_by) for row in rows]


def test_t27_problem_that_did_not_exist_is_ended_by_the_leading_group(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    item = play.item("decide_termination")
    assert (item.role, item.organisation) == ("LG", town.leading_group)
    assert (play.case.stage, play.notice.withdrawn_at) == ("objection", None)
    play.take("decide_termination", decision="refuse")
    assert (play.case.stage, play.case.objections.get().decision) == ("in_notice", "dismissed")
    assert hands(play) == [(town.intake, town.lg)]
    play.object("responsibility")
    play.take("handle_objection", decision="wrong")
    play.take("decide_termination", decision="agree", reason=REASON)
    assert (play.case.stage, play.open_steps()) == ("terminated", [])
    assert play.notice.withdrawn_at == timezone.now()
    assert not play.case.objections.filter(decided_at__isnull=True).exists()
    assert hands(play) == [(town.intake, town.lg), (town.intake, town.lg)]
    assert told("terminated", play.case) >= {town.east.secretary, town.intake}


def test_t28_notice_ends_after_its_last_day(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(play.notice.ends_on, "23:59:59"))
    assert (sweep(), play.open_steps()) == (0, ["notice_period"])
    play.clock.move_to(at(play.notice.ends_on + timedelta(days=1), "00:00:00"))
    assert (sweep(), play.open_steps()) == (1, ["assign_verifiers"])
    play.case.refresh_from_db()
    assert (play.case.stage, play.notice.ended_at) == ("verifying", timezone.now())
    assert due(play, "assign_verifiers") == date(2026, 6, 2)
    assert told("notice_ended", play.case) == {play.town.east.secretary, play.town.east.clerk}


# --- verification -------------------------------------------------------------------------------


def test_t29_two_signatures_strike_the_entry_off(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    assert set(play.refusal("assign_verifiers", second=town.dis[1].pk)) == {"second"}
    assert set(play.refusal("assign_verifiers", first=town.org.pk)) == {"first"}
    play.take("assign_verifiers", town.dis[0])
    play.take("verify", town.dis[1], on_site="", methods=["files"])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["verify"])
    errors = play.refusal("verify", town.dis[2], on_site="", methods=["files"])
    assert set(errors) == {"on_site"}
    errors = play.refusal("verify", town.dis[2], **{"V2-answer": "na", "V7-answer": ""})
    assert set(errors) == {"V2-reason", "V7-answer"}
    assert set(play.refusal("verify", town.dis[2], conclusion="stage_passed")) == {"conclusion"}
    play.take("verify", town.dis[2])
    closure = Closure.objects.get()
    assert (play.case.stage, closure.kind) == ("closed", "completed")
    assert closure.number.endswith("〔2026〕1号")
    assert told("closed", play.case) == {
        *(town.east.secretary, town.east.clerk, town.intake, town.officer),
    }
    assert play.case.ended_at == timezone.now()


def test_t29_closing_ends_what_still_runs_beside_it(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    play.take("dispatch", co_units=[play.town.west.organisation.pk])
    play.take("claim")
    play.shares_answered = False
    play.go_on_to(CaseStage.VERIFYING)
    play.propose_termination()
    play.take("assign_verifiers")
    play.take("verify")
    play.take("verify")
    assert (play.case.stage, play.open_steps()) == ("closed", [])


def test_t30_long_term_matter_reaches_its_stage_target(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING, deadline_class="long_term")
    play.take("assign_verifiers")
    assert set(play.refusal("verify", conclusion="passed")) == {"conclusion"}
    play.take("verify")
    play.take("verify")
    closure = Closure.objects.get()
    assert (play.case.stage, play.case.outcome, closure.kind) == ("long_term",) * 2 + ("staged",)
    assert closure.review_on == date(2026, 11, 19)
    assert told("long_term", play.case) >= {play.town.east.secretary, play.town.intake}


def test_t31_failing_names_criteria_and_a_date(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    errors = play.refusal("verify", **play.failing(correction_due_on="2026-06-10"))
    assert set(errors) == {"correction_due_on"}
    assert set(play.refusal("verify", **play.sheet(conclusion="failed"))) >= {"conclusion"}
    for joined, open_steps in ((set(), []), ({town.liaison}, ["answer_order"])):
        for who in town.dis[1:3]:
            play.take("verify", who, **play.failing())
        assert (play.case.stage, play.open_steps()) == ("rectifying", [*open_steps, "carry_out"])
        assert play.case.plans.get().measures.get().done_at is None
        assert parties(play, "joined") == joined
        failed = play.case.events.filter(verb="verification_failed").latest("sequence")
        assert failed.payload.text == "V2"
        assert play.case.due_on == play.case.attempts.latest("pk").correction_due_on
        if joined:
            # After the second failure the effect rests on a revised plan.
            play.clock.shift(60)
            play.begin_change()
            for step in ("change_plan", "advise_change", "approve_change"):
                play.take(step)
        play.go_on_to(CaseStage.VERIFYING)
        play.take("assign_verifiers")
    assert told("verification_failed", play.case) >= {town.east.secretary, town.intake}
    assert play.case.round == 1


def test_t35_leading_group_ends_an_open_case(play: Play) -> None:
    town = play.town
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    play.propose_termination()
    with pytest.raises(CaseError):
        play.propose_termination()
    assert play.open_steps() == ["carry_out", "carry_out", "decide_termination"]
    assert play.case.stage == "rectifying"
    assert set(play.refusal("decide_termination", decision="agree", reason="可以")) == {"reason"}
    play.take("decide_termination", decision="refuse")
    assert (play.case.stage, verbs(play)[-1]) == ("rectifying", "termination_refused")
    play.propose_termination()
    play.take("decide_termination", town.lg, decision="agree", reason=REASON)
    assert (play.case.stage, play.case.outcome_reason) == ("terminated", REASON)
    assert not WorkItem.objects.filter(closed_at__isnull=True).exists()
    assert not CaseProcess.objects.filter(status="NEW").exists()
    with pytest.raises(CaseError):
        play.propose_termination()
    assert Step.CARRY_OUT not in play.open_steps()
