"""Open and close work items; called by the steps alone, in the transaction of the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rectification.calendar.working import Due
from rectification.enums import EventVerb, RecusalGround
from rectification.models import Assignment, Case, Objection, WorkItem, WorkItemBar
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.resolution import Holder
from rectification.services.events import record_event


@dataclass(frozen=True)
class Opening:
    """What a step tells about the item it opens."""

    task_id: int
    process_id: int
    step: str
    stage: str
    opens_case: bool = True
    clock: str = ""
    clock_from: date | None = None
    due: Due | None = None
    objection: Objection | None = None
    assignment: Assignment | None = None


def open_item(*, case: Case, holder: Holder, opening: Opening) -> WorkItem:
    """Write whose turn it is, and record whoever was passed over (docs/rules.md 4.4)."""
    item = WorkItem.objects.create(
        case=case,
        task_id=opening.task_id,
        process_id=opening.process_id,
        step=opening.step,
        stage=opening.stage,
        role=holder.role,
        organisation=holder.organisation,
        person=holder.person,
        opens_case=opening.opens_case,
        unheld=holder.unheld,
        objection=opening.objection,
        assignment=opening.assignment,
        clock=opening.clock,
        clock_from=opening.clock_from,
        due_on=opening.due.on if opening.due else None,
        due_provisional=bool(opening.due and opening.due.provisional),
        opened_at=timezone.now(),
    )
    _bar(item, {**holder.passed_over, **holder.bars})
    if holder.passed_over:
        record_event(
            case=case,
            verb=EventVerb.ACTOR_RECUSED,
            actor=SYSTEM,
            step=opening.step,
            reference=f"item:{item.pk}",
        )
    if holder.unheld:
        record_event(case=case, verb=EventVerb.NOBODY_LEFT, actor=SYSTEM, step=opening.step)
    return item


def _bar(item: WorkItem, bars: Mapping[int, RecusalGround]) -> None:
    for person_id, ground in bars.items():
        WorkItemBar.objects.create(item=item, person_id=person_id, ground=ground)


def close_item(*, item: WorkItem, actor: Actor, outcome: EventVerb | str) -> None:
    """The step is done, or was taken away (`outcome` empty)."""
    item.closed_at = timezone.now()
    item.closed_by = actor.person
    item.closed_role = actor.role
    item.outcome = outcome
    item.save(update_fields=["closed_at", "closed_by", "closed_role", "outcome"])


def mark_read(*, item: WorkItem) -> None:
    """The next person opened the step: from now on its sender may not take it back (T3)."""
    if item.read_at is None and item.closed_at is None:
        item.read_at = timezone.now()
        item.save(update_fields=["read_at"])
