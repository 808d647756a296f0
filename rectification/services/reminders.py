"""Reminding whoever has not answered yet (docs/rules.md 4.5, T11)."""

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Person, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.entering import hands_for
from rectification.selectors.reminders import reminder_of
from rectification.services.audience import (
    office_people,
    owner_people,
    takers_of,
    unit_people,
)
from rectification.services.events import record_event


def remind(*, case: Case, item: WorkItem) -> CaseEvent:
    """Tell the holder once more, on record: without it no claim counts as expired."""
    reference = reminder_of(item)
    if case.events.filter(verb=EventVerb.REMINDED, reference=reference).exists():
        raise CaseError(_("The reminder has gone out already."), rule="T11")
    event = record_event(
        case=case, verb=EventVerb.REMINDED, actor=SYSTEM, step=item.step, reference=reference
    )
    notifications.queue(
        kind="answer_due", recipients=_asked(case, item), case=case, event=event, step=item.step
    )
    return event


def _asked(case: Case, item: WorkItem) -> list[Person]:
    """The owner and whoever enters it for him, or the unit; where nobody of it is left, the office
    with which the step lies. What others must not know is told to its holders alone."""
    if item.step in Step.confidential():
        return [] if item.unheld else takers_of(item)
    if item.unheld:
        return office_people(case)
    if item.step == Step.ACCEPT_SHARE and item.organisation is not None:
        return unit_people(item.organisation)
    return [*owner_people(case), *hands_for(item)]
