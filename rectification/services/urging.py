"""催办: one click, on record, to whoever holds the open step (docs/rules.md 4.5, “Urging”)."""

from rectification import notifications
from rectification.enums import EventVerb
from rectification.models import Case, CaseEvent, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.urging import why_not_urge
from rectification.selectors.calendar import current_calendar
from rectification.selectors.urging import urge_of, urges_of, with_urges
from rectification.services.audience import takers_of
from rectification.services.events import record_event


def urge(*, case: Case, actor: Actor, item: WorkItem) -> CaseEvent:
    """The caller holds the lock and has looked that the step is open and lies with others."""
    require_free(actor, EventVerb.URGED, case)
    locked = with_urges(WorkItem.objects.filter(pk=item.pk)).get()
    urged_today = urges_of(locked).is_today
    allow(why_not_urge(case, urged_today=urged_today, calendar=current_calendar()))
    event = record_event(
        case=case,
        verb=EventVerb.URGED,
        actor=actor,
        step=item.step,
        reference=urge_of(item),
    )
    notifications.queue(
        kind="urged", recipients=takers_of(item), case=case, event=event, step=item.step
    )
    return event
