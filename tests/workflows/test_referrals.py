"""问责建议 at the act door: written by a person, answered, sent or dropped (rules 8.12, 4.9)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    AccountabilityReferral,
    CaseEventPayload,
    OutboxMessage,
)
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.event_circles import ABOUT_REFERRAL
from rectification.roles import Role
from rectification.services.erasure import erase_case
from rectification.services.referrals import send_referral
from tests.factories import Township, acting, in_office
from tests.failed import failed_before, told_and_failed
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import FACTS
from tests.workflows.play import Play, user_of
from tests.workflows.referred import ANSWER, page_of, referral_of, sent
from workflows import referrals
from workflows.invariants import breaches
from workflows.sweep import sweep

pytestmark = pytest.mark.long


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return told_and_failed(town, clock)


def test_written_answered_and_sent(play: Play) -> None:
    town = play.town
    row = play.refer()
    assert (row.organisation, row.ground, row.facts) == (town.east.organisation, "execution", FACTS)
    assert (row.written_by, row.role, row.body) == (town.dis[1], "DIS", town.discipline)
    assert play.open_steps() == ["answer_referral", "carry_out"]
    item = play.item("answer_referral")
    assert (item.role, item.organisation) == ("SEC", town.east.organisation)
    assert item.opens_case is False
    assert play.case.stage == CaseStage.RECTIFYING

    play.take("answer_referral", answer=ANSWER)
    item = play.item("send_referral")
    assert (item.person, item.role, item.organisation) == (town.dis[1], "DIS", town.discipline)
    assert set(play.refusal("send_referral", read="")) == {"read"}
    play.take("send_referral")
    row = referral_of(play)
    assert (row.number, row.sent_to, row.sent_by) == (
        "松纪问〔2026〕1号",
        "县纪委监委",
        town.dis[1],
    )
    assert play.open_steps() == ["carry_out"]
    assert told("referral_sent", play.case) == {town.east.secretary, town.dis[1], town.lg}
    assert list(breaches()) == []


def test_no_event_holds_a_word_of_it(play: Play) -> None:
    sent(play)
    events = play.case.events.filter(verb__in=ABOUT_REFERRAL)
    assert [event.verb for event in events.order_by("sequence")] == [
        "referral_written",
        "referral_answered",
        "referral_sent",
    ]
    words = CaseEventPayload.objects.filter(event__in=events).values_list("text", flat=True)
    assert set(words) == {""}


def test_nothing_is_sent_before_the_organisation_was_heard(play: Play) -> None:
    row = play.refer()
    with pytest.raises(CaseError) as refused:
        send_referral(
            case=play.case, actor=acting(play.town.dis[1]), referral=row, number="1号", sent_to="甲"
        )
    assert refused.value.rule == "8.12"


def test_silence_is_silence_after_a_reminder(play: Play) -> None:
    play.refer()
    play.pass_days(2)
    sweep()
    assert told("answer_due", play.case) == {play.town.east.secretary}
    play.pass_days(3)
    sweep()
    assert "answer_referral" in play.open_steps()
    play.pass_days(1)
    sweep()
    row = referral_of(play)
    assert (row.answer, row.answered_by, row.unanswered_at is None) == ("", None, False)
    assert "send_referral" in play.open_steps()
    assert "五个工作日内未答复" in page_of(play.town.dis[1], row).content.decode()
    play.take("send_referral")
    assert list(breaches()) == []


def test_nobody_keeps_silent_who_could_not_answer(play: Play) -> None:
    """The office is vacant: the leading group is told, and no other body."""
    town = play.town
    town.east.secretary.appointments.update(valid_to=today() - timedelta(days=1))
    row = play.refer()
    item = play.item("answer_referral")
    assert (item.unheld, item.role, item.organisation) == (True, "LG", town.leading_group)
    assert told("nobody_left", play.case) >= {town.lg}
    alarmed = OutboxMessage.objects.filter(kind="nobody_left", key__contains=f":item:{item.pk}:")
    assert {message.recipient for message in alarmed} <= {town.lg}
    for _times in range(3):
        play.pass_days(4)
        sweep()
    row.refresh_from_db()
    assert row.unanswered_at is None
    town.east.secretary.appointments.update(valid_to=None)
    sweep()
    assert play.item("answer_referral").organisation == town.east.organisation


def test_dropped_with_a_reason_whoever_was_told_is_told(play: Play) -> None:
    town = play.town
    play.refer()
    play.take("answer_referral")
    assert "reason" in play.refusal("send_referral", decision="drop", reason="")
    play.take("send_referral", decision="drop")
    row = referral_of(play)
    assert (row.number, row.dropped_by) == ("", town.dis[1])
    assert told("referral_dropped", play.case) == {town.east.secretary, town.dis[1], town.lg}
    page = page_of(town.east.secretary, row).content.decode()
    assert row.drop_reason in page
    assert FACTS not in page
    again = play.refer()
    assert again.pk != row.pk


def test_outcome_is_a_number_and_a_day(play: Play) -> None:
    town = play.town
    row = play.refer()
    actor, user = acting(town.dis[1]), user_of(town.dis[1])
    given: dict[str, Any] = {"user": user, "referral": row, "actor": actor}
    with pytest.raises(CaseError, match="报送后"):
        referrals.record_outcome(number="县纪〔2026〕9号", on=today(), **given)
    play.take("answer_referral")
    play.take("send_referral")
    for number in ("给予党内警告处分 一年", "警告"):
        with pytest.raises(CaseError, match="文号"):
            referrals.record_outcome(number=number, on=today(), **given)
    with pytest.raises(CaseError, match="报送之后"):
        referrals.record_outcome(number="县纪〔2026〕9号", on=today() + timedelta(days=1), **given)
    referrals.record_outcome(number="县纪〔2026〕9号", on=today(), **given)
    row = referral_of(play)
    assert (row.outcome_number, row.outcome_on) == ("县纪〔2026〕9号", today())
    assert told("referral_outcome", play.case) == {town.east.secretary, town.dis[1], town.lg}
    with pytest.raises(CaseError, match="已登记"):
        referrals.record_outcome(number="县纪〔2026〕10号", on=today(), **given)


# --- who writes, and where ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "org", "pse", "east.secretary", "gen", "lg"])
def test_nobody_else_writes_one(play: Play, who: str) -> None:
    """Nor the leading group before a third failure."""
    place, _dot, name = who.rpartition(".")
    person = getattr(getattr(play.town, place) if place else play.town, name)
    with pytest.raises(CaseError) as refused:
        play.refer(person)
    assert refused.value.rule == "8.12"
    page = client_of(person).get(reverse("workflows:write_referral", args=[play.case.pk]))
    assert page.status_code == 404


def test_never_in_a_case_in_which_nothing_failed(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    play.opinion()
    play.bring_to(CaseStage.VERIFYING)
    with pytest.raises(CaseError, match="没有有效的此类结论"):
        play.refer()
    failed_before(play.case, 1)
    play.take("assign_verifiers")
    with pytest.raises(CaseError, match="正在验收"):
        play.refer(town.dis[1])


@pytest.mark.parametrize("level", [CaseLevel.MEMBER, CaseLevel.BRANCH])
def test_self_report_is_never_evidence_against_its_author(
    town: Township, clock: time_machine.Traveller, level: str
) -> None:
    """A member's own, or of the branch about itself; whatever failed, whoever asks."""
    play = Play(town, clock)
    play.bring_to(CaseStage.RECTIFYING, level)
    failed_before(play.case, 3)
    for person in (town.dis[1], town.lg):
        with pytest.raises(NotAllowed) as refused:
            play.refer(person)
        assert refused.value.rule == "0.2"
        url = reverse("workflows:write_referral", args=[play.case.pk])
        assert client_of(person).get(url).status_code == 404
    assert not AccountabilityReferral.objects.exists()


def test_whoever_is_near_to_what_failed_writes_none(play: Play) -> None:
    """Of the branch, its liaison leader, or who passed what failed."""
    body = play.town.discipline
    for person in (play.town.east.members[1], play.town.liaison, play.town.pse):
        in_office(person, Role.DIS, body)
        actor = Actor(person=person, role=Role.DIS, organisation=body)
        with pytest.raises(NotAllowed) as refused:
            play.refer(person, actor=actor)
        assert refused.value.rule == "4.4"


def test_names_and_numbers_of_people_are_refused(play: Play) -> None:
    name = play.town.east.members[1].name
    with pytest.raises(CaseError, match=name):
        play.refer(facts=f"{FACTS}{name}多次推诿。")
    play.refer()
    assert "answer" in play.refusal("answer_referral", answer=f"责任在{name}一人，与支部无关。")
    play.take("answer_referral")
    named = f"{name}已经作了书面检查。"
    assert "reason" in play.refusal("send_referral", decision="drop", reason=named)
    assert "sent_to" in play.refusal("send_referral", sent_to=f"{name}处")


def test_ground_is_one_of_five_and_one_is_open_at_a_time(play: Play) -> None:
    with pytest.raises(CaseError, match="五种情形"):
        play.refer(ground="laziness")
    with pytest.raises(CaseError, match="责任单位或者配合单位"):
        play.refer(about=play.town.west.organisation)
    play.refer()
    with pytest.raises(CaseError, match="尚在办理中"):
        play.refer()


def test_whoever_referred_does_not_verify_again(play: Play) -> None:
    play.refer()
    play.go_on_to(CaseStage.VERIFYING)
    chosen = {"first": play.town.dis[1].pk, "second": play.town.dis[2].pk}
    assert "first" in play.refusal("assign_verifiers", **chosen)


# --- what becomes of it -------------------------------------------------------------------------


def test_erased_with_the_case(play: Play) -> None:
    sent(play)
    erase_case(case=play.case)
    row = referral_of(play)
    assert (row.facts, row.answer, row.sent_to) == ("", "", "")
    assert set(row.history.values_list("facts", "answer")) == {("", "")}
    assert row.number == "松纪问〔2026〕1号"


def test_outlives_the_end_of_the_case(play: Play) -> None:
    play.refer()
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    assert play.open_steps() == ["answer_referral"]
    assert list(breaches()) == []
    play.take("answer_referral")
    play.take("send_referral")
    assert list(breaches()) == []


def test_failure_found_void_leaves_nothing_but_dropping(play: Play) -> None:
    play.refer()
    play.enter_recusal(play.town.dis[2], by=play.town.officer)
    play.take("answer_referral")
    assert "decision" in play.refusal("send_referral", decision="send")
    play.take("send_referral", decision="drop")
    assert list(breaches()) == []
