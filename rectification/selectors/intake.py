"""What the intake needs to know of a report."""

from dataclasses import dataclass

from rectification.enums import (
    ActorKind,
    AppointmentDuty,
    CaseStage,
    EventVerb,
    RejectionReason,
)
from rectification.models import (
    BatchEntry,
    Case,
    CaseEvent,
    Opinion,
    OpinionEntry,
    Organisation,
    Person,
)
from rectification.policies.authority import offices_on
from rectification.policies.days import today
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


def open_cases_beside(case: Case, *, size: int = 5) -> list[Case]:
    """Open registered cases of the same organisation, newest first: is it one of them (T4)?

    A member's own cases are shown only beside another case of his.
    """
    if case.owner_organisation is None:
        return []
    beside = Case.objects.filter(
        owner_organisation=case.owner_organisation,
        owner_person=case.owner_person,
        stage__in=CaseStage.open(),
        registered_at__isnull=False,
        sealed=False,
    ).exclude(pk=case.pk)
    return list(beside.order_by("-pk")[:size])


def handing_in_of(case: Case) -> CaseEvent | None:
    """Who handed the report in and in which office; None where the intake channel received it."""
    return (
        case.events.filter(verb=EventVerb.SUBMITTED, actor_kind=ActorKind.PERSON)
        .select_related("actor", "acting_organisation")
        .order_by("-sequence")
        .first()
    )


def line_of(case: Case) -> BatchEntry | None:
    """The line of an inspection's list that the case was made of."""
    return (
        BatchEntry.objects.filter(case=case)
        .select_related("batch", "leader", "similar_to")
        .prefetch_related("co_units")
        .first()
    )


def marked_line_of(case: Case) -> BatchEntry | OpinionEntry | None:
    """The line of a list or register that says whether names or secrets were met in it."""
    line = BatchEntry.objects.filter(case=case).first()
    return line or OpinionEntry.objects.filter(opinion__case=case).first()


def opinion_of(case: Case) -> Opinion | None:
    """The opinion in its author's own words; only the intake officer may be shown it."""
    return Opinion.objects.filter(case=case).first()


def intake_officers(office: Organisation) -> list[Person]:
    """Those who read opinions there; where nobody is named, everybody of the office."""
    held = offices_on(today()).filter(role=Role.OFF, organisation=office)
    named = held.filter(duty=AppointmentDuty.INTAKE_OFFICER)
    found = (named if named.exists() else held).values("person")
    return list(Person.objects.filter(pk__in=found).order_by("code"))


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
