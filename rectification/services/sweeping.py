"""What goes by its period without a list: logs, messages, promises, codes (docs/rules.md 10)."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from rectification.enums import RetentionKind
from rectification.models import (
    AccessLog,
    ActReceipt,
    BallotCode,
    BallotVoter,
    InAppNotice,
    LegalHold,
    OutboxMessage,
)
from rectification.policies.days import today
from rectification.selectors.retention import longest_period


def _held() -> Q:
    held = LegalHold.objects.filter(lifted_at__isnull=True).values("case")
    return Q(case__in=held)


def _accesses(past: datetime) -> list[QuerySet[Any]]:
    return [AccessLog.objects.filter(at__lt=past).exclude(_held())]


def _messages(past: datetime) -> list[QuerySet[Any]]:
    return [InAppNotice.objects.filter(created_at__lt=past, read_at__isnull=False)]


def _promises(past: datetime) -> list[QuerySet[Any]]:
    """Of open cases they stay: their keys keep a message from being promised twice."""
    over = Q(case__isnull=True) | Q(case__ended_at__isnull=False)
    return [OutboxMessage.objects.filter(over, done_at__lt=past)]


def _receipts(past: datetime) -> list[QuerySet[Any]]:
    return [ActReceipt.objects.filter(at__lt=past)]


def _codes(past: datetime) -> list[QuerySet[Any]]:
    over = {"ballot__closes_on__lt": timezone.localdate(past)}
    return [BallotCode.objects.filter(**over), BallotVoter.objects.filter(**over)]


SWEPT: Final[Mapping[str, Callable[[datetime], list[QuerySet[Any]]]]] = {
    RetentionKind.ACCESS_LOG: _accesses,
    RetentionKind.MESSAGE: _messages,
    RetentionKind.OUTBOX: _promises,
    RetentionKind.RECEIPT: _receipts,
    RetentionKind.BALLOT_CODE: _codes,
}


def due_rows(kind: str) -> list[QuerySet[Any]]:
    """Rows whose period is over; nothing of a case under hold among the log."""
    first_kept = longest_period(kind).before(today())
    return SWEPT[kind](timezone.make_aware(datetime.combine(first_kept, time.min)))


def count_due(kind: str) -> int:
    return sum(rows.count() for rows in due_rows(kind))


def sweep_due() -> int:
    """Delete them; returns how many rows went."""
    return sum([rows.delete()[0] for kind in SWEPT for rows in due_rows(kind)])
