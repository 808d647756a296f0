"""每日汇总: one a person and working day from half past eight on, and what stands in it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction

from rectification import notifications
from rectification.enums import CaseStage, Step
from rectification.models import JobRun, MailAddress, OutboxMessage, Person
from rectification.notifications.carrying import INTERRUPTED, LEASE
from rectification.roles import Role
from rectification.services.delivery import deliver_outside
from rectification.services.digests import promise_digests
from rectification.services.mail_addresses import switch_mail_off, switch_mail_on
from tests.days import at
from tests.factories import Township, case_in
from tests.mail_server import mail_server
from tests.rectification.web.desk import open_step, tell

pytestmark = pytest.mark.django_db

NOW = at("2026-05-11", "08:30:00")
ADDRESS = "lixia@orchard.example"


@pytest.fixture
def reader(town: Township, settings: Any) -> Person:
    """Somebody with mail on and a step that is due in three days."""
    settings.MAIL_ON = True
    settings.SITE_URL = "https://office.example"
    switch_mail_on(user=town.pse.user, address=ADDRESS)
    with transaction.atomic():
        step_of(town, due_in=3)
    return town.pse


def step_of(town: Township, **fields: Any) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, title="石桥村不应出现的标题")
    open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee, **fields)


def run() -> int:
    promise_digests()
    return deliver_outside()


def test_digest_holds_counts_kinds_and_days(reader: Person, town: Township) -> None:
    step_of(town, due_in=-1)
    step_of(town, due_in=3)
    for kind in ("closed", "closed", "your_turn"):
        tell(reader, case_in(town, CaseStage.RECTIFYING), kind)
    assert run() == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "今日待办和消息汇总")
    assert sent.body == (
        "已逾期：1件\n2026年5月14日到期：2件\n未读消息：3条\n"
        "  事项已销号：2\n  轮到您办理：1\n\n"
        "请登录系统查看。\nhttps://office.example/\n\n"
        "更改邮箱或者停用邮件提醒，请到“我的账号”。"
    )


def test_digest_speaks_the_language_of_its_reader(reader: Person, town: Township) -> None:
    town.pse.user.language = "en"
    town.pse.user.save(update_fields=["language"])
    run()
    assert "Due May 14, 2026: 1" in mail.outbox[0].body


def test_no_body_holds_a_name_a_number_or_a_text(reader: Person, town: Township) -> None:
    for kind in notifications.KINDS:
        tell(reader, case_in(town, CaseStage.RECTIFYING, title="石桥村不应出现的标题"), kind)
    case = case_in(town, CaseStage.RECTIFYING, title="石桥村不应出现的标题")
    for kind in notifications.IMMEDIATE:
        notifications.queue(kind=kind, recipients=[reader], case=case, step=Step.APPROVE_PLAN)
    notifications.deliver_due()
    promise_digests()
    while deliver_outside():
        pass
    assert len(mail.outbox) == 1 + len(notifications.IMMEDIATE)
    names = {someone.name for someone in Person.objects.all()}
    for sent in mail.outbox:
        whole = f"{sent.subject}\n{sent.body}\n{sent.extra_headers}"
        secret = {case.title, case.number, "石桥", reader.code, *names}
        assert not {word for word in secret if word in whole}


@pytest.mark.parametrize(
    ("moment", "promised"),
    [
        (at("2026-05-11", "08:29:59"), 0),
        (at("2026-05-11", "08:30:00"), 1),
        (at("2026-05-11", "16:00:00"), 1),
        (at("2026-05-09", "09:00:00"), 1),  # Saturday, worked for the days off in May
        (at("2026-05-10", "09:00:00"), 0),
        (at("2026-05-01", "09:00:00"), 0),  # Labour Day, a Friday
    ],
)
def test_digest_is_of_working_days_alone(
    reader: Person, clock: time_machine.Traveller, moment: Any, promised: int
) -> None:
    clock.move_to(moment)
    assert promise_digests() == promised


def test_task_run_again_by_any_beat_promises_and_sends_nothing_more(
    reader: Person, clock: time_machine.Traveller
) -> None:
    assert [promise_digests(), promise_digests()] == [1, 0]
    assert [deliver_outside(), deliver_outside()] == [1, 0]
    JobRun.objects.all().delete()
    assert promise_digests() == 1  # Nothing new: the key of person and day is taken.
    clock.shift(timedelta(hours=5))
    assert deliver_outside() == 0
    assert len(mail.outbox) == 1
    message = OutboxMessage.objects.get()
    message.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_after_a_downtime_there_is_one_digest_of_the_present_day(
    reader: Person, clock: time_machine.Traveller
) -> None:
    promise_digests()
    clock.move_to(at("2026-05-13", "15:20:00"))
    assert run() == 1
    assert len(mail.outbox) == 1
    assert OutboxMessage.objects.filter(done_at=None).count() == 0


def test_killed_while_promising_it_has_promised_nothing(reader: Person) -> None:
    @transaction.atomic
    def killed() -> None:
        promise_digests()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert not JobRun.objects.filter(job="digest").exists()
    assert promise_digests() == 1


def test_who_has_nothing_due_and_nothing_unread_gets_no_mail(town: Township, settings: Any) -> None:
    settings.MAIL_ON = True
    switch_mail_on(user=town.pse.user, address=ADDRESS)
    assert run() == 0
    assert OutboxMessage.objects.get().done_at is not None


def test_mail_goes_to_nobody_who_switched_it_off_or_whose_account_is_disabled(
    reader: Person, town: Township
) -> None:
    promise_digests()
    switch_mail_off(user=town.pse.user)
    assert deliver_outside() == 0
    switch_mail_on(user=town.dps.user, address="other@orchard.example")
    town.dps.user.is_active = False
    town.dps.user.save()
    JobRun.objects.all().delete()
    assert promise_digests() == 0
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_promised(reader: Person, settings: Any) -> None:
    settings.MAIL_ON = False
    notifications.queue(kind="plan_returned", recipients=[reader], about="x")
    notifications.deliver_due()
    assert run() == 0
    assert list(OutboxMessage.objects.values_list("channel", flat=True)) == ["in_app"]


def test_only_what_cannot_wait_is_mailed_at_once(reader: Person) -> None:
    for kind in ("plan_returned", "plan_approved"):
        notifications.queue(kind=kind, recipients=[reader], about="x")
    for _ in range(2):
        notifications.deliver_due()
        deliver_outside()
    (sent,) = mail.outbox
    assert (sent.subject, sent.body.split("\n")[0]) == ("您有一条消息", "整改方案被退回。")


def test_address_that_the_server_does_not_know_parks_the_mail(
    reader: Person, settings: Any
) -> None:
    with mail_server(settings) as server:
        server.answer = "550 no such user"
        assert run() == 0
        message = OutboxMessage.objects.get()
        assert (message.error, message.attempts) == ("SMTPRecipientsRefused", 1)
        assert message.parked_at is not None
        assert server.taken == []


def test_server_that_hangs_up_over_a_mail_is_not_given_it_twice(
    reader: Person, settings: Any, clock: time_machine.Traveller
) -> None:
    """It may have sent it on: somebody decides."""
    with mail_server(settings) as server:
        server.hangs_up = True
        assert run() == 0
        message = OutboxMessage.objects.get()
        assert (message.error, message.parked_at is not None) == (INTERRUPTED, True)
        clock.shift(timedelta(hours=3))
        assert deliver_outside() == 0
        assert len(server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_out_and_cannot_be_noted_is_not_sent_twice(
    reader: Person,
) -> None:
    promise_digests()
    OutboxMessage.objects.create(
        key="k", kind="closed", recipient=reader, created_at=NOW, done_at=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_done ON rectification_outboxmessage (done_at)")
        try:
            assert deliver_outside() == 0
        finally:
            cursor.execute("DROP INDEX one_done")
    message = OutboxMessage.objects.get(kind=notifications.DIGEST)
    assert (message.error, message.parked_at is not None) == (INTERRUPTED, True)
    assert len(mail.outbox) == 1


def test_server_that_is_not_there_is_asked_again(reader: Person, settings: Any) -> None:
    with mail_server(settings):
        settings.EMAIL_PORT = 1
        assert run() == 0
    message = OutboxMessage.objects.get()
    assert (message.error, message.parked_at) == ("ConnectionRefusedError", None)


def test_server_that_is_busy_is_asked_again_and_takes_the_same_mail_once(
    reader: Person, settings: Any, clock: time_machine.Traveller
) -> None:
    with mail_server(settings) as server:
        server.answer = "450 busy"
        run()
        assert OutboxMessage.objects.get().parked_at is None
        server.answer = "250 known"
        clock.shift(LEASE + timedelta(seconds=1))
        assert deliver_outside() == 1
        clock.shift(timedelta(hours=1))
        assert deliver_outside() == 0
        (taken,) = server.taken
        assert taken.count("Message-ID") == 1


def test_address_is_the_holders_own_and_gone_when_it_is_off(reader: Person, town: Township) -> None:
    switch_mail_on(user=town.pse.user, address="new@orchard.example")
    assert MailAddress.objects.get().address == "new@orchard.example"
    for _ in range(2):
        switch_mail_off(user=town.pse.user)
    assert not MailAddress.objects.exists()
    verbs = town.pse.user.account_events.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["mail_on", "mail_on", "mail_off"]
