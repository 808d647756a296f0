"""Who learns of a referral, and at the edges: successors, vacancies, other bodies, days (8.12)."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from rectification.enums import OrganisationKind, ShareAnswer, UnitKind
from rectification.exceptions import CaseError, NotVisible
from rectification.models import (
    AccountabilityReferral,
    Assignment,
    InAppNotice,
    Organisation,
    OutboxMessage,
    Person,
)
from rectification.notifications.immediate import IMMEDIATE
from rectification.notifications.kinds.referrals import REFERRALS
from rectification.notifications.outbox import deliver_due
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.digests import digest_of, standing_on
from rectification.selectors.inbox import turns_of
from rectification.selectors.timeline import events_of
from rectification.services.leak_test import holds_leaks
from rectification.services.mail_words import digest_words
from rectification.services.records_export import export_records
from rectification.web.calendar_file import calendar_file
from tests.factories import Township, in_office, organisation
from tests.failed import told_and_failed
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.answers import FACTS
from tests.workflows.play import Play, user_of
from tests.workflows.referred import ANSWER, page_of, referral_of, sent
from workflows import act
from workflows.invariants import breaches
from workflows.moves.branches import merge_branches
from workflows.moves.handover import HandOver, Holdings, Preview
from workflows.sweep import sweep
from workflows.web.move_preview import show

pytestmark = pytest.mark.long


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return told_and_failed(town, clock)


def status_of(who: Person, row: AccountabilityReferral) -> int:
    address = reverse("rectification:referral", args=[row.pk])
    return int(client_of(who).get(address).status_code)


def listed(who: Person, row: AccountabilityReferral) -> bool:
    page = client_of(who).get(reverse("rectification:referrals")).content.decode()
    return reverse("rectification:referral", args=[row.pk]) in page


def vacate(play: Play) -> None:
    play.town.east.secretary.appointments.update(valid_to=today() - timedelta(days=1))


def written_by_leading_group(play: Play) -> AccountabilityReferral:
    town = play.town
    return AccountabilityReferral.objects.create(
        case=play.case,
        round=play.case.round,
        organisation=town.east.organisation,
        ground="execution",
        facts=FACTS,
        written_by=town.lg,
        role=Role.LG,
        body=town.leading_group,
        written_at=timezone.now(),
    )


def joined(play: Play) -> Organisation:
    """The branch in the west has a part in the case."""
    west = play.town.west.organisation
    Assignment.objects.create(
        case=play.case, organisation=west, kind=UnitKind.CO, answer=ShareAnswer.ACCEPTED
    )
    return west


def everybody(town: Township) -> set[Person]:
    return set(Person.objects.filter(user__isnull=False))


# --- the few, and nobody else --------------------------------------------------------------------


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


# --- at the edges --------------------------------------------------------------------------------


def test_list_names_none_to_members_of_the_successor(play: Play) -> None:
    """The unit concerned is merged into the branch of those who wrote the referral."""
    town = play.town
    row = play.refer(about=joined(play))
    assert listed(town.dis[0], row)
    merge_branches(
        user=user_of(town.org),
        organisation=town.west.organisation,
        successor=town.home,
        on=today(),
    )
    assert status_of(town.dis[0], row) == 404
    assert not listed(town.dis[0], row)


def test_list_names_none_to_whoever_answered_it(play: Play) -> None:
    """Secretary of the unit concerned, and in the discipline committee since."""
    town, former = play.town, play.town.west.secretary
    row = play.refer(about=joined(play))
    play.take("answer_referral", former)
    former.appointments.update(valid_to=today() - timedelta(days=1))
    former.memberships.update(organisation=town.home)
    in_office(former, Role.DIS, town.discipline)
    assert status_of(former, row) == 404
    assert not listed(former, row)


def test_list_of_whoever_leads_another_township_names_none_of_the_leading_group(
    play: Play,
) -> None:
    town, both = play.town, play.town.dis[3]
    row = written_by_leading_group(play)
    elsewhere = organisation(OrganisationKind.COMMITTEE, "中共青石镇委员会")
    group = organisation(OrganisationKind.LEADING_GROUP, "青石镇领导小组", elsewhere)
    in_office(both, Role.LG, group)
    assert status_of(both, row) == 404
    assert not listed(both, row)
    assert listed(town.lg, row)


def test_nobody_near_hears_that_nobody_could_answer(play: Play) -> None:
    town = play.town
    near = town.east.members[1]
    in_office(near, Role.LG, town.leading_group)
    vacate(play)
    row = play.refer()
    item = play.item("answer_referral")
    assert item.unheld
    assert status_of(near, row) == 404
    alarmed = OutboxMessage.objects.filter(kind="nobody_left", key__contains=f":item:{item.pk}:")
    assert {message.recipient for message in alarmed} == {town.lg}


def test_step_that_nobody_can_take_is_not_there_for_others(play: Play) -> None:
    town = play.town
    near = town.east.members[1]
    in_office(near, Role.LG, town.leading_group)
    vacate(play)
    play.refer()
    item = play.item("answer_referral")
    for who in (near, town.officer, town.east.members[0], town.dis[1], town.liaison):
        with pytest.raises(NotVisible):
            act.check(user_of(who), item)
        page = client_of(who).get(reverse("workflows:act", args=[item.pk]))
        assert page.status_code == 404, who.name
        inbox = client_of(who).get(reverse("rectification:inbox")).content.decode()
        assert "问责" not in inbox, who.name


def test_whoever_can_answer_at_last_has_all_his_days(play: Play) -> None:
    """The office was vacant for longer than the period: the new holder kept no silence."""
    vacate(play)
    play.refer()
    for _times in range(3):
        play.pass_days(4)
        sweep()
    play.town.east.secretary.appointments.update(valid_to=None)
    sweep()
    item = play.item("answer_referral")
    assert (item.unheld, item.clock_from) == (False, today())
    for _day in range(3):
        play.pass_days(1)
        sweep()
    assert "answer_referral" in play.open_steps()


def test_member_of_the_unit_concerned_never_reads_it_in_the_body(play: Play) -> None:
    """The author is gone: it lies with the whole committee, but for whoever is of that unit."""
    town, near = play.town, play.town.west.members[1]
    in_office(near, Role.DIS, town.discipline)
    row = play.refer(about=joined(play))
    play.take("answer_referral", town.west.secretary)
    town.dis[1].appointments.update(valid_to=today() - timedelta(days=1))
    sweep()
    item = play.item("send_referral")
    assert item.person is None
    assert status_of(near, row) == 404
    with pytest.raises(NotVisible):
        act.check(user_of(near), item)
    alarmed = OutboxMessage.objects.filter(key__contains=f":item:{item.pk}:")
    assert near not in {message.recipient for message in alarmed}
    inbox = client_of(near).get(reverse("rectification:inbox")).content.decode()
    assert "问责" not in inbox
    play.take("send_referral", town.dis[0])
    assert town.dis[1] not in told("referral_sent", play.case)


def test_author_who_has_joined_the_unit_concerned_sends_it_no_more(play: Play) -> None:
    town, author = play.town, play.town.dis[1]
    play.refer(about=joined(play))
    play.take("answer_referral", town.west.secretary)
    assert play.item("send_referral").person == author
    author.memberships.update(organisation=town.west.organisation)
    with pytest.raises(NotVisible):
        act.check(user_of(author), play.item("send_referral"))
    sweep()
    assert play.item("send_referral").person is None
    play.take("send_referral", town.dis[0])


def test_other_body_does_not_learn_of_it_by_writing_one_itself(play: Play) -> None:
    town = play.town
    first = written_by_leading_group(play)
    assert status_of(town.dis[1], first) == 404
    assert play.refer().body == town.discipline
    with pytest.raises(CaseError, match="尚在办理中"):
        play.refer()


def test_day_of_its_answer_counted_anew_is_no_entry(play: Play) -> None:
    play.refer()
    item = play.item("answer_referral")
    item.due_on, item.due_provisional = item.due_on, True
    item.save()
    before = [event.pk for event in events_of(play.case)]
    sweep()
    item.refresh_from_db()
    assert not item.due_provisional
    assert [event.pk for event in events_of(play.case)] == before
    assert not told("days_recounted", play.case)


def test_no_bundle_holds_a_word_of_it(play: Play) -> None:
    """Also not one with words: that it was written is proved by the hash of the version."""
    play.refer()
    play.take("answer_referral")
    answer = play.case.referrals.get().answer
    file = BytesIO()
    export_records(into=file, cases=[play.case.pk], about=str(play.case), with_words=True)
    with ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert '"table":"accountabilityreferral"' in parts["versions.jsonl"]
    for part in parts.values():
        assert FACTS not in part
        assert answer not in part
