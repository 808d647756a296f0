"""Units of a case: who has taken its part, whose measures wait, and what is in dispute."""

from django.db.models import QuerySet

from rectification.enums import DisputeKind, EventVerb
from rectification.models import (
    Assignment,
    Case,
    CaseEvent,
    Dispute,
    Measure,
    Organisation,
    PlanStatus,
)
from rectification.selectors.plans import approved_plan, current_plan, undecided_units


def undecided_measures(case: Case) -> QuerySet[Measure]:
    """Measures of the approved plan that are nobody's duty yet (docs/rules.md, scenario 7)."""
    waiting = Measure.objects.filter(
        plan=approved_plan(case),
        organisation__in=undecided_units(case),
        dropped_at__isnull=True,
    )
    return waiting.select_related("organisation").order_by("position")


def open_dispute(assignment: Assignment) -> Dispute | None:
    return assignment.disputes.filter(ended_at__isnull=True).first()


def owner_dispute(case: Case) -> Dispute | None:
    """The claim was declined twice by the same unit, and the leading group has not decided."""
    rows = case.disputes.filter(
        kind=DisputeKind.OWNER, ended_at__isnull=True, assignment__ended_at__isnull=True
    )
    return rows.select_related("assignment__organisation").order_by("-pk").first()


def is_disputed(unit: Assignment) -> bool:
    """Of a unit loaded by `units_in`."""
    return unit.ended_at is None and any(row.ended_at is None for row in unit.disputes.all())


def units_in(case: Case) -> list[Assignment]:
    """Lead and co-units of today, and those released from their share by a decision."""
    rows = Assignment.objects.filter(case=case).select_related("organisation")
    disputed = rows.prefetch_related("disputes__decided_owner")
    return [
        row
        for row in disputed.order_by("-kind", "pk")
        if row.ended_at is None or any(_ends_part(dispute) for dispute in row.disputes.all())
    ]


def _ends_part(dispute: Dispute) -> bool:
    return dispute.is_released or dispute.kind == DisputeKind.OWNER


def planned_measures(case: Case, organisation: Organisation) -> list[Measure]:
    """What the newest plan has in store for a unit, decided or not."""
    plan = current_plan(case)
    if plan is None or plan.status in (PlanStatus.RETURNED, PlanStatus.WITHDRAWN):
        return []
    rows = plan.measures.filter(organisation=organisation, dropped_at__isnull=True)
    return list(rows.select_related("organisation", "person").order_by("position"))


def insistence(case: Case) -> CaseEvent | None:
    """The last dispatch, if the office gave a reason: to a unit that had declined (T12)."""
    events = case.events.filter(verb=EventVerb.DISPATCHED).select_related("payload")
    last = events.order_by("-sequence").first()
    payload = getattr(last, "payload", None)
    return last if payload is not None and payload.text else None
