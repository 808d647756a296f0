"""Figures of a year for one organisation and all below it: sums, never a list of cases.

Counted are cases registered in the year that are to be put right: without those merged, handed
over, withdrawn or terminated (docs/rules.md 6). No organisation is set beside another, and no
person is counted by himself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseOutcome,
    OrganisationKind,
)
from rectification.models import (
    Case,
    LookBack,
    Objection,
    Organisation,
)
from rectification.policies.days import start_of
from rectification.policies.figures import TAKEN_OUT, Share, share_of
from rectification.selectors.cases import UPPER, below
from rectification.selectors.figures import counted_by, days_kept
from rectification.selectors.publication import notices_of_effect, standing_waivers


@dataclass(frozen=True)
class Ratio:
    count: int
    total: int


@dataclass(frozen=True)
class YearFigures:
    """Of cases of the committee and of branches; `of_members` is said as figures about people."""

    done: Ratio
    long_term: int
    in_time: Ratio
    first_promise: Ratio
    sources: Mapping[str, int]
    categories: Mapping[str, int]
    notices: int
    waivers: Mapping[str, int]
    objections: Mapping[tuple[str, str], int]
    looked_back: int
    relapses: int
    of_members: Share | None


def figures_of(organisation: Organisation, year: int) -> YearFigures:
    """As they stand now."""
    cases = _cases(organisation, year)
    upper = cases.filter(level__in=UPPER)
    kept = days_kept(upper.filter(outcome=CaseOutcome.CLOSED))
    looks = LookBack.objects.filter(case__in=upper, ended_at__isnull=False, void_at__isnull=True)
    return YearFigures(
        done=Ratio(upper.filter(outcome=CaseOutcome.CLOSED).count(), upper.count()),
        long_term=upper.filter(outcome=CaseOutcome.LONG_TERM).count(),
        in_time=Ratio(sum(in_time for in_time, _first in kept), len(kept)),
        first_promise=Ratio(sum(first for _in_time, first in kept), len(kept)),
        sources=counted_by(upper, "source"),
        categories=counted_by(upper, "category"),
        notices=notices_of_effect(upper).count(),
        waivers=counted_by(standing_waivers(upper), "waiver_ground"),
        objections=_objections(upper),
        **looks.aggregate(looked_back=Count("pk"), relapses=Count("pk", filter=Q(is_relapse=True))),
        of_members=_of_members(organisation, cases),
    )


def _cases(organisation: Organisation, year: int) -> QuerySet[Case]:
    first, after = (start_of(date(each, 1, 1)) for each in (year, year + 1))
    found = Case.objects.filter(below(organisation), sealed=False, number__isnull=False)
    of_year = found.filter(registered_at__gte=first, registered_at__lt=after)
    return of_year.exclude(outcome__in=TAKEN_OUT)


def _objections(cases: QuerySet[Case]) -> dict[tuple[str, str], int]:
    """By kind and result alone."""
    rows = Objection.objects.filter(case__in=cases, decided_at__isnull=False)
    found = rows.values_list("kind", "decision").annotate(count=Count("pk"))
    return {(kind, result): count for kind, result, count in found.order_by("kind", "decision")}


def _of_members(organisation: Organisation, cases: QuerySet[Case]) -> Share | None:
    """For the whole township alone: how many reported on themselves is no figure of a branch."""
    if organisation.kind != OrganisationKind.COMMITTEE:
        return None
    own = cases.filter(level=CaseLevel.MEMBER)
    return share_of(own.filter(outcome=CaseOutcome.CLOSED).count(), own.count())


def years_of(organisation: Organisation, until: int) -> list[int]:
    """From the first year in which something was registered, latest first."""
    first = (
        Case.objects.filter(below(organisation), registered_at__isnull=False)
        .order_by("registered_at")
        .values_list("registered_at", flat=True)
        .first()
    )
    begins = timezone.localtime(first).year if first is not None else until
    return list(range(until, begins - 1, -1))
