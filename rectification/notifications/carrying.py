"""How one message is carried: leased, tried, settled, tried again later, or parked."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rectification.enums import MessageChannel
from rectification.models import OutboxMessage

LEASE: Final = timedelta(seconds=60)
MAX_ATTEMPTS: Final = 5
GROWTH: Final = 5
"""The pauses between attempts: one minute, five, twenty-five, two hours; then it is parked."""
logger = structlog.get_logger("rectification.delivery")


class Undeliverable(Exception):
    """No further attempt would help; `reason` is an error's."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(type(reason).__name__)
        self.reason = reason


class Interrupted(Exception):
    """The message may have arrived: it is never sent twice, and somebody decides."""


INTERRUPTED: Final = Interrupted.__name__
"""Stands as error from the moment somebody outside is spoken to until he has answered."""


def due_ids(channels: Sequence[str], limit: int) -> list[int]:
    due = OutboxMessage.objects.filter(_waiting(), channel__in=channels)
    return list(due.order_by("id").values_list("pk", flat=True)[:limit])


def carried(pk: int, carry: Callable[[OutboxMessage], bool]) -> bool:
    """Whether the message arrived now; a failure is noted and keeps no other message waiting.

    `carry` settles the message itself, so that a channel of our own does both in one transaction.
    """
    message = _lease(pk)
    if message is None:
        return False
    try:
        return carry(message)
    except Undeliverable as given_up:
        _fail(message, given_up.reason, for_good=True)
    except Interrupted as unknown:
        _fail(message, unknown, for_good=True)
    except Exception as error:
        _fail(message, error, for_good=message.attempts >= MAX_ATTEMPTS)
    return False


def settle(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(
        done_at=timezone.now(), parked_at=None, error=""
    )


def _waiting() -> Q:
    """A lease longer than any is of a clock that ran ahead."""
    now = timezone.now()
    leased = Q(leased_until__gte=now, leased_until__lte=now + _pause_after(MAX_ATTEMPTS - 1))
    return ~leased & Q(done_at__isnull=True, parked_at__isnull=True)


def _pause_after(attempts: int) -> timedelta:
    return LEASE * GROWTH ** (attempts - 1)


@transaction.atomic
def _lease(pk: int) -> OutboxMessage | None:
    """Take the message for the lease's time; the attempt counts even if the process dies in it.

    Nobody knows whether a message to the outside arrived when the process died while sending it.
    It is parked and never sent twice: somebody decides.
    """
    message = OutboxMessage.objects.select_for_update().filter(_waiting(), pk=pk).first()
    if message is None:
        return None
    outside = message.channel != MessageChannel.IN_APP
    if message.attempts >= MAX_ATTEMPTS or (outside and message.error == INTERRUPTED):
        message.parked_at = timezone.now()
    else:
        message.attempts += 1
        message.leased_until = timezone.now() + LEASE
        message.error = INTERRUPTED if outside else message.error
    message.save(update_fields=["attempts", "leased_until", "parked_at", "error"])
    return None if message.parked_at else message


def _fail(message: OutboxMessage, error: Exception, *, for_good: bool) -> None:
    name = type(error).__name__[:50]
    logger.warning("delivery_failed", message=message.pk, channel=message.channel, error=name)
    now = timezone.now()
    pause = _pause_after(message.attempts)
    OutboxMessage.objects.filter(pk=message.pk, done_at__isnull=True).update(
        error=name, leased_until=now + pause, parked_at=now if for_good else None
    )
