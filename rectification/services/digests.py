"""每日汇总: promised once a working day, to everybody who has mail on and to the work chat."""

from collections.abc import Iterator
from datetime import time
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rectification.enums import MessageChannel
from rectification.models import MailAddress, OutboxMessage
from rectification.notifications import DIGEST
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services.jobs import is_day_taken, take_day

DIGEST_AT: Final = time(8, 30)


def promise_digests() -> int:
    """From half past eight on a working day, whichever run comes first; returns how many.

    What a digest counts is looked up when it is sent. After a downtime there is the one of the
    present day and none of the days before.
    """
    if timezone.localtime().time() < DIGEST_AT or not (settings.MAIL_ON or settings.CHAT_URL):
        return 0
    if not current_calendar().is_working_day(today()):
        return 0
    return 0 if is_day_taken(job=DIGEST, day=today()) else _promise()


def is_over(message: OutboxMessage) -> bool:
    """The digest of a past day says nothing any more, and the present day has its own."""
    return message.kind == DIGEST and timezone.localdate(message.created_at) != today()


@transaction.atomic
def _promise() -> int:
    """The day and its promises together, so that whoever dies in between has taken neither."""
    if not take_day(job=DIGEST, day=today()):
        return 0
    return len(OutboxMessage.objects.bulk_create(_promised(), ignore_conflicts=True))


def _promised() -> Iterator[OutboxMessage]:
    """The key is unique: nobody gets two digests of one day."""
    day, now = today().isoformat(), timezone.now()
    if settings.MAIL_ON:
        written_to = MailAddress.objects.filter(user__is_active=True)
        for person_id in written_to.order_by("pk").values_list("user__person", flat=True):
            yield OutboxMessage(
                key=f"{DIGEST}:{day}:{person_id}",
                kind=DIGEST,
                channel=MessageChannel.MAIL,
                recipient_id=person_id,
                created_at=now,
            )
    if settings.CHAT_URL:
        yield OutboxMessage(
            key=f"{DIGEST}:{day}:{MessageChannel.CHAT}",
            kind=DIGEST,
            channel=MessageChannel.CHAT,
            created_at=now,
        )
