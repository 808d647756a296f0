"""Draws of look-backs: whom one is drawn from, and how much of a quarter was looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from rectification.enums import CaseOutcome, ClosureKind
from rectification.models import (
    Case,
    Closure,
    LookBack,
    LookBackCandidate,
    LookBackDraw,
    Organisation,
    Person,
)
from rectification.policies.look_back_draws import QUARTERS, quarters_before
from rectification.policies.look_backs import is_always_looked_at
from rectification.selectors.cases import not_recused


def drawn_from(committee: Organisation, since: date, until: date) -> list[Case]:
    """What was struck off in these days and nobody looks at for another reason.

    Locked, so that nothing of it moves while it is drawn from.
    """
    closed = _closures(committee).filter(closed_on__range=(since, until)).values("case")
    rows = Case.objects.filter(pk__in=closed, outcome=CaseOutcome.CLOSED, sealed=False)
    rows = rows.exclude(Exists(_looks(OuterRef("pk"), OuterRef("round"))))
    free = rows.select_for_update(of=("self",)).select_related("owner_organisation").order_by("pk")
    return [case for case in free if not is_always_looked_at(case)]


def closing_day(case: Case) -> date:
    return case.closures.filter(void_at__isnull=True).latest("closed_on", "pk").closed_on


def draws_of(nodes: Sequence[Organisation]) -> QuerySet[LookBackDraw]:
    rows = LookBackDraw.objects.filter(committee__in=[node.pk for node in nodes])
    return rows.select_related("committee")


def candidates_shown(draw: LookBackDraw, reader: Person) -> QuerySet[LookBackCandidate]:
    """By number; nothing of a case that was sealed since, nor of one's own recusal."""
    rows = draw.candidates.filter(not_recused(reader, "case"), case__sealed=False)
    return rows.select_related("case__owner_organisation").order_by("number")


@dataclass(frozen=True)
class Coverage:
    """Of a quarter: how many were struck off, and how many of these were looked at again."""

    committee: Organisation
    since: date
    until: date
    closed: int
    looked: int
    to_come: int
    draw: LookBackDraw | None


def coverage_of(nodes: Sequence[Organisation], day: date) -> list[Coverage]:
    """The last quarters in which something was struck off, newest first; of a township alone, and
    of nobody in it."""
    draws = {(draw.committee_id, draw.since): draw for draw in draws_of(nodes)}
    spans = quarters_before(day, QUARTERS)
    found = []
    for node in nodes:
        rows = _counted(node, spans[-1][0])
        for since, until in spans:
            own = [row for row in rows if since <= row[0] <= until]
            if own:
                looked = sum(row[1] for row in own)
                to_come = sum(row[2] and not row[1] for row in own)
                draw = draws.get((node.pk, since))
                found.append(Coverage(node, since, until, len(own), looked, to_come, draw))
    return found


def _counted(node: Organisation, since: date) -> list[tuple[date, bool, bool]]:
    """Of each closing since then: its day, whether it was looked at, whether that is to come."""
    looks = _looks(OuterRef("case"), OuterRef("attempt__round"))
    rows = _closures(node).filter(closed_on__gte=since, case__sealed=False)
    counted = rows.annotate(
        looked=Exists(looks.filter(found_at__isnull=False)),
        to_come=Exists(looks.filter(ended_at__isnull=True)),
    )
    return list(counted.values_list("closed_on", "looked", "to_come"))


def _closures(node: Organisation) -> QuerySet[Closure]:
    rows = Closure.objects.filter(kind=ClosureKind.COMPLETED, void_at__isnull=True)
    return rows.filter(case__owner_organisation__path__startswith=node.path)


def _looks(case: OuterRef, round_: OuterRef) -> QuerySet[LookBack]:
    return LookBack.objects.filter(case=case, round=round_, void_at__isnull=True)
