"""The one writer of the day a case is due, and what follows from it (docs/rules.md 4.5)."""

from datetime import date

from django.utils import timezone

from rectification.calendar.working import Due
from rectification.enums import DeadlineGround, Step, UnitKind
from rectification.models import Case, DeadlineRound, WorkItem
from rectification.policies.actors import Actor
from rectification.selectors.plans import open_measures
from rectification.services.work_items import move_due


def set_due(
    *,
    case: Case,
    due: Due,
    ground: DeadlineGround,
    actor: Actor,
    starts_on: date,
    reference: str = "",
) -> DeadlineRound:
    """Write the round, and what the case shows of it; the first promise of a round stays."""
    former = case.deadlines.order_by("-number").first()
    case.due_on, case.due_provisional = due.on, due.provisional
    if former is None or former.round != case.round:
        case.first_due_on = due.on
    case.save()
    return DeadlineRound.objects.create(
        case=case,
        number=former.number + 1 if former else 1,
        round=case.round,
        ground=ground,
        starts_on=starts_on,
        due_on=due.on,
        provisional=due.provisional,
        calendar_version=due.version,
        set_by=actor.person,
        reference=reference,
        set_at=timezone.now(),
    )


def follow_due(*, case: Case) -> None:
    """Open steps of the rectification are due when the case is; a co-unit's when its last measure.

    For decisions that change the day while the work goes on.
    """
    rows = case.work_items.filter(
        closed_at__isnull=True, step__in=[Step.CARRY_OUT, Step.REPORT_EFFECT]
    )
    for item in rows.select_related("assignment__organisation"):
        on = _due_of(case, item)
        if on is not None and on != item.due_on:
            move_due(item=item, on=on, provisional=case.due_provisional)


def _due_of(case: Case, item: WorkItem) -> date | None:
    unit = item.assignment
    if unit is None or unit.kind == UnitKind.LEAD or item.clock_from is None:
        return case.due_on
    last = open_measures(case, unit.organisation).order_by("-due_on").first()
    return last.due_on if last else case.due_on
