"""docs/rules.md 4.5, “Orders”: issued, numbered, answered, raised, void and over with the case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from rectification.enums import CaseStage, EventVerb
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import SupervisionOrder
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.factories import acting
from tests.rectification.web.desk import client_of
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from tests.workflows.test_ladder import move_to, rectifying, rungs, told
from workflows import orders
from workflows.invariants import breaches
from workflows.sweep import sweep


def order_of(play: Play) -> SupervisionOrder:
    return play.case.orders.latest("pk")


def test_three_days_overdue_an_order_is_issued_and_the_reply_closes_it(play: Play) -> None:
    rectifying(play)
    for after in (2, 3, 4):
        move_to(play, after)
        sweep()
    order = order_of(play)
    assert (rungs(play), play.case.orders.count()) == (["T+1", "T+3"], 1)
    assert (order.number, order.level, order.ground) == (
        "松问督〔2026〕1号",
        "supervision",
        "overdue",
    )
    assert (order.issued_by, order.organisation) == (None, play.case.owner_organisation)
    assert "逾期3个工作日" in order.facts
    assert told(play, "order_issued") == {
        play.town.east.secretary,
        play.town.east.clerk,
        play.town.east.liaison if hasattr(play.town.east, "liaison") else play.town.liaison,
    }
    assert play.open_steps() == ["answer_order", "carry_out"]
    play.take("answer_order", reply=REASON)
    order.refresh_from_db()
    assert (order.is_open, order.reply, order.replied_by) == (
        False,
        REASON,
        play.town.east.secretary,
    )
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert told(play, "order_answered") == {play.town.intake, play.town.officer}
    assert list(breaches()) == []


def test_in_a_members_case_it_goes_to_the_member_and_nobody_else(play: Play) -> None:
    rectifying(play, "M")
    move_to(play, 3)
    sweep()
    member = play.town.east.members[0]
    assert (order_of(play).person, play.item("answer_order").person) == (member, member)
    assert told(play, "order_issued") == {member}


def test_unanswered_it_becomes_an_admonition_and_then_reaches_the_leading_group(
    play: Play,
) -> None:
    rectifying(play)
    move_to(play, 3)
    sweep()
    levels = []
    for after in (8, 9, 14, 15, 16):
        move_to(play, after)
        sweep()
        sweep()
        order = order_of(play)
        levels.append((order.level, order.told_leading_group_at is not None))
        assert play.item("answer_order").due_on == order.reply_on
    assert levels == [
        ("supervision", False),
        ("admonition", False),
        ("admonition", False),
        ("admonition", True),
        ("admonition", True),
    ]
    assert play.case.orders.count() == 1
    assert play.case.events.filter(verb=EventVerb.LIAISON_JOINED).count() == 1
    assert {play.town.lg} <= told(play, "order_at_leading_group")


def test_answered_and_still_overdue_after_ten_days_an_admonition_follows(play: Play) -> None:
    rectifying(play)
    move_to(play, 3)
    sweep()
    play.take("answer_order", reply=REASON)
    for after in (9, 10):
        move_to(play, after)
        sweep()
    levels = list(play.case.orders.order_by("pk").values_list("number", "level"))
    assert levels == [("松问督〔2026〕1号", "supervision"), ("松问督〔2026〕2号", "admonition")]
    move_to(play, 20)
    sweep()
    assert rungs(play) == ["T+3", "T+10", "T+20"]


@pytest.mark.parametrize("who", ["officer", "lg"])
def test_issued_by_hand_by_an_office_that_supervises(play: Play, who: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    order = play.issue_order(getattr(play.town, who), level="reminder")
    assert (order.issued_by, order.level, order.ground) == (
        getattr(play.town, who),
        "reminder",
        "by_hand",
    )
    with pytest.raises(CaseError):
        play.issue_order()
    play.take("answer_order", reply=REASON)
    assert play.issue_order().number == "松问督〔2026〕2号"


def test_by_hand_neither_by_the_owners_side_nor_for_a_day_that_is_over(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    calendar = current_calendar()
    for days in (0, 21):
        reply_on = calendar.add_working_days(play.case.created_at.date(), days or 1)
        if days == 0:
            reply_on = calendar.roll(play.case.created_at.date())
        with pytest.raises(CaseError) as refused:
            play.issue_order(reply_on=reply_on)
        assert refused.value.field == "reply_on"
    clerk = play.town.east.clerk
    written = {"level": "reminder", "facts": REASON, "reply_on": calendar.roll(play.case.due_on)}
    with pytest.raises(NotAllowed):
        orders.issue(user=user_of(clerk), case=play.case, actor=acting(clerk), **written)
    assert not SupervisionOrder.objects.exists()


def test_whose_recusal_is_asked_for_issues_none_until_it_is_decided(play: Play) -> None:
    """暂停办理 (4.1): neither an order nor other days."""
    play.bring_to(CaseStage.RECTIFYING)
    play.issue_order(play.town.officer)
    play.take("answer_order", reply=REASON)
    play.request_recusal(play.town.officer)
    acts: list[Callable[[], object]] = [
        play.issue_order,
        play.ask_pause,
        play.ask_reclassification,
    ]
    for ask in acts:
        with pytest.raises(NotAllowed):
            ask()
    assert play.case.orders.count() == 1


def test_refused_act_gives_its_number_back(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    with pytest.raises(CaseError):
        play.issue_order(facts="太短")
    assert play.issue_order().number == "松问督〔2026〕1号"


def fail(play: Play) -> None:
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())


def test_second_failure_brings_an_order_that_is_void_with_it(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    assert not SupervisionOrder.objects.exists()
    fail(play)
    order = order_of(play)
    assert (order.ground, order.level) == ("failed", "supervision")
    assert play.open_steps() == ["answer_order", "carry_out"]
    play.enter_recusal(play.town.dis[1])
    order.refresh_from_db()
    assert (order.void_at is not None, play.open_steps()) == (True, ["assign_verifiers"])
    assert list(breaches()) == []


def test_order_is_over_with_its_case(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    order = play.issue_order()
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    order.refresh_from_db()
    assert (order.lapsed_at is not None, play.open_steps()) == (True, [])
    assert list(breaches()) == []


def test_liaison_leader_notes_the_talk_about_an_admonition_once(play: Play) -> None:
    rectifying(play)
    move_to(play, 3)
    sweep()
    order, liaison = order_of(play), play.town.liaison
    url = reverse("workflows:note_talk", args=[order.pk])
    sent = {"held_on": today().isoformat(), "note": REASON}
    assert client_of(liaison).post(url, sent).status_code == 422
    move_to(play, 10)
    sweep()
    sheet = reverse("rectification:order", args=[order.pk])
    assert url in client_of(liaison).get(sheet).content.decode()
    early = {**sent, "held_on": (today() - timedelta(days=60)).isoformat()}
    assert client_of(liaison).post(url, early).status_code == 422
    sent["held_on"] = today().isoformat()
    assert client_of(liaison).post(url, sent).status_code == 302
    order.refresh_from_db()
    assert (order.talk_on, order.talk_note, order.talked_by) == (today(), REASON, liaison)
    assert play.case.events.latest("sequence").verb == EventVerb.TALK_NOTED
    assert client_of(liaison).post(url, sent).status_code == 422
    shown = client_of(liaison).get(sheet).content.decode()
    assert (REASON in shown, url in shown) == (True, False)


@pytest.mark.parametrize("who", ["officer", "pse", "lg", "gen"])
def test_nobody_else_notes_a_talk(play: Play, who: str) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    order = play.issue_order(level="admonition")
    url = reverse("workflows:note_talk", args=[order.pk])
    for someone in (getattr(play.town, who), play.town.east.secretary, play.town.west.secretary):
        assert client_of(someone).get(url).status_code == 404
        assert client_of(someone).post(url).status_code == 404
