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
    ClosureKind,
    OrganisationKind,
    PublicationPurpose,
)
from rectification.models import (
    Case,
    Closure,
    LookBack,
    Notice,
    Objection,
    Organisation,
    PublicationDecision,
)
from rectification.policies.days import start_of
from rectification.policies.figures import TAKEN_OUT, Share, share_of
from rectification.selectors.cases import UPPER, below
from rectification.selectors.publication import standing_waivers


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
    kept = _kept(upper)
    looks = LookBack.objects.filter(case__in=upper, ended_at__isnull=False, void_at__isnull=True)
    return YearFigures(
        done=Ratio(upper.filter(outcome=CaseOutcome.CLOSED).count(), upper.count()),
        long_term=upper.filter(outcome=CaseOutcome.LONG_TERM).count(),
        in_time=Ratio(sum(in_time for in_time, _first in kept), len(kept)),
        first_promise=Ratio(sum(first for _in_time, first in kept), len(kept)),
        sources=_by(upper, "source"),
        categories=_by(upper, "category"),
        notices=_shown(upper).count(),
        waivers=_by(standing_waivers(upper), "waiver_ground"),
        objections=_objections(upper),
        **looks.aggregate(looked_back=Count("pk"), relapses=Count("pk", filter=Q(is_relapse=True))),
        of_members=_of_members(organisation, cases),
    )


def _cases(organisation: Organisation, year: int) -> QuerySet[Case]:
    first, after = (start_of(date(each, 1, 1)) for each in (year, year + 1))
    found = Case.objects.filter(below(organisation), sealed=False, number__isnull=False)
    of_year = found.filter(registered_at__gte=first, registered_at__lt=after)
    return of_year.exclude(outcome__in=TAKEN_OUT)


def _by(rows: QuerySet[Case] | QuerySet[PublicationDecision], name: str) -> dict[str, int]:
    """In the order of the words, never of the sums."""
    found = rows.values_list(name).annotate(count=Count("pk")).order_by(name)
    return dict(found.values_list(name, "count"))


def _kept(cases: QuerySet[Case]) -> list[tuple[bool, bool]]:
    """Of each case its last sheet that says whether the days were kept."""
    rows = Closure.objects.filter(
        case__in=cases.filter(outcome=CaseOutcome.CLOSED),
        kind=ClosureKind.COMPLETED,
        void_at__isnull=True,
        in_time__isnull=False,
    ).order_by("pk")
    last = {
        case: (bool(in_time), bool(first))
        for case, in_time, first in rows.values_list("case", "in_time", "first_promise_kept")
    }
    return list(last.values())


def _shown(cases: QuerySet[Case]) -> QuerySet[Notice]:
    found = Notice.objects.filter(case__in=cases, withdrawn_at__isnull=True)
    return found.filter(decision__purpose=PublicationPurpose.EFFECT)


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
