"""What is asked for and decided about the days of a case, put on record and told."""

from django.utils import timezone

from rectification import notifications
from rectification.enums import EventVerb, RequestDecision
from rectification.models import Case, CaseEvent
from rectification.models.day_request import DayRequest
from rectification.policies.actors import Actor
from rectification.services.audience import concerned_people
from rectification.services.events import record_event


def decide_request(row: DayRequest, actor: Actor, decision: RequestDecision) -> None:
    row.decision, row.decided_by, row.decided_at = decision, actor.hand, timezone.now()
    row.save()


def record_request(
    case: Case, actor: Actor, row: DayRequest, verb: EventVerb, text: str = ""
) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=row.reference)


def answer_request(
    case: Case, actor: Actor, row: DayRequest, verb: EventVerb, text: str = "", *, kind: str
) -> CaseEvent:
    """On record, and told to everybody concerned."""
    event = record_request(case, actor, row, verb, text)
    notifications.queue(kind=kind, recipients=concerned_people(case), case=case, event=event)
    return event
