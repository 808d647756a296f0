"""Two at the same moment, beside the three of scenario 17: the first commit wins."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.exceptions import Busy, CaseError, StepGone
from rectification.models import Person, WorkItem
from rectification.roles import Role
from rectification.services.reading import mark_case_read
from tests.days import at
from tests.factories import in_office, person
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.racing import count, race
from workflows import act
from workflows.handing_over import hand_over
from workflows.invariants import breaches
from workflows.recalling import recall_step
from workflows.sweep import sweep


@pytest.mark.django_db(transaction=True)
def test_sweep_and_objection_at_once_lose_nothing(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    received = at(play.notice.ends_on, "23:59:59")
    play.clock.move_to(at(play.notice.ends_on + timedelta(days=1), "00:00:05"))
    results = race(sweep, lambda: play.objected("effect", received_at=received))
    if isinstance(results[1], Busy):
        play.objected("effect", received_at=received)
    play.case.refresh_from_db()
    assert play.case.stage == "objection"
    assert play.open_steps() == ["handle_objection", "notice_period"]
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_each_move_once(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(play.notice.ends_on + timedelta(days=1), "00:05:00"))
    results = race(sweep, sweep)
    assert sorted(results) == [0, 1]
    assert (count(play, "notice_ended"), play.open_steps()) == (1, ["assign_verifiers"])


@pytest.mark.django_db(transaction=True)
def test_unit_that_accepts_and_declines_at_once_has_one_answer(play: Play) -> None:
    play.co_units = [play.town.west.organisation]
    play.bring_to(CaseStage.PENDING_CLAIM)
    user, item = user_of(play.town.west.secretary), play.item("accept_share")

    def answer(**data: str) -> Callable[[], Any]:
        return lambda: act.perform(user=user, item_id=item.pk, data=data)

    results = race(answer(), answer(decision="decline", reason=REASON))
    won = [r for r in results if isinstance(r, act.Attempt) and r.done]
    lost = [r for r in results if isinstance(r, StepGone | Busy)]
    assert (len(won), len(lost)) == (1, 1), results
    declined = count(play, "share_declined")
    assert declined + count(play, "share_accepted") == 1
    assert play.case.disputes.count() == declined
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_answer_and_end_of_its_clock_at_once_are_one_of_them(play: Play) -> None:
    play.co_units = [play.town.west.organisation]
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.take("claim")
    play.pass_days(2)
    sweep()
    play.pass_days(2)
    user, item = user_of(play.town.west.secretary), play.item("accept_share")
    race(sweep, lambda: act.perform(user=user, item_id=item.pk, data={}))
    assert count(play, "share_expired") + count(play, "share_accepted") == 1
    assert ("propose_share" in play.open_steps()) is bool(count(play, "share_expired"))
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_two_of_the_leading_group_at_once_decide_once(play: Play) -> None:
    town = play.town
    second = in_office(person("组员二"), Role.LG, town.leading_group)
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.PENDING_CLAIM)
    for step in ("accept_share", "mediate_share"):
        play.take(step, **({"decision": "decline"} if step == "accept_share" else {}))
    item = play.item("decide_share")

    def decide(who: Any, decision: str) -> Callable[[], Any]:
        data = {"decision": decision, "reason": REASON}
        return lambda: act.perform(user=user_of(who), item_id=item.pk, data=data)

    results = race(decide(town.lg, "assigned"), decide(second, "released"))
    assert sum(isinstance(r, act.Attempt) and r.done for r in results) == 1, results
    assert count(play, "share_assigned") + count(play, "share_released") == 1
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_step_handed_over_twice_at_once_lies_with_one_of_both(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town, item = play.town, play.item("dispatch")
    third = in_office(person("办事员三"), Role.OFF, item.organisation)
    url = reverse("workflows:hand_over", args=[item.pk])

    def give(to: Person) -> Callable[[], int]:
        client = client_of(town.officer)
        typed = {"to": to.pk, "reason": REASON, "idempotency_key": str(uuid4())}
        return lambda: client.post(url, typed).status_code

    answers = race(give(town.intake), give(third))
    assert 302 in answers, answers
    assert set(answers) <= {302, 404, 422}, answers
    assert (count(play, "handed_over"), answers.count(302)) == (1, 1)
    assert play.item("dispatch").person in (town.intake, third)
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_step_is_not_left_with_a_colleague_who_is_recused_at_the_same_moment(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    town, item = play.town, play.item("dispatch")
    in_office(person("办事员三"), Role.OFF, item.organisation)

    def give() -> None:
        hand_over(user=user_of(town.officer), item=item, to=town.intake, reason=REASON)

    results = race(give, lambda: play.declare_recusal(town.intake))
    if isinstance(results[1], Busy):
        play.declare_recusal(town.intake)
    assert isinstance(results[0], CaseError | None), results
    assert play.item("dispatch").person is None
    play.take("dispatch", town.officer)
    assert list(breaches()) == []


@pytest.mark.django_db(transaction=True)
def test_recall_and_opening_at_the_same_moment_are_ordered(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    who = play.town.east.secretary
    item = play.item("advise_plan")
    org = play.town.org

    def take_back() -> None:
        recall_step(user=user_of(who), case=play.case)

    def open_it() -> None:
        mark_case_read(case=play.case, person=org, items=[WorkItem.objects.get(pk=item.pk)])

    results = race(take_back, open_it)
    failed = [r for r in results if r is not None]
    assert all(isinstance(r, CaseError) for r in failed), results
    item.refresh_from_db()
    if failed:
        assert (play.open_steps(), item.read_at is not None) == (["advise_plan"], True)
    else:
        assert play.open_steps() == ["draft_plan"]
        with pytest.raises(StepGone, match=who.name):
            act.perform(user=user_of(org), item_id=item.pk, data={"advice": REASON})
    assert list(breaches()) == []
