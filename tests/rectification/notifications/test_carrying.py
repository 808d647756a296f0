"""Attempts with growing pauses, then parked; one message that fails keeps no other waiting."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from rectification import notifications
from rectification.enums import MessageChannel
from rectification.models import InAppNotice, OutboxMessage, Person
from rectification.notifications.carrying import (
    INTERRUPTED,
    LEASE,
    MAX_ATTEMPTS,
    Undeliverable,
    carried,
    due_ids,
    settle,
)
from rectification.notifications.outbox import deliver_due

pytestmark = pytest.mark.django_db
EVERY = list(MessageChannel)


@pytest.fixture
def reader() -> Person:
    return Person.objects.create(code="P-1", name="程立夏")


def promised(reader: Person, channel: str = MessageChannel.IN_APP) -> OutboxMessage:
    return OutboxMessage.objects.create(
        key=f"k:{OutboxMessage.objects.count()}",
        kind="closed",
        channel=channel,
        recipient=reader,
        created_at="2026-05-11T02:00:00Z",
    )


def failing(_message: OutboxMessage) -> bool:
    raise ConnectionRefusedError


def arriving(message: OutboxMessage) -> bool:
    settle(message)
    return True


class Killed(BaseException):
    """The process dies: nothing after it is done."""


def dying(_message: OutboxMessage) -> bool:
    raise Killed


def test_pauses_grow_and_the_fifth_failure_parks(
    reader: Person, clock: time_machine.Traveller
) -> None:
    message = promised(reader, MessageChannel.MAIL)
    waited = []
    for _ in range(MAX_ATTEMPTS):
        minutes = 0
        while not due_ids(EVERY, 10):
            clock.shift(timedelta(minutes=1, seconds=1))
            minutes += 1
        waited.append(minutes)
        assert not carried(message.pk, failing)
        message.refresh_from_db()
        assert message.error == "ConnectionRefusedError"
    assert waited == [0, 1, 5, 25, 123]
    assert message.parked_at is not None
    clock.shift(timedelta(days=2))
    assert due_ids(EVERY, 10) == []


def test_what_no_attempt_can_mend_is_parked_at_once(reader: Person, clock: Any) -> None:
    message = promised(reader, MessageChannel.MAIL)

    def refused(_message: OutboxMessage) -> bool:
        raise Undeliverable(ValueError("pear@orchard.example"))

    assert not carried(message.pk, refused)
    message.refresh_from_db()
    assert (message.attempts, message.error, message.parked_at is not None) == (
        1,
        "ValueError",
        True,
    )


@pytest.mark.parametrize("channel", [MessageChannel.MAIL, MessageChannel.CHAT])
def test_killed_while_sending_outside_it_is_never_sent_twice(
    reader: Person, clock: time_machine.Traveller, channel: str
) -> None:
    message = promised(reader, channel)
    with pytest.raises(Killed):
        carried(message.pk, dying)
    assert not carried(message.pk, arriving)
    clock.shift(LEASE + timedelta(seconds=1))
    assert not carried(message.pk, arriving)
    message.refresh_from_db()
    assert (message.error, message.parked_at is not None) == (INTERRUPTED, True)


def test_killed_before_the_centre_it_is_repeated(
    reader: Person, clock: time_machine.Traveller
) -> None:
    message = promised(reader)
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(Killed):
            carried(message.pk, dying)
        clock.shift(LEASE + timedelta(seconds=1))
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert InAppNotice.objects.get().key == message.key


def test_one_that_fails_keeps_no_other_waiting(reader: Person, clock: Any) -> None:
    bad, good = promised(reader), promised(reader)
    with connection.cursor() as cursor:
        # A second row may not bear the key: the centre refuses this one each time.
        cursor.execute("CREATE UNIQUE INDEX one_of_kind ON rectification_inappnotice (kind)")
    InAppNotice.objects.create(
        key="before", recipient=reader, kind="merged", created_at="2026-05-11T02:00:00Z"
    )
    OutboxMessage.objects.filter(pk=bad.pk).update(kind="merged")
    assert deliver_due() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.error, bad.done_at, good.error) == ("IntegrityError", None, "")
    assert good.done_at is not None


def test_only_kinds_of_the_centre_are_mailed_at_once() -> None:
    assert set(notifications.KINDS) >= notifications.IMMEDIATE
    assert notifications.DIGEST not in notifications.KINDS
