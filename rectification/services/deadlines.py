"""The one writer of the day a case is due, and what follows from it (docs/rules.md 4.5)."""

from datetime import date
from typing import Final

from django.utils import timezone

from rectification.calendar.working import Due
from rectification.enums import DeadlineGround, RequestDecision, Step, UnitKind
from rectification.models import Case, DeadlineRound, Extension, Pause, Reclassification, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.pauses import running_pause
from rectification.selectors.plans import open_measures
from rectification.services.work_items import move_due

RECTIFYING: Final = (Step.CARRY_OUT, Step.REPORT_EFFECT)
"""Steps that are due when the case is."""


def set_due(
    *,
    case: Case,
    due: Due,
    ground: DeadlineGround,
    actor: Actor,
    starts_on: date,
    reference: str = "",
) -> DeadlineRound:
    """Write the round, and what the case shows of it; the first promise of a round stays.

    The day from the beginning of a later round to its plan is promised by nobody.
    """
    former = case.deadlines.order_by("-number").first()
    case.due_on, case.due_provisional = due.on, due.provisional
    if former is None or former.round != case.round or former.ground == DeadlineGround.REOPENING:
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
    rows = case.work_items.filter(closed_at__isnull=True, step__in=RECTIFYING)
    for item in rows.select_related("assignment__organisation"):
        on = _due_of(case, item)
        if on is not None and (on, case.due_provisional) != (item.due_on, item.due_provisional):
            move_due(item=item, on=on, provisional=case.due_provisional)


def _due_of(case: Case, item: WorkItem) -> date | None:
    unit = item.assignment
    if unit is None or unit.kind == UnitKind.LEAD or item.clock_from is None:
        return case.due_on
    last = open_measures(case, unit.organisation).order_by("-due_on").first()
    return last.due_on if last else case.due_on


def end_requests(*, case: Case) -> None:
    """With the case, or its round, ends what was asked about its days, and a pause that runs."""
    now = timezone.now()
    for model in (Extension, Pause, Reclassification):
        for row in model.objects.filter(case=case, decision=RequestDecision.PENDING):
            row.decision, row.decided_at = RequestDecision.LAPSED, now
            row.save()
    drop_pause(case=case)


def drop_pause(*, case: Case) -> None:
    """A pause ends with what it was for; no day moves, for another one holds or none."""
    pause = running_pause(case) if case.paused else None
    if pause is not None:
        pause.resumed_on = today()
        pause.save()
        case.paused = False
        case.save()
