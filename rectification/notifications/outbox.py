"""The outbox: promised in the transaction of an act, delivered exactly once afterwards."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rectification.enums import MessageChannel
from rectification.models import Case, CaseEvent, InAppNotice, MailAddress, OutboxMessage, Person
from rectification.notifications.carrying import carried, due_ids, settle
from rectification.notifications.immediate import IMMEDIATE
from rectification.policies.facts import recused_in
from rectification.statements import append_missing

TO_RECUSED: Final = frozenset({"recusal_requested", "recusal_decided", "recusal_lapsed"})


def queue(
    *,
    kind: str,
    recipients: Iterable[Person],
    case: Case | None = None,
    event: CaseEvent | None = None,
    about: str = "",
    step: str = "",
) -> None:
    """Promise the message to each recipient; the key makes a repeated promise the same one.

    `about` tells apart messages of one kind in one case, for instance `item:12`; `step` is the
    one that the message names. Whoever is recused from the case hears no more of it than how a
    request about him was decided.
    """
    recused = recused_in(case) if case is not None and kind not in TO_RECUSED else {}
    topic = about or (f"event:{event.pk}" if event else "")
    messages = [
        OutboxMessage(
            key=f"{kind}:{case.pk if case else ''}:{topic}:{person.pk}",
            kind=kind,
            recipient=person,
            case=case,
            event=event,
            step=step,
            **_office(person),
            created_at=timezone.now(),
        )
        for person in recipients
        if person.pk not in recused
    ]
    append_missing(messages)


def _office(person: Person) -> dict[str, Any]:
    """By which office he was found (`in_office`); empty for whoever is told as himself."""
    found = vars(person)
    return {"role": found.get("found_role", ""), "organisation_id": found.get("found_at")}


def deliver_due(*, limit: int = 200) -> int:
    """Put into the centre what nobody else is delivering; returns how many messages arrived.

    Each message is leased and delivered in transactions of its own, so a crash repeats at most
    the message at hand, its key keeps the repeat from being seen, and one that fails keeps no
    other waiting.
    """
    return sum(carried(pk, _put_into_centre) for pk in due_ids([MessageChannel.IN_APP], limit))


@transaction.atomic
def _put_into_centre(message: OutboxMessage) -> bool:
    told: dict[str, Any] = {
        "recipient_id": message.recipient_id,
        "kind": message.kind,
        "case_id": message.case_id,
        "step": message.step,
        "role": message.role,
        "organisation_id": message.organisation_id,
        "created_at": message.created_at,
    }
    InAppNotice.objects.get_or_create(key=message.key, defaults=told)
    if settings.MAIL_ON and message.kind in IMMEDIATE:
        _promise_mail(message)
    settle(message)
    return True


def _promise_mail(message: OutboxMessage) -> None:
    """Beside the centre, to whoever has mail on; the mail knows the kind and no case."""
    recipient = message.recipient_id
    if MailAddress.objects.filter(user__person=recipient, user__is_active=True).exists():
        OutboxMessage.objects.get_or_create(
            key=f"mail:{message.key}",
            defaults={
                "kind": message.kind,
                "channel": MessageChannel.MAIL,
                "recipient_id": recipient,
                "created_at": timezone.now(),
            },
        )
