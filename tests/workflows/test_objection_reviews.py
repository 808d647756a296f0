"""T25: the answer to an objection is contested once; somebody else decides, for good.

The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.enums import CaseStage, DocumentKind, EventVerb
from rectification.exceptions import CaseError
from rectification.models import Objection, OutboxMessage
from rectification.policies.facts import facts_of
from rectification.policies.issuing import about_of
from rectification.policies.separation import bar_of
from rectification.selectors.closure import open_points
from rectification.selectors.opinions import written_by_reporters
from rectification.services import objection_reviews
from rectification.services.identities import seal_identity
from rectification.services.issuing import Draft, Printed, issue_document
from rectification.web.answers import answer_of
from tests.days import at
from tests.factories import acting
from tests.outbox import told
from tests.workflows.answers import REASON, TEXT, TITLE, WHY
from tests.workflows.play import Play, user_of
from tests.workflows.seen import due, parties, sees, verbs
from workflows import sealing
from workflows.models import CaseProcess

pytestmark = pytest.mark.usefixtures("nothing_broken")

REVIEW = "review_objection"


def dismissed(play: Play, kind: str = "effect") -> Objection:
    """Objected to in the running notice, and dismissed on the same day."""
    play.bring_to(CaseStage.IN_NOTICE)
    objection = play.object(kind)
    play.take("handle_objection")
    objection.refresh_from_db()
    return objection


def signed_once(play: Play) -> Objection:
    """Dismissed on the last day of the notice, and one verifier has signed since."""
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(date(2026, 5, 18)))
    objection = play.object("effect")
    play.take("handle_objection")
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", **play.failing())
    objection.refresh_from_db()
    return objection


# --- asking ---------------------------------------------------------------------------------------


def test_asking_opens_the_objection_again_and_stops_the_notice(play: Play) -> None:
    dismissed(play)
    ends_on = play.notice.ends_on
    objection = play.ask_review()
    assert (play.case.stage, objection.decided_at, objection.decision) == (
        "objection",
        None,
        "dismissed",
    )
    assert play.notice.suspended_on == timezone.localdate()
    assert play.open_steps() == ["notice_period", REVIEW]
    assert due(play, REVIEW) == date(2026, 5, 25)
    assert told("review_asked", play.case) == {play.town.east.secretary, play.town.east.clerk}
    play.pass_days(2)
    play.take(REVIEW)
    assert play.case.stage == "in_notice"
    assert play.notice.ends_on > ends_on
    assert verbs(play)[-3:] == ["review_asked", "review_decided", "notice_resumed"]


def test_asking_within_five_working_days(play: Play) -> None:
    objection = dismissed(play)
    play.pass_days(5)
    assert answer_of(objection).review_until == date(2026, 5, 18)
    play.pass_days(1)
    assert answer_of(objection).review_until is None
    with pytest.raises(CaseError, match="2026") as refused:
        play.ask_review()
    assert refused.value.rule == "T25"
    assert not hasattr(objection, "review")


def test_a_review_is_one(play: Play) -> None:
    dismissed(play)
    play.ask_review()
    play.take(REVIEW)
    with pytest.raises(CaseError):
        play.ask_review()


@pytest.mark.parametrize("decision", ["upheld", "wrong"])
def test_what_was_found_right_is_not_contested(play: Play, decision: str) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision=decision)
    with pytest.raises(CaseError):
        play.ask_review()


def test_what_was_answered_at_once_is_not_contested(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    objection = play.object("effect")
    assert (objection.decision, answer_of(objection).review_until) == ("outside", None)
    with pytest.raises(CaseError):
        play.ask_review()


def test_a_reason_is_needed_and_nothing_secret(play: Play) -> None:
    objection = dismissed(play)
    for words in ("不服。", "机密★文件里写着的内容不一样。"):
        with pytest.raises(CaseError):
            objection_reviews.ask_review(objection=objection, reason=words)


def test_words_of_whoever_asks_are_those_of_a_reporter(play: Play) -> None:
    dismissed(play)
    play.ask_review()
    assert WHY in written_by_reporters(play.case)
    events = play.case.events.filter(verb=EventVerb.REVIEW_ASKED)
    assert events.get().actor_kind == "intake_channel"
    assert events.get().payload.text == ""


# --- who reviews ----------------------------------------------------------------------------------


def test_discipline_reviews_what_the_office_answered(play: Play) -> None:
    dismissed(play)
    play.ask_review()
    item = play.item(REVIEW)
    assert item.role == "DIS"
    reader = play.town.dis[0]
    assert sees(reader, play.case)
    play.take(REVIEW, reader)
    assert reader in parties(play, "objection_handler")
    # Whoever reviewed has taken part: he verifies nothing in the case.
    assert bar_of(reader.pk, "verify", facts_of(play.case)) == "took_part"


def test_leading_group_reviews_what_discipline_answered(play: Play) -> None:
    dismissed(play, "procedure")
    play.ask_review()
    assert play.item(REVIEW).role == "LG"


def test_what_the_leading_group_answered_is_final(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    play.take("decide_termination", decision="refuse")
    with pytest.raises(CaseError):
        play.ask_review()


def test_never_who_answered_nor_who_took_what_is_contested(play: Play) -> None:
    town = play.town
    dismissed(play)
    play.ask_review()
    facts = facts_of(play.case)
    assert bar_of(town.intake.pk, REVIEW, facts) == "same_hand"
    assert bar_of(town.pse.pk, REVIEW, facts) == "same_hand"
    assert bar_of(town.east.secretary.pk, REVIEW, facts) == "own_case"
    for person in town.dis:
        play.declare_recusal(person)
    assert play.item(REVIEW).role == "LG"
    assert play.item(REVIEW).bars.count() == len(town.dis)


# --- what it leads to -----------------------------------------------------------------------------


def test_notice_that_went_on_is_opened_again_while_nobody_has_signed(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(date(2026, 5, 18)))
    play.object("effect")
    play.take("handle_objection")
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.ask_review()
    assert (play.case.stage, play.notice.ended_at) == ("objection", None)
    assert play.open_steps() == ["notice_period", REVIEW]
    assert play.case.attempts.get().void_at == timezone.now()
    play.take(REVIEW)
    assert (play.case.stage, play.open_steps()) == ("in_notice", ["notice_period"])


def test_nothing_passes_while_a_review_is_open_or_may_be_asked_for(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(date(2026, 5, 18)))
    play.object("effect")
    play.take("handle_objection")
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    assert ["2026年5月25日" in str(point) for point in open_points(play.case)] == [True]
    assert set(play.refusal("verify")) == {"conclusion"}
    play.clock.move_to(at(date(2026, 5, 26)))
    assert open_points(play.case) == []


def test_asked_after_a_signature_it_stops_the_passing_alone(play: Play) -> None:
    signed_once(play)
    play.ask_review()
    assert (play.case.stage, play.open_steps()) == ("verifying", [REVIEW, "verify"])
    assert play.notice.ended_at is not None
    assert set(play.refusal("verify")) == {"conclusion"}
    play.take(REVIEW)
    assert play.open_steps() == ["verify"]


def test_upheld_over_a_verification_it_leads_back(play: Play) -> None:
    objection = signed_once(play)
    play.ask_review()
    play.take(REVIEW, decision="upheld")
    objection.refresh_from_db()
    assert (objection.decision, objection.decided_at) == ("upheld", timezone.now())
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert play.case.attempts.get().void_at == timezone.now()
    assert play.notice.withdrawn_at is not None
    play.go_on_to(CaseStage.IN_NOTICE)
    assert play.case.stage == "in_notice"


def test_upheld_while_the_case_is_corrected_anyway_changes_nothing_more(play: Play) -> None:
    signed_once(play)
    play.ask_review()
    play.take("verify", play.town.dis[2], **play.failing())
    assert play.case.stage == "rectifying"
    steps = [step for step in play.open_steps() if step != REVIEW]
    play.take(REVIEW, decision="upheld")
    assert play.open_steps() == steps


@pytest.mark.parametrize(
    ("decision", "reason"), [("dismissed", ""), ("upheld", "复核作出了不同的答复。")]
)
def test_paper_of_an_answer_falls_where_the_review_answers_otherwise(
    play: Play, settings: Settings, tmp_path: Path, decision: str, reason: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    objection = dismissed(play)
    draft = Draft(
        kind=DocumentKind.OBJECTION_ANSWER,
        variant="internal",
        title="异议答复书",
        show=lambda _number, _code: Printed(b"%PDF-1.7", b""),
        about=about_of(objection),
        number="云问答〔2026〕1号",
    )
    with acting_as(None):
        issue_document(case=play.case, actor=acting(play.town.intake), draft=draft)
    play.ask_review()
    play.take(REVIEW, decision=decision)
    paper = play.case.documents.get()
    assert (paper.void_at is not None, paper.void_reason) == (bool(reason), reason)


def test_text_is_corrected_by_leaving_out_alone(play: Play) -> None:
    dismissed(play, "privacy")
    assert play.notice.hidden_at is None
    play.ask_review()
    assert play.notice.hidden_at == timezone.now()
    given = {"title": TITLE, "text": f"{TEXT}另有一点。", "scope": "S3"}
    assert set(play.refusal(REVIEW, decision="corrected", **given)) == {"text"}
    OutboxMessage.objects.all().delete()
    play.take(REVIEW, decision="corrected", title=TITLE, text=TEXT, scope="S2")
    assert told("notice_corrected", play.case) == {play.notice.decision.redaction_by}
    assert (play.notice.decision.scope, play.notice.hidden_at) == ("S2", None)


def test_text_shown_beside_the_procedure_stops_as_it_did(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    notice = play.disclose()
    play.object("privacy")
    play.take("handle_objection", decision="dismissed")
    play.ask_review()
    notice.refresh_from_db()
    assert (notice.suspended_on, notice.hidden_at) == (timezone.localdate(), timezone.now())
    play.take(REVIEW)
    notice.refresh_from_db()
    assert (notice.is_running, notice.suspended_on, notice.hidden_at) == (True, None, None)


def test_nothing_is_offered_once_the_case_has_ended(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.disclose(scope="S3")
    objection = play.object("facts")
    play.take("handle_objection", decision="dismissed")
    objection.refresh_from_db()
    assert answer_of(Objection.objects.get(pk=objection.pk)).review_until is None
    with pytest.raises(CaseError, match="办结"):
        play.ask_review(objection)


def test_reviewer_does_not_end_the_case_himself(play: Play) -> None:
    dismissed(play, "facts")
    play.ask_review()
    play.take(REVIEW, decision="wrong", findings="经复核，所列问题不存在，应予更正。")
    assert play.open_steps() == ["decide_termination", "notice_period"]
    assert bar_of(play.town.dis[0].pk, "decide_termination", facts_of(play.case)) == "same_hand"
    objection = play.case.objections.get()
    said = f"查明{objection.text}"
    form = play.attempt("decide_termination", decision="agree", reason=said).form
    assert set(form.errors) == {"reason"}
    assert objection.review.findings in [value for _name, value in form.objection_facts]
    play.take("decide_termination", decision="agree")
    assert play.case.stage == "terminated"


def test_case_ended_meanwhile_answers_the_review(play: Play) -> None:
    objection = dismissed(play)
    play.ask_review()
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    answer = answer_of(Objection.objects.get(pk=objection.pk))
    assert (answer.text, answer.review_until) == (REASON, None)
    assert answer.notes[-1].detail == "该事项已终止，公示文本已撤下。"
    assert not CaseProcess.objects.filter(case=play.case, status="NEW").exists()


def test_sealed_case_answers_the_review(play: Play) -> None:
    objection = dismissed(play)
    play.ask_review()
    gen = play.town.gen
    sealing.seal(user=user_of(gen), case=play.case, actor=acting(gen), ground="undetermined")
    assert answer_of(Objection.objects.get(pk=objection.pk)).text.startswith("本事项已封存")


def test_neither_review_nor_more_time_is_told_in_the_words_of_whoever_objected(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    own = "俺家门口这灯打去年腊月起就没亮过一天，俺娘还摔了一跤。"
    play.object("effect", text=own)
    more = {"decision": "prolong", "because": f"还要核实“{own}”是否属实。"}
    assert play.refusal("handle_objection", **more)
    play.take("handle_objection")
    objection = play.ask_review()
    for field, words in (("findings", own), ("reply", WHY)):
        assert set(play.refusal(REVIEW, **{field: f"经复核，{words}"})) == {field}
    # Nobody finds out by a refusal whether he has guessed who objected.
    seal_identity(name="司徒望舒", contact="", objection=objection)
    play.take(REVIEW, reply="经复核，司徒望舒反映的情况不属实。")
    objection.refresh_from_db()
    assert objection.decided_at is not None


def test_whoever_asked_reads_both_answers(play: Play) -> None:
    dismissed(play)
    objection = play.ask_review()
    assert str(answer_of(objection).light.word) == "复核中"
    play.take(REVIEW, reply="经复核，原答复事实清楚，维持原答复。")
    objection.refresh_from_db()
    answer = answer_of(objection)
    assert (answer.text, answer.review_until) == (REASON, None)
    assert answer.notes[-1].detail == "经复核，原答复事实清楚，维持原答复。"


# --- ten working days more ------------------------------------------------------------------------


def test_handler_takes_ten_working_days_more_once(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    objection = play.object("effect")
    assert due(play, "handle_objection") == date(2026, 5, 25)
    OutboxMessage.objects.all().delete()
    assert set(play.refusal("handle_objection", decision="prolong", because="短")) == {"because"}
    play.take("handle_objection", decision="prolong", because="须到现场核对三处公开栏。")
    assert due(play, "handle_objection") == date(2026, 6, 8)
    assert play.open_steps() == ["handle_objection", "notice_period"]
    assert told("objection_prolonged", play.case) == {
        play.town.east.secretary,
        play.town.east.clerk,
    }
    objection.refresh_from_db()
    outlook = str(answer_of(objection).outlook)
    assert "6月8日" in outlook
    assert "须到现场核对三处公开栏。" in outlook
    assert "decision" in play.refusal("handle_objection", decision="prolong", because=REASON)
    play.take("handle_objection")


def test_nothing_is_prolonged_once_it_is_over(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    objection = play.object("effect")
    play.pass_days(11)
    with pytest.raises(CaseError, match="T24|十个工作日"):
        objection_reviews.prolong_objection(
            objection=objection, actor=acting(play.town.intake), reason=REASON
        )
