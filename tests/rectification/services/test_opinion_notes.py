"""Asking through the code: one question at a time, fifteen working days, and nobody named."""

from datetime import timedelta

import pytest
import time_machine

from rectification.enums import ActorKind, EventVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, InAppNotice, Opinion, OpinionNote
from rectification.notifications import deliver_due
from rectification.services.erasure import erase_case
from rectification.services.intake import propose_rejection
from rectification.services.opinion_notes import MOST, add_to_opinion, ask_reporter
from rectification.services.opinions import receive_opinion
from tests.factories import Township, acting

VAGUE = "村里办事不行，希望好好管一管。"
QUESTION = "请说明是哪一天、在哪个窗口、什么事没有办成。"
REPLY = "五月六日上午，便民窗口没有人，跑了两趟。"


@pytest.fixture
def case(town: Township) -> Case:
    case, *_rest = receive_opinion(
        mode="anonymous", organisation=town.east.organisation, text=VAGUE
    )
    return case


def test_question_waits_for_the_holder_of_the_code(town: Township, case: Case) -> None:
    event = ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    note = OpinionNote.objects.get()
    assert (note.kind, note.text, note.asked_by) == ("question", QUESTION, town.intake)
    # 11 May and fifteen working days.
    assert note.due_on.isoformat() == "2026-06-01"
    assert (event.verb, event.payload.text) == (EventVerb.OPINION_ASKED, "")


def test_only_the_intake_officer_asks_and_one_question_at_a_time(
    town: Township, case: Case
) -> None:
    with pytest.raises(NotAllowed):
        ask_reporter(case=case, text=QUESTION, actor=acting(town.officer))
    ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    with pytest.raises(CaseError):
        ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))


def test_reply_and_addition_come_from_nobody(town: Township, case: Case) -> None:
    ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    event = add_to_opinion(case=case, text=REPLY)
    add_to_opinion(case=case, text="还有照片，可以交到镇里。")
    assert list(OpinionNote.objects.order_by("pk").values_list("kind", "asked_by")) == [
        ("question", town.intake.pk),
        ("reply", None),
        ("addition", None),
    ]
    assert (event.actor_kind, event.actor, event.payload.text) == (
        ActorKind.INTAKE_CHANNEL,
        None,
        "",
    )
    deliver_due()
    told = InAppNotice.objects.filter(kind="opinion_added")
    assert {row.recipient for row in told} == {town.intake}


def test_too_vague_is_no_reason_before_the_reporter_was_asked(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    def propose() -> None:
        propose_rejection(
            case=case,
            actor=acting(town.intake),
            reason_code="unclear",
            reason="没有时间地点，无法核实，也没有补充。",
        )

    with pytest.raises(CaseError):
        propose()
    ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    clock.shift(timedelta(days=21))
    with pytest.raises(CaseError):
        propose()
    clock.shift(timedelta(days=1))
    propose()


def test_reply_that_says_nothing_may_be_closed_at_once(town: Township, case: Case) -> None:
    ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    add_to_opinion(case=case, text="说不清楚了。")
    propose_rejection(
        case=case,
        actor=acting(town.intake),
        reason_code="unclear",
        reason="补充后仍没有时间地点，无法核实。",
    )


def test_opinion_out_of_a_register_cannot_be_asked(town: Township, case: Case) -> None:
    Opinion.objects.update(channel="register")
    with pytest.raises(CaseError):
        ask_reporter(case=case, text=QUESTION, actor=acting(town.intake))
    propose_rejection(
        case=case,
        actor=acting(town.intake),
        reason_code="unclear",
        reason="没有时间地点，也没有联系方式，无法核实。",
    )


def test_secret_and_endless_additions_are_refused(town: Township, case: Case) -> None:
    with pytest.raises(CaseError):
        add_to_opinion(case=case, text="文件是机密★的。")
    for _time in range(MOST):
        add_to_opinion(case=case, text="再补充一点。")
    with pytest.raises(CaseError):
        add_to_opinion(case=case, text="再补充一点。")
    assert OpinionNote.objects.count() == MOST


def test_erasing_the_case_erases_what_was_said(town: Township, case: Case) -> None:
    add_to_opinion(case=case, text=REPLY)
    erase_case(case=case)
    assert OpinionNote.objects.get().text == ""
