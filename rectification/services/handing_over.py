"""转办: a step of an office lies with one colleague, and comes back to the office."""

from rectification import notifications
from rectification.enums import EventVerb
from rectification.models import Case, CaseEvent, Person, WorkItem
from rectification.policies.actors import SYSTEM, Actor
from rectification.services.audience import takers_of
from rectification.services.events import record_event
from rectification.services.work_items import mark_read
from rectification.wording import labelled


def hand_over(
    *, case: Case, actor: Actor, item: WorkItem, to: Person | None, reason: str
) -> CaseEvent:
    """The clock runs on; `to` None gives what was handed over back to the whole office.

    Whoever hands a step over has opened it: its sender does not take it back any more. To whom it
    went stands in the record, in words that can be erased.
    """
    mark_read(item=item)
    _lay_with(item, to, actor.hand)
    event = record_event(
        case=case,
        verb=EventVerb.HANDED_OVER,
        actor=actor,
        step=item.step,
        text=labelled(to.name, reason.strip()) if to is not None else reason.strip(),
        reference=f"item:{item.pk}",
    )
    kind = "handed_over" if to is not None else "your_turn"
    told = [person for person in takers_of(item) if person != actor.person]
    notifications.queue(kind=kind, recipients=told, case=case, event=event, step=item.step)
    return event


def give_back(*, case: Case, item: WorkItem) -> CaseEvent:
    """The colleague is away, has left the office or is not free any more (docs/rules.md 4.10)."""
    _lay_with(item, None, None)
    event = record_event(
        case=case,
        verb=EventVerb.WORK_PASSED_ON,
        actor=SYSTEM,
        step=item.step,
        reference=f"item:{item.pk}",
    )
    notifications.queue(
        kind="your_turn", recipients=takers_of(item), case=case, event=event, step=item.step
    )
    return event


def _lay_with(item: WorkItem, person: Person | None, by: Person | None) -> None:
    item.person = person
    item.handed_by = by if person is not None else None
    item.save(update_fields=["person", "handed_by"])
