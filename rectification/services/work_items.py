"""Open and close work items; called by the steps alone, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rectification.calendar.working import Due
from rectification.enums import EventVerb, RecusalGround
from rectification.models import (
    Assignment,
    Case,
    Objection,
    Person,
    SupervisionOrder,
    WorkItem,
    WorkItemBar,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.places import Office
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
    order: SupervisionOrder | None = None


def open_item(*, case: Case, holder: Holder, opening: Opening) -> WorkItem:
    """Write whose turn it is, and record whoever was passed over (docs/rules.md 4.4)."""
    item = WorkItem.objects.create(
        case=case,
        task_id=opening.task_id,
        process_id=opening.process_id,
        step=opening.step,
        round=case.round,
        stage=opening.stage,
        role=holder.role,
        organisation=holder.organisation,
        person=holder.person,
        opens_case=opening.opens_case,
        unheld=holder.unheld,
        objection=opening.objection,
        assignment=opening.assignment,
        order=opening.order,
        clock=opening.clock,
        clock_from=opening.clock_from,
        due_on=opening.due.on if opening.due else None,
        due_provisional=bool(opening.due and opening.due.provisional),
        opened_at=timezone.now(),
    )
    _bar(item, {**holder.passed_over, **holder.bars})
    _record_chain(case, holder, opening.step)
    return item


def _record_chain(case: Case, holder: Holder, step: str) -> None:
    """“依规回避，改由…”: the offices that were asked, by role and key, never by a person's name."""
    if len(holder.chain) > 1:
        absent = set(holder.passed_over.values()) == {RecusalGround.ABSENT}
        verb = EventVerb.ACTOR_ABSENT if absent else EventVerb.ACTOR_RECUSED
        reference = chain_reference(holder.chain)
        record_event(case=case, verb=verb, actor=SYSTEM, step=step, reference=reference)
    if holder.unheld:
        record_event(case=case, verb=EventVerb.NOBODY_LEFT, actor=SYSTEM, step=step)


def chain_reference(chain: Sequence[Office]) -> str:
    """`chain:SEC@4>LIA@4`; read again by `selectors.timeline.chains_of`."""
    offices = (f"{role}@{node.pk if node else ''}" for role, node in chain)
    return "chain:" + ">".join(offices)


def keep_clock(*, item: WorkItem, former: WorkItem) -> None:
    """The step changed hands: what was received keeps its day, and the clock runs on."""
    item.clock = former.clock
    item.clock_from = former.clock_from
    item.due_on = former.due_on
    item.due_provisional = former.due_provisional
    item.opened_at = former.opened_at
    item.save(update_fields=["clock", "clock_from", "due_on", "due_provisional", "opened_at"])


def restart_clock(*, item: WorkItem, clock: str, due: Due) -> None:
    """The step waits for somebody outside the procedure, or has heard from him: days anew."""
    item.clock = clock
    item.clock_from = timezone.localdate()
    item.due_on = due.on
    item.due_provisional = due.provisional
    item.save(update_fields=["clock", "clock_from", "due_on", "due_provisional"])


def move_due(*, item: WorkItem, on: date, provisional: bool) -> None:
    """The day was moved while the step is open; an order is answered by the day of its step."""
    item.due_on, item.due_provisional = on, provisional
    item.save(update_fields=["due_on", "due_provisional"])
    order = item.order
    if order is not None and order.reply_on != on:
        order.reply_on, order.reply_provisional = on, provisional
        order.save()


def move_reply_day(*, item: WorkItem) -> None:
    """The order was raised: the step shows the new day for the reply."""
    if item.order is not None:
        move_due(item=item, on=item.order.reply_on, provisional=item.order.reply_provisional)


def _bar(item: WorkItem, bars: Mapping[int, RecusalGround]) -> None:
    for person_id, ground in bars.items():
        WorkItemBar.objects.create(item=item, person_id=person_id, ground=ground)


def bar_from(*, item: WorkItem, person: Person, ground: RecusalGround) -> None:
    """Of the open step: what the person did since it was given out keeps him from it."""
    WorkItemBar.objects.update_or_create(item=item, person=person, defaults={"ground": ground})


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
