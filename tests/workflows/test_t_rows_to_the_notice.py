"""One test for each row of docs/rules.md 4.3 in force: its conditions, refusals and effects.

T19 to T23: carrying out and publication.
The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import (
    VerificationAttempt,
)
from rectification.selectors.publication import current_decision
from tests.days import at
from tests.outbox import told
from tests.workflows.answers import TEXT
from tests.workflows.play import Play
from tests.workflows.seen import due, parties, verbs
from workflows.sweep import sweep

pytestmark = pytest.mark.usefixtures("nothing_broken")

TODAY = date(2026, 5, 11)


# --- carrying out -------------------------------------------------------------------------------


def test_t19_effect_is_reported_when_every_measure_is_proved(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    assert play.attempt("carry_out", decision="finish").form.errors
    bare = play.progress(measure.pk, uploads=[])
    assert set(play.refusal("carry_out", **bare)) == {"uploads"}
    note = {**bare, "completes": ""}
    play.take("carry_out", town.east.clerk, **note)
    assert play.open_steps() == ["carry_out"]
    play.take("carry_out", town.east.clerk, **play.progress(measure.pk))
    measure.refresh_from_db()
    assert measure.done_at == timezone.now()
    play.take("carry_out", town.east.secretary, decision="finish")
    assert play.open_steps() == ["report_effect"]
    assert set(play.refusal("report_effect", statement="")) == {"statement"}
    play.take("report_effect")
    assert (play.case.stage, due(play, "first_review")) == ("first_review", date(2026, 5, 14))


def test_t20_first_review_returns_the_measures_not_done(play: Play) -> None:
    play.bring_to(CaseStage.FIRST_REVIEW)
    errors = play.refusal("first_review", decision="return", reason="不行")
    assert set(errors) == {"measures", "reason"}
    measure = play.case.plans.get().measures.get()
    play.take("first_review", decision="return", measures=[str(measure.pk)])
    measure.refresh_from_db()
    assert (measure.done_at, play.case.stage) == (None, "rectifying")
    assert play.open_steps() == ["carry_out"]
    assert told("review_returned", play.case) == {play.town.east.secretary, play.town.east.clerk}


def test_t21_first_review_looks_at_completeness_only(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW)
    evidence = play.case.plans.get().measures.get().progress.get().evidence.get()
    key = evidence.pk
    evidence.delete()
    assert play.attempt("first_review").form.errors
    assert play.case.stage == "first_review"
    evidence.pk = key
    evidence.save(force_insert=True)
    play.take("first_review")
    assert (play.case.stage, parties(play, "reviewer")) == ("notice_prep", {town.liaison})
    assert VerificationAttempt.objects.count() == 0


# --- publication --------------------------------------------------------------------------------


def test_t22_notice_runs_after_four_checks(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.NOTICE_PREP)
    wrong = {"scope": "S0", "working_days": 4, "text": f"{town.east.members[0].name}已改正。"}
    assert {"scope", "working_days"} <= set(play.refusal("propose_publication", **wrong))
    assert set(play.refusal("propose_publication", text=wrong["text"])) == {"text"}
    play.take("propose_publication", town.officer)
    decision = current_decision(play.case)
    assert (decision.status, decision.scope, decision.necessity != "") == ("proposed", "S3", True)
    play.take("review_secrecy", town.gen)
    play.take("check_redaction", town.org)
    assert due(play, "hear_person") == date(2026, 5, 14)
    play.take("hear_person", town.east.secretary, decision="no_objection")
    play.take("approve_publication", town.pse)
    play.take("post_notice", town.pub)
    notice = play.notice
    assert (play.case.stage, notice.decision.text) == ("in_notice", TEXT)
    assert (notice.starts_on, notice.ends_on) == (date(2026, 5, 12), date(2026, 5, 18))
    assert notice.channels.get().kind == "board_online"
    assert due(play, "notice_period") == notice.ends_on
    assert play.item("notice_period").role == ""


def test_t22_silence_of_the_person_is_recorded_and_no_consent(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    play.take("propose_publication")
    play.take("review_secrecy")
    play.take("check_redaction")
    assert play.item("hear_person").person == play.town.east.members[0]
    play.clock.move_to(at(date(2026, 5, 14), "23:59:59"))
    assert sweep() == 0
    play.clock.move_to(at(date(2026, 5, 15), "00:00:01"))
    assert sweep() == 1
    assert (current_decision(play.case).hearing, verbs(play)[-1]) == ("lapsed", "hearing_lapsed")
    assert play.open_steps() == ["approve_publication"]


def test_t22_contested_text_is_answered_before_it_is_shown(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    assert set(play.refusal("hear_person", decision="contested", comment="不对")) == {"comment"}
    play.take("hear_person", decision="contested")
    assert (play.open_steps(), play.case.stage) == (["propose_publication"], "notice_prep")
    errors = play.refusal("propose_publication", answer_to_comment="")
    assert set(errors) == {"answer_to_comment"}
    play.take("propose_publication")
    assert current_decision(play.case).version == 2


def test_t22_what_is_not_open_is_published_by_nobody(play: Play) -> None:
    play.report()
    play.take("triage", secrecy="internal")
    play.go_on_to(CaseStage.NOTICE_PREP)
    assert play.attempt("propose_publication").form.errors
    assert current_decision(play.case) is None
    play.take("propose_publication", decision="waive", ground="secrecy")
    assert play.open_steps() == ["approve_publication"]


def test_t23_waiver_needs_approver_and_discipline_committee(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    errors = play.refusal("propose_publication", decision="waive", ground="", reason="太短")
    assert set(errors) == {"ground", "reason"}
    play.take("propose_publication", decision="waive")
    play.take("approve_publication", town.east.secretary)
    assert play.open_steps() == ["agree_waiver"]
    play.take("agree_waiver", town.dis[1])
    decision = current_decision(play.case)
    assert (decision.waiver_agreed_by, decision.status) == (town.dis[1], "carried_out")
    assert (play.case.stage, play.case.notices.count()) == ("verifying", 0)
    assert due(play, "assign_verifiers") == date(2026, 5, 25)
    assert told("waiver_agreed", play.case) == {town.east.members[0]}
    assert set(play.refusal("assign_verifiers")) == {"first"}
    play.take("assign_verifiers", first=town.dis[2].pk, second=town.dis[3].pk)
