"""Scenario 17: two act at the same moment; the first commit wins, the second keeps his words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.exceptions import Busy, CaseError, StepGone
from rectification.models import ActReceipt, WorkItem
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.racing import count, race
from workflows import act
from workflows.intake import withdraw_problem
from workflows.invariants import breaches

KEY = "5c4dd3fc-0b5d-4a76-9c66-1f0f5b1c9c11"


def withdraw(play: Play) -> None:
    author = play.town.east.members[0]
    actor = play.author_actor(author)
    withdraw_problem(user=user_of(author), case=play.case, actor=actor)


def test_who_approves_after_the_withdrawal_reads_so_and_keeps_what_he_typed(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    item = play.item("approve_plan")
    approver = play.holder_of(item)
    client, url = client_of(approver), reverse("workflows:act", args=[item.pk])
    assert client.get(url).status_code == 200
    withdraw(play)
    answer = client.post(url, {"decision": "return", "reason": REASON})
    html = answer.content.decode()
    assert (answer.status_code, REASON in html, "状态已变更" in html) == (409, True, True)
    assert play.case.title not in html
    assert [client_of(who).get(url).status_code for who in (play.town.gen, play.town.org)] == [
        404,
        404,
    ]
    assert (count(play, "withdrawn"), count(play, "plan_returned")) == (1, 0)


def test_who_withdraws_after_the_approval_is_shown_how_to_ask(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    play.take("approve_plan")
    with pytest.raises(CaseError, match="申请撤回"):
        withdraw(play)
    assert (play.case.stage, count(play, "withdrawn")) == (CaseStage.RECTIFYING, 0)


@pytest.mark.django_db(transaction=True)
def test_approval_and_withdrawal_at_once_are_one_of_both(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    item = play.item("approve_plan")
    user = user_of(play.holder_of(item))

    def approve() -> act.Attempt:
        return act.perform(user=user, item_id=item.pk, data=play.answers(item, "approve"))

    results = race(approve, lambda: withdraw(play))
    refused = [r for r in results if isinstance(r, Exception)]
    assert len(refused) == 1, results
    assert isinstance(refused[0], CaseError), results
    play.case.refresh_from_db()
    approved, withdrawn = count(play, "plan_approved"), count(play, "withdrawn")
    assert (approved, withdrawn) in ((1, 0), (0, 1))
    assert play.case.stage == ("rectifying" if approved else "withdrawn")
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_exactly_one_wins(play: Play) -> None:
    play.bring_to(CaseStage.SUBMITTED)
    item, entry = play.item("triage"), play.entry()
    users = [user_of(person) for person in (play.town.intake, play.town.officer)]

    def register(user: Any) -> Callable[[], Any]:
        return lambda: act.perform(user=user, item_id=item.pk, data=entry)

    results = race(*(register(user) for user in users))
    won = [r for r in results if isinstance(r, act.Attempt) and r.done]
    lost = [r for r in results if isinstance(r, StepGone | Busy)]
    assert (len(won), len(lost)) == (1, 1), results
    assert (count(play, "registered"), play.open_steps()) == (1, ["dispatch"])
    play.case.refresh_from_db()
    assert play.case.number == "2026-B-0001"
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_same_key_at_the_same_moment_is_one_act(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    user, item = user_of(play.town.east.secretary), play.item("claim")

    def claim() -> act.Attempt:
        return act.perform(user=user, item_id=item.pk, data={}, key=KEY)

    results = race(claim, claim)
    assert all(isinstance(r, Busy) or r.done for r in results), results
    assert (count(play, "claimed"), ActReceipt.objects.count()) == (1, 1)
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_two_verifiers_at_once_close_the_case_once(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    play.take("propose_publication", decision="waive")
    for step in ("approve_publication", "agree_waiver"):
        play.take(step)
    play.take("assign_verifiers")
    items = list(play.open_items())
    sheet = play.sheet()

    def sign(item: WorkItem) -> Callable[[], Any]:
        user = user_of(item.person)
        return lambda: act.perform(user=user, item_id=item.pk, data=sheet)

    results = race(*(sign(item) for item in items))
    assert all(isinstance(r, Busy) or r.done for r in results), results
    for item in play.open_items():
        act.perform(user=user_of(item.person), item_id=item.pk, data=sheet)
    play.case.refresh_from_db()
    assert (play.case.stage, play.case.closures.count(), count(play, "closed")) == ("closed", 1, 1)
    assert list(breaches()) == []
