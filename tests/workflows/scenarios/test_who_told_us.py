"""Scenario 10 of docs/rules.md 8: an anonymous opinion of a resident, sentence by sentence.

That neither address nor device is kept or shown: tests/workflows/test_reporter.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import ReporterIdentity
from tests.days import at
from tests.rectification.web.desk import client_of
from tests.workflows.answers import OPINION, REASON
from tests.workflows.play import Play
from workflows.invariants import breaches

VAGUE = "村里办事不行，希望管一管。"
QUESTION = "请说明是哪一天、办什么事没有办成。"
UNCLEAR = {"decision": "reject", "reason_code": "unclear", "reason": "经询问仍无法查核，线索不足。"}


def read(code: str) -> str:
    return Client().post(reverse("rectification:receipt"), {"code": code}).content.decode()


def asked(play: Play) -> None:
    page = reverse("workflows:opinion_of_case", args=[play.case.pk])
    answer = client_of(play.town.intake).post(page, {"ask": "1", "text": QUESTION})
    assert answer.status_code == 302


def test_scenario_10_too_vague_is_asked_and_closed_after_fifteen_working_days(play: Play) -> None:
    code = play.opinion(VAGUE)
    intake = play.town.intake
    assert not ReporterIdentity.objects.exists()
    # Kept: nobody closes it before he has asked.
    assert set(play.refusal("triage", intake, **UNCLEAR)) == {"reason_code"}
    asked(play)
    assert QUESTION in read(code)
    item = play.item("triage")
    assert (item.clock, str(item.due_on)) == ("reporter_reply", "2026-06-01")
    # Not on the last day either.
    play.clock.move_to(at(item.due_on, "17:00:00"))
    assert set(play.refusal("triage", intake, **UNCLEAR)) == {"reason_code"}
    play.clock.move_to(at(item.due_on + timedelta(days=1), "09:00:00"))
    play.take("triage", intake, **UNCLEAR)
    play.take("confirm_rejection", play.town.officer)
    assert play.case.stage == CaseStage.REJECTED
    assert UNCLEAR["reason"] in read(code)
    assert list(breaches()) == []


def test_scenario_10_concrete_is_taken_up_in_other_words(play: Play) -> None:
    code = play.opinion(OPINION)
    play.go_on_to(CaseStage.PENDING_CLAIM)
    # Whoever has to answer reads what the intake officer wrote, and not one word of the reporter.
    for reader in (play.town.east.secretary, play.town.officer):
        page = client_of(reader).get(reverse("rectification:case", args=[play.case.pk]))
        assert play.case.title in page.content.decode()
        assert OPINION not in page.content.decode()
    assert not ReporterIdentity.objects.exists()
    assert read(code).count(OPINION) == 0


def test_scenario_10_accusation_of_somebody_is_handed_over_unpublished(play: Play) -> None:
    code = play.opinion("某支委在工程款上做了手脚，自己拿了好处。")
    play.take("triage", play.town.intake, decision="transfer")
    assert (play.case.stage, play.open_steps()) == (CaseStage.TRANSFERRED, [])
    assert not play.case.notices.exists()
    assert "工程款" not in read(code)
    for reader in (play.town.intake, play.town.officer, play.town.east.secretary):
        page = client_of(reader).get(reverse("rectification:case", args=[play.case.pk]))
        assert "工程款" not in page.content.decode()


@pytest.mark.parametrize("reason", ["", "无法抽样。"])
def test_scenario_10_reporter_is_not_asked_whether_he_is_content(play: Play, reason: str) -> None:
    """V7 without a sample does not apply, for a reason that says why."""
    play.opinion(OPINION)
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    first, second = play.town.dis[1:3]
    assert set(play.refusal("verify", first, **{"V7-reason": reason})) == {"V7-reason"}
    for verifier in (first, second):
        play.take("verify", verifier, **{"V7-reason": REASON})
    assert play.case.stage == CaseStage.CLOSED
    assert list(breaches()) == []
