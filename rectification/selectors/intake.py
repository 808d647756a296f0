"""What the intake needs to know of a report."""

from dataclasses import dataclass

from rectification.enums import AppointmentDuty, EventVerb, RejectionReason
from rectification.models import Case, Opinion, Person
from rectification.policies.authority import offices_on, today
from rectification.roles import Role


@dataclass(frozen=True)
class ProposedRejection:
    reason: RejectionReason
    text: str
    by_id: int | None


def proposed_rejection(case: Case) -> ProposedRejection | None:
    """The proposal that waits for a second person; None when the last word was another one."""
    event = (
        case.events.filter(verb__in=[EventVerb.REJECTION_PROPOSED, EventVerb.REJECTION_REFUSED])
        .select_related("payload")
        .order_by("-sequence")
        .first()
    )
    if event is None or event.verb != EventVerb.REJECTION_PROPOSED:
        return None
    reason = RejectionReason(event.reference.removeprefix("rejection:"))
    return ProposedRejection(reason, event.payload.text, event.actor_id)


def opinion_of(case: Case) -> Opinion | None:
    """The opinion in its author's own words; only the intake officer may be shown it."""
    return Opinion.objects.filter(case=case).first()


def reads_opinions(person: Person) -> bool:
    """The intake officer; in an office that named none, everybody of the office."""
    offices = offices_on(today()).filter(role=Role.OFF)
    own = offices.filter(person=person)
    if own.filter(duty=AppointmentDuty.INTAKE_OFFICER).exists():
        return True
    named = offices.filter(
        organisation__in=own.values("organisation"), duty=AppointmentDuty.INTAKE_OFFICER
    )
    return own.exists() and not named.exists()
