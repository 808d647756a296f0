"""Scenarios 5, 14 and 15 of docs/rules.md 8: what happens about a notice, sentence by sentence.

That the job which ends a notice looks again under the lock: tests/workflows/test_midnight.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Notice, Objection, OutboxMessage
from rectification.policies.reporting import why_not_grant_withdrawal
from tests.days import at
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON, TEXT
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.sweep import sweep

DAY = timedelta(days=1)
WRONG = "公示说两个月都没有开展，7月其实改到29日开展了，有签到记录。"
UPHELD_AGAIN = "复核认为文字与签到记录一致，维持原答复。"
ANSWER = "已核对签到记录，7月活动改期未报批，文字改为未按期开展。"


# --- 5: the last day ----------------------------------------------------------------------------


def test_scenario_5_half_a_minute_before_midnight_is_timely(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    last = play.notice.ends_on
    play.clock.move_to(at(last, "23:59:30"))
    objection = play.object("effect")
    assert (objection.timely, objection.received_at) == (True, at(last, "23:59:30"))
    play.clock.move_to(at(last + DAY, "00:00:00"))
    sweep()
    # One objection keeps the notice open.
    play.case.refresh_from_db()
    assert (play.case.stage, play.notice.ended_at) == (CaseStage.OBJECTION, None)
    assert list(breaches()) == []


def test_scenario_5_five_seconds_after_midnight_is_for_the_verifiers(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(play.notice.ends_on + DAY, "00:00:05"))
    text = "公开栏东头那一块到今天还是旧的。"
    objection = play.object("effect", text=text)
    assert not objection.timely
    sweep()
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == (CaseStage.VERIFYING, ["assign_verifiers"])
    play.take("assign_verifiers")
    verifier = play.town.dis[1]
    address = reverse("workflows:act", args=[play.item("verify", verifier).pk])
    assert text in client_of(verifier).get(address).content.decode()
    assert list(breaches()) == []


@pytest.mark.parametrize("moment", ["16:00:00", "23:59:59"])
def test_scenario_5_received_in_time_and_stored_after_the_end_brings_it_back(
    play: Play, moment: str
) -> None:
    """The stamp on a paper that was registered later, and an upload that took its time."""
    play.bring_to(CaseStage.IN_NOTICE)
    received = at(play.notice.ends_on, moment)
    play.end_notice()
    assert play.case.stage == CaseStage.VERIFYING
    objection = play.object("effect", received_at=received)
    assert (objection.timely, play.case.stage) == (True, CaseStage.OBJECTION)
    assert play.open_steps() == ["handle_objection", "notice_period"]
    assert list(breaches()) == []


# --- 14: the person concerned contradicts --------------------------------------------------------


def until_heard(play: Play, **proposed: str) -> None:
    play.take("propose_publication", **proposed)
    for step in ("review_secrecy", "check_redaction"):
        play.take(step)


def test_scenario_14_nothing_is_published_while_the_person_contradicts(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    until_heard(play)
    # Three working days to comment, with the very text before him.
    hearing = play.item("hear_person")
    assert (hearing.person, str(hearing.due_on)) == (play.case.owner_person, "2026-05-14")
    assert TEXT in shown_to_the_owner(play, "hear_person")
    assert set(play.refusal("hear_person", decision="contested", comment="")) == {"comment"}
    play.take("hear_person", decision="contested", comment=WRONG)
    assert play.open_steps() == ["propose_publication"]
    assert not Notice.objects.exists()
    # Answered in writing, and heard again on what came of it.
    refused = play.refusal("propose_publication", answer_to_comment="")
    assert set(refused) == {"answer_to_comment"}
    until_heard(play, answer_to_comment=ANSWER)
    assert ANSWER in shown_to_the_owner(play, "hear_person")
    assert play.open_steps() == ["hear_person"]
    play.take("hear_person", decision="no_objection")
    play.go_on_to(CaseStage.IN_NOTICE)
    heard = play.case.events.filter(verb=EventVerb.PERSON_HEARD)
    assert (heard.count(), Notice.objects.count()) == (2, 1)
    assert list(breaches()) == []


@pytest.mark.parametrize("came_back", ["text", "waiver"])
def test_scenario_14_answer_that_he_never_read_is_still_owed(play: Play, came_back: str) -> None:
    """What was proposed next came back before he was heard on it."""
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    until_heard(play)
    play.take("hear_person", decision="contested", comment=WRONG)
    if came_back == "text":
        play.take("propose_publication", answer_to_comment=ANSWER)
        play.take("review_secrecy", decision="return", reason=REASON)
        page = client_of(play.holder_of(play.item("propose_publication"))).get(
            reverse("workflows:act", args=[play.item("propose_publication").pk])
        )
        # It is not typed anew.
        assert page.context["form"]["answer_to_comment"].value() == ANSWER
    else:
        play.take("propose_publication", decision="waive", ground="privacy", reason=REASON)
        play.take("approve_publication", decision="return", reason=REASON)
    refused = play.refusal("propose_publication", answer_to_comment="")
    assert set(refused) == {"answer_to_comment"}
    until_heard(play, answer_to_comment=ANSWER)
    assert ANSWER in shown_to_the_owner(play, "hear_person")
    # Contested still, it is decided by somebody else, and not answered once more.
    play.take("hear_person", decision="object", kind="facts", comment=WRONG)
    assert play.open_steps() == ["handle_objection", "objection_period"]


def shown_to_the_owner(play: Play, step: str) -> str:
    address = reverse("workflows:act", args=[play.item(step).pk])
    return str(client_of(play.case.owner_person).get(address).content.decode())


def contest_still(play: Play, kind: str = "facts") -> Objection:
    """Answered once and contested still: nothing is shown, and somebody else decides."""
    if not play.case.pk:
        play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    until_heard(play)
    play.take("hear_person", decision="contested", comment=WRONG)
    until_heard(play, answer_to_comment=ANSWER)
    # A comment that was answered is not answered the same way twice.
    assert "decision" in play.refusal("hear_person", decision="contested", comment=WRONG)
    assert set(play.refusal("hear_person", decision="object", kind="", comment=WRONG)) == {"kind"}
    play.take("hear_person", decision="object", kind=kind, comment=WRONG)
    assert play.open_steps() == ["handle_objection", "objection_period"]
    assert (play.case.stage, Notice.objects.count()) == (CaseStage.NOTICE_PREP, 0)
    assert list(breaches()) == []
    return play.case.objections.get()


def test_scenario_14_contested_still_is_decided_before_anything_is_shown(play: Play) -> None:
    objection = contest_still(play)
    assert (objection.notice, objection.text) == (None, WRONG)
    # Whoever wrote or approved the text does not handle it.
    handler = play.holder_of(play.item("handle_objection"))
    assert handler != objection.contested_text.proposed_by
    page = client_of(play.case.owner_person).get(case_address(play)).content.decode()
    assert TEXT in page
    play.take("handle_objection", decision="dismissed", reply=ANSWER)
    # He reads the answer and the very text, and has five working days for a review.
    assert play.open_steps() == ["hear_answer"]
    item = play.item("hear_answer")
    assert (item.person, str(item.due_on)) == (play.case.owner_person, "2026-05-18")
    page = shown_to_the_owner(play, "hear_answer")
    assert (ANSWER in page, TEXT in page) == (True, True)
    play.take("hear_answer", decision="stand")
    play.go_on_to(CaseStage.IN_NOTICE)
    assert Notice.objects.count() == 1
    assert list(breaches()) == []


def case_address(play: Play) -> str:
    return reverse("rectification:case", args=[play.case.pk])


def test_scenario_14_silence_after_the_answer_is_no_consent(play: Play) -> None:
    contest_still(play)
    play.take("handle_objection", decision="outside")
    play.pass_days(5)
    assert sweep() == 0
    play.pass_days(1)
    assert sweep() == 1
    assert play.open_steps() == ["approve_publication"]
    lapsed = play.case.events.latest("sequence")
    assert (lapsed.verb, lapsed.actor) == (EventVerb.HEARING_LAPSED, None)
    assert play.case.publications.latest("pk").hearing == "contested"
    # He may object to the notice still.
    play.go_on_to(CaseStage.IN_NOTICE)
    assert play.object("facts").decided_at is None


def test_scenario_14_answer_is_reviewed_once_and_nothing_is_shown_meanwhile(play: Play) -> None:
    objection = contest_still(play)
    play.take("handle_objection", decision="dismissed")
    assert set(play.refusal("hear_answer", decision="contest", reason="")) == {"reason"}
    play.take("hear_answer", decision="contest", reason=REASON)
    assert play.open_steps() == ["objection_period", "review_objection"]
    # The office had taken part in the text, so the discipline committee answered.
    assert (play.case.objections.get().handled_role, play.item("review_objection").role) == (
        "DIS",
        "LG",
    )
    assert not Notice.objects.exists()
    play.take("review_objection", decision="dismissed", reply=UPHELD_AGAIN)
    # Final: nothing is left to contest, and the approver reads what was said.
    assert play.open_steps() == ["approve_publication"]
    item = play.item("approve_publication")
    page = client_of(play.holder_of(item)).get(reverse("workflows:act", args=[item.pk]))
    assert (UPHELD_AGAIN in page.content.decode(), WRONG in page.content.decode()) == (True, True)
    objection.refresh_from_db()
    assert (objection.decision, objection.review.contested) == ("dismissed", "dismissed")
    play.go_on_to(CaseStage.IN_NOTICE)
    assert list(breaches()) == []


def test_scenario_14_privacy_upheld_goes_back_to_whoever_wrote_the_text(play: Play) -> None:
    contest_still(play, kind="privacy")
    form = play.attempt("handle_objection", decision="upheld").form
    assert "decision" in form.errors
    play.take("handle_objection", decision="corrected", reply=ANSWER)
    assert play.open_steps() == ["propose_publication"]
    decision = play.case.publications.latest("pk")
    assert (decision.status, decision.return_reason) == ("returned", ANSWER)
    assert OutboxMessage.objects.filter(
        kind="publication_returned", recipient=decision.proposed_by
    ).exists()
    until_heard(play, answer_to_comment=ANSWER)
    play.take("hear_person", decision="no_objection")
    play.go_on_to(CaseStage.IN_NOTICE)
    assert Notice.objects.count() == 1


def test_scenario_14_facts_upheld_is_rectified_anew(play: Play) -> None:
    contest_still(play)
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.open_steps()) == (CaseStage.RECTIFYING, ["carry_out"])
    assert list(breaches()) == []


def test_scenario_14_wrong_problem_ends_with_nothing_to_set_right(play: Play) -> None:
    contest_still(play, kind="responsibility")
    play.take("handle_objection", decision="wrong")
    assert play.open_steps() == ["decide_termination", "objection_period"]
    # Nothing was shown, so there is nothing to clarify.
    ended = play.attempt("decide_termination", decision="agree")
    assert (ended.done, "text" in ended.form.fields) == (True, False)
    assert (play.case.stage, Notice.objects.count()) == (CaseStage.TERMINATED, 0)
    assert list(breaches()) == []


def test_scenario_14_his_own_objection_keeps_no_self_report_from_being_withdrawn(
    play: Play,
) -> None:
    contest_still(play)
    assert why_not_grant_withdrawal(play.case) is None
    play.ask_withdrawal()
    play.take("decide_withdrawal", decision="agree")
    assert play.case.stage == CaseStage.WITHDRAWN
    assert list(breaches()) == []


# --- 15: somebody is recognised -----------------------------------------------------------------


def test_scenario_15_small_branch_is_warned_of_and_a_waiver_is_a_way(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, CaseLevel.MEMBER)
    item = play.item("propose_publication")
    holder = play.holder_of(item)
    client = client_of(holder)
    page = client.get(reverse("workflows:act", args=[item.pk]), headers={"accept-language": "zh"})
    assert "10" in page.content.decode()
    # The plain text names the next wider group, and S0 is offered beside it.
    branch = play.town.east.organisation
    assert page.context["form"].in_small_group
    assert branch.name not in str(page.context["form"]["text"].value())
    play.take("propose_publication", decision="waive", ground="privacy", reason=REASON)
    assert play.open_steps() == ["approve_publication"]


def test_scenario_15_noticed_during_the_notice_is_hidden_at_once(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE, CaseLevel.MEMBER)
    colleague = play.town.east.members[1]
    address = reverse("rectification:notice", args=[play.notice.pk])
    sheet = reverse("rectification:sheet", args=[play.notice.token])
    assert TEXT in client_of(colleague).get(address).content.decode()
    play.object("privacy", text="支部只有几个人，一看就知道说的是我。")
    assert play.notice.hidden_at is not None
    for client, where in ((client_of(colleague), address), (Client(), sheet)):
        assert TEXT not in client.get(where).content.decode()
    # Decided afterwards, by somebody who had no part in the text.
    assert (play.case.stage, play.open_steps()) == (
        CaseStage.OBJECTION,
        ["handle_objection", "notice_period"],
    )
    assert list(breaches()) == []
