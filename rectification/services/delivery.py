"""Carries what goes to the outside: mail, and the work chat. Slow, hence a job of its own."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.db import DatabaseError

from rectification.enums import MessageChannel
from rectification.models import OutboxMessage
from rectification.notifications.carrying import Interrupted, carried, due_ids, settle
from rectification.services.chat import post_digest
from rectification.services.digests import is_over
from rectification.services.mail import send_mail

_CARRIERS: Final[Mapping[str, Callable[[OutboxMessage], bool]]] = {
    MessageChannel.MAIL: send_mail,
    MessageChannel.CHAT: post_digest,
}
RUN_LIMIT: Final = 20
"""However slowly a server answers, a run ends before the time limit of tasks."""


def deliver_outside(*, limit: int = RUN_LIMIT) -> int:
    """Send what nobody else is sending; returns how many messages went out."""
    ways = [way for way, is_on in _switches().items() if is_on]
    return sum(carried(pk, _send) for pk in due_ids(ways, limit))


def is_on(channel: str) -> bool:
    """Whether messages of this channel leave at all; those of the centre always do."""
    return _switches().get(channel, True)


def _switches() -> dict[str, bool]:
    return {
        MessageChannel.MAIL: settings.MAIL_ON,
        MessageChannel.CHAT: bool(settings.CHAT_URL),
    }


def _send(message: OutboxMessage) -> bool:
    """No transaction is open while somebody outside is spoken to."""
    sent = not is_over(message) and _CARRIERS[message.channel](message)
    try:
        settle(message)
    except DatabaseError as unsettled:
        raise Interrupted from unsettled
    return sent
