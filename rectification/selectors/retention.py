"""What is due to go, what keeps it, and which period counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    HeldBecause,
    OrganisationKind,
    RetentionKind,
    Step,
)
from rectification.models import (
    Case,
    LegalHold,
    Merge,
    Organisation,
    Person,
    RetentionRule,
    RetentionRun,
    Tombstone,
    WorkItem,
)
from rectification.policies.days import start_of, today
from rectification.policies.retention import LASTING, STANDARDS, Period, held_because, is_of_kind
from rectification.selectors.cases import below, not_recused


@dataclass(frozen=True)
class Due:
    """A case whose period is over, and why it stays all the same."""

    case: Case
    due_on: date
    kept: str


def rules_of(committees: Sequence[Organisation]) -> list[RetentionRule]:
    """Every version of these townships, latest first."""
    rows = RetentionRule.objects.filter(committee__in=[c.pk for c in committees])
    rows = rows.select_related("committee", "entered_by", "confirmed_by")
    return list(rows.order_by("-in_force_from", "-pk"))


def in_force(committee: Organisation) -> dict[str, RetentionRule]:
    """Of each kind the version that counts; without one the standard of the product does."""
    found: dict[str, RetentionRule] = {}
    for rule in _counting().filter(committee=committee):
        found.setdefault(rule.kind, rule)
    return found


def rule_for(committee: Organisation, kind: str) -> RetentionRule | None:
    return in_force(committee).get(kind)


def period_of(rule: RetentionRule | None, kind: str) -> Period:
    return Period(rule.months) if rule is not None else STANDARDS[kind].period


def longest_period(kind: str) -> Period:
    """Of what belongs to no township: nothing goes that one of them still keeps, be it by the
    standard."""
    latest: dict[int, Period] = {}
    for rule in _counting().filter(kind=kind):
        latest.setdefault(rule.committee_id, period_of(rule, kind))
    found = list(latest.values())
    if townships().exclude(pk__in=latest).exists() or not found:
        found.append(STANDARDS[kind].period)
    return max(found, key=lambda period: period.least_days)


def townships() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.COMMITTEE).order_by("pk")


def _counting() -> QuerySet[RetentionRule]:
    """Confirmed and begun, the latest first."""
    rows = RetentionRule.objects.filter(confirmed_at__isnull=False, in_force_from__lte=today())
    return rows.order_by("-in_force_from", "-pk")


def due_day(case: Case, rule: RetentionRule | None) -> date:
    assert case.ended_at is not None
    return period_of(rule, RetentionKind.MEMBER_CASE).after(timezone.localdate(case.ended_at))


def is_due(case: Case, rule: RetentionRule | None) -> bool:
    return is_of_kind(case) and due_day(case, rule) <= today()


def due_cases(committee: Organisation) -> list[Due]:
    """Cases of members whose period is over, the longest first, held ones too."""
    rule = rule_for(committee, RetentionKind.MEMBER_CASE)
    last = period_of(rule, RetentionKind.MEMBER_CASE).before(today())
    rows = Case.objects.filter(below(committee), level=CaseLevel.MEMBER, tombstone__isnull=True)
    ended = rows.filter(ended_at__lt=start_of(last + timedelta(days=1)))
    rows = ended.exclude(outcome__in=["", *LASTING])
    return [
        Due(case, due_day(case, rule), held_because(case)) for case in rows.order_by("ended_at")
    ]


def kept_cases(committee: Organisation) -> list[Due]:
    """What is due and stays, as offices read it: nothing of what was handed over or is a secret,
    which no office has in a list (T7), nor of a step or a referral that is known to its circle
    alone (8.12)."""
    hidden_for = ("", HeldBecause.SEALED, HeldBecause.REFERRAL)
    due = [row for row in due_cases(committee) if row.kept not in hidden_for]
    open_items = WorkItem.objects.filter(
        case__in=[row.case for row in due if row.kept == HeldBecause.OPEN_WORK],
        closed_at__isnull=True,
    )
    of_all = open_items.exclude(step__in=Step.confidential())
    hidden = set(open_items.values_list("case", flat=True))
    hidden -= set(of_all.values_list("case", flat=True))
    return [row for row in due if row.case.pk not in hidden]


def withdrawn_cases() -> QuerySet[Case]:
    """Withdrawn and not yet erased, whose thirty days are over."""
    period = STANDARDS[RetentionKind.WITHDRAWN_REPORT].period
    past = timezone.now() - (period.after(today()) - today())
    rows = Case.objects.filter(outcome=CaseOutcome.WITHDRAWN, ended_at__lte=past)
    return rows.filter(tombstone__isnull=True).order_by("pk")


def due_withdrawn() -> list[int]:
    return list(withdrawn_cases().values_list("pk", flat=True))


def runs_of(committees: Sequence[Organisation]) -> list[RetentionRun]:
    rows = RetentionRun.objects.filter(committee__in=[c.pk for c in committees])
    people = ("committee", "checked_by", "confirmed_by", "ended_by")
    return list(rows.select_related(*people).order_by("-pk")[:20])


def holds_of(committees: Sequence[Organisation], reader: Person) -> list[LegalHold]:
    """Holds of cases of these townships, those in force first; none of a case of the reader's own,
    whose reason is not for him, nor of one that is barred to him, nor where such a one joined."""
    own = Q(owner_person=reader) | Q(author=reader)
    free = Case.objects.filter(not_recused(reader)).exclude(own).values("pk")
    joined = _masters_of(Case.objects.exclude(pk__in=free).values("pk"))
    found: list[LegalHold] = []
    for committee in committees:
        rows = LegalHold.objects.filter(below(committee, "case"), case__in=free)
        rows = rows.exclude(case__in=joined).exclude(case__in=_masters_of(joined))
        rows = rows.select_related("case", "placed_by", "lifted_by")
        found += rows.order_by(F("lifted_at").desc(nulls_first=True), "-pk")[:50]
    return found


def _masters_of(cases: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The cases that these are handled as part of."""
    return Merge.objects.filter(case__in=cases, undone_at__isnull=True).values("master")


def case_of_number(committees: Sequence[Organisation], number: str) -> Case | None:
    """A case of these townships by its number, whatever its state; for a hold alone."""
    for committee in committees:
        found = Case.objects.filter(below(committee), number=number).first()
        if found is not None:
            return found
    return None


def is_without_words(case: Case) -> bool:
    """Ended, and erased as it looks; no query is made."""
    return not case.title and case.ended_at is not None


def tombstone_of(case: Case) -> Tombstone | None:
    """Asked of an ended case without words alone."""
    if not is_without_words(case):
        return None
    rows = Tombstone.objects.select_related("rule", "run__checked_by", "run__confirmed_by")
    return rows.filter(case=case).first()


def erasures_since(moment: datetime) -> Iterator[dict[str, Any]]:
    """The register of erasures, to be kept apart from backups and applied after a restore."""
    for stone in Tombstone.objects.filter(at__gte=moment).order_by("pk"):
        yield {
            "case": stone.case_id,
            "number": stone.number,
            "kind": stone.kind,
            "at": stone.at.isoformat(),
        }
