"""The outbox: promised in the transaction of an act, delivered exactly once afterwards."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rectification.models import Case, CaseEvent, InAppNotice, OutboxMessage, Person
from rectification.policies.facts import recused_in

LEASE: Final = timedelta(seconds=60)
MAX_ATTEMPTS: Final = 5
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
    for person in recipients:
        if person.pk in recused:
            continue
        topic = about or (f"event:{event.pk}" if event else "")
        OutboxMessage.objects.get_or_create(
            key=f"{kind}:{case.pk if case else ''}:{topic}:{person.pk}",
            defaults={
                "kind": kind,
                "recipient": person,
                "case": case,
                "event": event,
                "step": step,
                "created_at": timezone.now(),
            },
        )


def deliver_due(*, limit: int = 200) -> int:
    """Deliver what nobody else is delivering; returns how many messages arrived.

    Each message is leased and delivered in transactions of its own, so a crash repeats at most
    the message at hand, its key keeps the repeat from being seen, and a message that fails again
    and again is parked instead of blocking the others.
    """
    return sum(_lease(pk) and _deliver(pk) for pk in _due_ids(limit))


def _due_ids(limit: int) -> list[int]:
    due = OutboxMessage.objects.filter(_waiting())
    return list(due.order_by("id").values_list("pk", flat=True)[:limit])


def _waiting() -> Q:
    """A lease longer than any is of a clock that ran ahead."""
    now = timezone.now()
    leased = Q(leased_until__gte=now, leased_until__lte=now + LEASE)
    return ~leased & Q(done_at__isnull=True, parked_at__isnull=True)


def _lease(pk: int) -> bool:
    """Take the message for the lease's time; counts the attempt even if the delivery fails."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(_waiting(), pk=pk).first()
        if message is None:
            return False
        if message.attempts >= MAX_ATTEMPTS:
            message.parked_at = timezone.now()
        message.attempts += 1
        message.leased_until = timezone.now() + LEASE
        message.save(update_fields=["attempts", "leased_until", "parked_at"])
        return message.parked_at is None


def _deliver(pk: int) -> bool:
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=pk)
        InAppNotice.objects.get_or_create(
            key=message.key,
            defaults={
                "recipient_id": message.recipient_id,
                "kind": message.kind,
                "case_id": message.case_id,
                "step": message.step,
                "created_at": message.created_at,
            },
        )
        message.done_at = timezone.now()
        message.save(update_fields=["done_at"])
        return True
