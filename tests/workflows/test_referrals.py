"""问责建议 at the act door: written by a person, answered, sent or dropped (rules 8.12, 4.9)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError, NotAllowed, NotVisible
from rectification.models import (
    AccountabilityReferral,
    CaseEventPayload,
    InAppNotice,
    OutboxMessage,
    Person,
)
from rectification.notifications.immediate import IMMEDIATE
from rectification.notifications.kinds.referrals import REFERRALS
from rectification.notifications.outbox import deliver_due
from rectification.policies.actors import Actor
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.event_circles import ABOUT_REFERRAL
from rectification.roles import Role
from rectification.selectors.digests import digest_of, standing_on
from rectification.selectors.inbox import turns_of
from rectification.services.erasure import erase_case
from rectification.services.leak_test import holds_leaks
from rectification.services.mail_words import digest_words
from rectification.services.referrals import send_referral
from rectification.web.calendar_file import calendar_file
from tests.factories import Township, acting, in_office
from tests.failed import failed_before, told_and_failed
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import FACTS
from tests.workflows.play import Play, user_of
from workflows import act, referrals
from workflows.invariants import breaches
from workflows.moves.handover import HandOver, Holdings, Preview
from workflows.sweep import sweep
from workflows.web.move_preview import show

pytestmark = pytest.mark.long

ANSWER = "上半年人手不足，现已逐月补齐，台账可查。"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return told_and_failed(town, clock)


def referral_of(play: Play) -> AccountabilityReferral:
    return play.case.referrals.get()


def sent(play: Play) -> AccountabilityReferral:
    play.refer()
    play.take("answer_referral")
    play.take("send_referral")
    return referral_of(play)


def page_of(who: Person, referral: AccountabilityReferral) -> Any:
    return client_of(who).get(reverse("rectification:referral", args=[referral.pk]))


def everybody(town: Township) -> set[Person]:
    return set(Person.objects.filter(user__isnull=False))


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


# --- who knows ----------------------------------------------------------------------------------


def test_only_the_few_know_of_it(play: Play) -> None:
    """Body, organisation's first hand, leading group; for all others it does not exist."""
    town = play.town
    row = play.refer()
    know = {*town.dis, town.lg, town.east.secretary}
    for person in everybody(town):
        page = page_of(person, row)
        assert page.status_code == (200 if person in know else 404), person.code
        if person in know:
            assert FACTS in page.content.decode()


def test_case_page_of_others_holds_no_trace(play: Play) -> None:
    town = play.town
    play.refer()
    play.take("answer_referral", answer=ANSWER)
    for person in (town.officer, town.pse, town.org, town.liaison, town.east.clerk):
        response = client_of(person).get(reverse("rectification:case", args=[play.case.pk]))
        page = response.content.decode()
        assert response.status_code == 200, person.code
        for word in ("问责", FACTS, ANSWER, "执行不到位", "工作落实不到位"):
            assert word not in page, (person.code, word)
    seen = client_of(town.lg).get(reverse("rectification:case", args=[play.case.pk]))
    assert "问责建议" in seen.content.decode()
    assert FACTS not in seen.content.decode()


def test_step_is_not_there_for_whoever_may_not_know(play: Play) -> None:
    town = play.town
    play.refer()
    item = play.item("answer_referral")
    for person in everybody(town) - {town.east.secretary}:
        with pytest.raises(NotVisible):
            act.check(user_of(person), item)
        url = reverse("rectification:due", args=[play.case.pk, item.pk])
        assert client_of(person).get(url).status_code == 404
    play.take("answer_referral")
    item = play.item("send_referral")
    for person in everybody(town) - {town.dis[1]}:
        with pytest.raises(NotVisible):
            act.check(user_of(person), item)


def test_recused_member_of_the_body_does_not_learn_of_it(play: Play) -> None:
    town = play.town
    row = play.refer()
    play.take("answer_referral")
    play.enter_recusal(town.dis[2], by=town.officer)
    assert page_of(town.dis[2], row).status_code == 404
    assert page_of(town.dis[0], row).status_code == 200
    listed = client_of(town.dis[2]).get(reverse("rectification:referrals")).content.decode()
    assert row.organisation.name not in listed


def test_author_recused_another_of_the_body_reads_the_answer(play: Play) -> None:
    town = play.town
    play.refer(town.dis[0])
    play.enter_recusal(town.dis[0], by=town.officer)
    play.take("answer_referral")
    item = play.item("send_referral")
    assert (item.person, item.role, item.organisation) == (None, "DIS", town.discipline)
    play.take("send_referral", town.dis[3])
    assert referral_of(play).sent_by == town.dis[3]
    assert list(breaches()) == []


def test_after_sending_number_day_and_body_alone(play: Play) -> None:
    row = sent(play)
    for person in (play.town.dis[1], play.town.lg, play.town.east.secretary):
        page = page_of(person, row).content.decode()
        assert "松纪问〔2026〕1号" in page
        assert "县纪委监委" in page
        for word in (FACTS, row.answer, row.get_ground_display()):
            assert word not in page


def test_its_words_are_never_published(play: Play) -> None:
    sent(play)
    for text in (FACTS, referral_of(play).answer, "整改台账连续四个月没有更新，两次提醒后仍未组织"):
        assert holds_leaks(case=play.case, text=f"情况如下：{text}")
    assert not holds_leaks(case=play.case, text="问题已经按期整改到位，公开栏已更新。")


def test_no_mail_and_no_calendar_names_it(play: Play) -> None:
    before = standing_on(today() + timedelta(days=14))
    play.refer()
    secretary = play.town.east.secretary
    user = user_of(secretary)
    assert [item.step for item in turns_of(authority_of(user))].count("answer_referral") == 1
    assert "问责" not in calendar_file(turns_of(authority_of(user))).decode()
    assert standing_on(today() + timedelta(days=14)) == before
    play.take("answer_referral")
    play.take("send_referral")
    deliver_due()
    arrived = InAppNotice.objects.filter(recipient=secretary, kind="referral_sent")
    assert arrived.count() == 1
    digest = digest_of(user, today())
    assert digest.unread["referral_sent"] == 1
    subject, body = digest_words(digest)
    assert "问责" not in subject + body
    assert not IMMEDIATE & {kind.name for kind in REFERRALS}


def test_new_secretary_answers_and_the_organisation_office_does_not_learn(play: Play) -> None:
    """Whoever changes an office sees which steps pass on, but not this one."""
    town = play.town
    play.refer()
    item = play.item("answer_referral")
    shown = show(user_of(town.org), Preview(HandOver(passed=[(item, item)]), *[Holdings.now()] * 2))
    assert shown.rows == []


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
