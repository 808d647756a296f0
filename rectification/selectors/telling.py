"""What an author without account is told on paper (书面告知): his messages, and their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q

from rectification.models import Case, InAppNotice, Organisation, OutboxMessage, Person
from rectification.policies.papers import reports_on_paper
from rectification.selectors.cases import not_recused

SHOWN: Final = 50
REASONED: Final = frozenset({"rejected", "withdrawal_decided", "terminated"})
"""Decisions about the report itself; their reasons are the author's to read."""


@dataclass(frozen=True)
class Told:
    notice: InAppNotice
    reason: str


def reports_told(branches: Sequence[Organisation], reader: Person) -> list[Case]:
    """Self-reports of members without account, those with something to be told first.

    `untold` counts the messages that nobody has handed to the author yet.
    """
    untold = Q(author__notices__case=F("pk"), author__notices__read_at__isnull=True)
    rows = reports_on_paper(branches).filter(not_recused(reader), author__user__isnull=True)
    rows = rows.annotate(untold=Count("author__notices", filter=untold)).select_related("author")
    return list(rows.order_by(F("untold").desc(), "-pk")[:SHOWN])


def report_told(branches: Sequence[Organisation], reader: Person, pk: int) -> Case | None:
    """One of them, also after the author got an account; whoever enters papers for him sees it."""
    rows = reports_on_paper(branches).select_related("author", "owner_organisation")
    return rows.filter(not_recused(reader), pk=pk).first()


def told_of(case: Case) -> list[Told]:
    """Everything the author was to be told of his report, latest first."""
    notices = InAppNotice.objects.filter(case=case, recipient=case.author)
    found = list(notices.order_by("-pk")[:SHOWN])
    reasons = _reasons(case, found)
    return [Told(notice, reasons.get(notice.key, "")) for notice in found]


def _reasons(case: Case, notices: Sequence[InAppNotice]) -> Mapping[str, str]:
    """Of a sealed case not a word."""
    keys = [notice.key for notice in notices if notice.kind in REASONED]
    if case.sealed or not keys:
        return {}
    rows = OutboxMessage.objects.filter(key__in=keys, event__payload__isnull=False)
    return dict(rows.values_list("key", "event__payload__text"))
