"""Scenarios 5, 14 and 15 of docs/rules.md 8: what happens about a notice, sentence by sentence.

That the job which ends a notice looks again under the lock: tests/workflows/test_midnight.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Notice
from tests.days import at
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON, TEXT
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.sweep import sweep

DAY = timedelta(days=1)
WRONG = "公示说两个月都没有开展，7月其实改到29日开展了，有签到记录。"
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
    address = reverse("workflows:act", args=[hearing.pk])
    assert TEXT in client_of(play.case.owner_person).get(address).content.decode()
    assert set(play.refusal("hear_person", decision="contested", comment="")) == {"comment"}
    for turn in (1, 2):
        play.take("hear_person", decision="contested", comment=WRONG)
        assert play.open_steps() == ["propose_publication"]
        assert not Notice.objects.exists()
        # Answered in writing, and heard again on what came of it.
        refused = play.refusal("propose_publication", answer_to_comment="")
        assert set(refused) == {"answer_to_comment"}
        until_heard(play, answer_to_comment=ANSWER)
        page = client_of(play.case.owner_person).get(
            reverse("workflows:act", args=[play.item("hear_person").pk])
        )
        assert ANSWER in page.content.decode(), turn
        assert play.open_steps() == ["hear_person"]
    play.take("hear_person", decision="no_objection")
    play.go_on_to(CaseStage.IN_NOTICE)
    heard = play.case.events.filter(verb=EventVerb.PERSON_HEARD)
    assert (heard.count(), Notice.objects.count()) == (3, 1)
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
