"""What goes by its period without a list: logs, messages, promises, codes (docs/rules.md 10)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rectification.enums import CaseStage, RetentionKind
from rectification.models import (
    AccessLog,
    ActReceipt,
    BallotCode,
    BallotVoter,
    Case,
    InAppNotice,
    LegalHold,
    OutboxMessage,
)
from rectification.policies.days import start_of, today
from rectification.selectors.retention import longest_period
from rectification.services.reporting import discard_draft

logger = structlog.get_logger("rectification.retention")


def _held() -> Q:
    held = LegalHold.objects.filter(lifted_at__isnull=True).values("case")
    return Q(case__in=held)


def _drafts(past: datetime) -> list[QuerySet[Any]]:
    """Nobody but their authors ever had them; one that was handed in before has a history."""
    never = Case.objects.filter(
        stage=CaseStage.DRAFT, submitted_at__isnull=True, events__isnull=True
    )
    return [never.filter(created_at__lt=past, author__isnull=False).exclude(holds__isnull=False)]


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
    RetentionKind.DRAFT: _drafts,
    RetentionKind.ACCESS_LOG: _accesses,
    RetentionKind.MESSAGE: _messages,
    RetentionKind.OUTBOX: _promises,
    RetentionKind.RECEIPT: _receipts,
    RetentionKind.BALLOT_CODE: _codes,
}


def due_rows(kind: str) -> list[QuerySet[Any]]:
    """Rows whose period is over; nothing of a case under hold among the log."""
    first_kept = longest_period(kind).before(today())
    return SWEPT[kind](start_of(first_kept))


def count_due(kind: str) -> int:
    return sum(rows.count() for rows in due_rows(kind))


def sweep_due() -> int:
    """Delete them; returns how many rows went."""
    return sum([_swept(kind) for kind in SWEPT])


def _swept(kind: str) -> int:
    """A kind by itself: one that the database still keeps, by its own clock, stops no other."""
    try:
        with transaction.atomic():
            return sum([_deleted(kind, rows) for rows in due_rows(kind)])
    except Exception:
        logger.exception("sweep_failed", kind=kind)
        return 0


def _deleted(kind: str, rows: QuerySet[Any]) -> int:
    if kind != RetentionKind.DRAFT:
        return int(rows.delete()[0])
    return sum([_discarded(pk) for pk in list(rows.values_list("pk", flat=True))])


@transaction.atomic
def _discarded(pk: int) -> bool:
    """As its author would do it; one that was handed in meanwhile stays."""
    case = Case.objects.select_for_update(of=("self",)).filter(pk=pk, submitted_at=None).first()
    if case is None or case.author is None:
        return False
    discard_draft(case=case, author=case.author)
    return True
