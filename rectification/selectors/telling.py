"""What a person concerned without account is told on paper (书面告知): his messages, and the
reasons of decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from rectification.models import Case, InAppNotice, Organisation, OutboxMessage, Person
from rectification.policies.entering import without_account
from rectification.policies.papers import cases_told, person_told, reports_on_paper
from rectification.selectors.cases import not_recused

SHOWN: Final = 50
REASONED: Final = frozenset({"rejected", "withdrawal_decided", "terminated"})
"""Decisions about the report itself; their reasons are the author's to read."""


@dataclass(frozen=True)
class Told:
    notice: InAppNotice
    reason: str


def sheets_for(reader: Person) -> list[Case]:
    """Cases of members without account, those with something to be told first.

    `untold` counts the messages that nobody has handed to the person concerned yet.
    """
    told = InAppNotice.objects.filter(
        case=OuterRef("pk"),
        recipient=Coalesce(OuterRef("owner_person"), OuterRef("author")),
        read_at__isnull=True,
    )
    count = told.order_by().values("case").annotate(found=Count("pk")).values("found")
    told_person = Coalesce("owner_person", "author")
    rows = cases_told(reader).alias(told_person=told_person)
    rows = rows.filter(not_recused(reader), without_account("told_person"))
    rows = rows.annotate(untold=Coalesce(Subquery(count), 0))
    rows = rows.select_related("author", "owner_person")
    return list(rows.order_by(F("untold").desc(), "-pk")[:SHOWN])


def sheet_of(reader: Person, pk: int) -> Case | None:
    """One of them; of a report that came on paper also after its author got an account."""
    rows = cases_told(reader).filter(not_recused(reader), pk=pk)
    return rows.select_related("author", "owner_person", "owner_organisation").first()


def report_told(branches: Sequence[Organisation], reader: Person, pk: int) -> Case | None:
    """A self-report that came on paper, for whoever enters its withdrawal."""
    rows = reports_on_paper(branches).select_related("author", "owner_person", "owner_organisation")
    return rows.filter(not_recused(reader), pk=pk).first()


def told_of(case: Case) -> list[Told]:
    """Everything the person concerned was to be told of his case, latest first."""
    notices = InAppNotice.objects.filter(case=case, recipient=person_told(case))
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
