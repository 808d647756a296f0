"""What the intake needs to know of a report."""

from dataclasses import dataclass

from django.db.models import F

from rectification.enums import (
    ActorKind,
    EventVerb,
    RejectionReason,
    SourceKind,
    Step,
)
from rectification.models import (
    BatchEntry,
    Case,
    CaseEvent,
    Opinion,
    OpinionEntry,
    WorkItem,
)
from rectification.policies.authority import Authority
from rectification.selectors.cases import open_items_of


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


def awaiting_intake(authority: Authority, *, size: int) -> list[WorkItem]:
    """Reports that lie with the reader for intake, those of imported lists first; no opinions.

    An opinion is put into other words before anybody else reads it, each by itself.
    """
    items = open_items_of(authority).filter(step=Step.TRIAGE)
    items = items.exclude(case__source__in=SourceKind.opinions())
    line = "case__batch_entry"
    order = [F(f"{line}__{name}").asc(nulls_last=True) for name in ("batch", "row")]
    items = items.select_related(
        "case__owner_organisation", "case__owner_person", f"{line}__batch", "organisation"
    )
    return list(items.prefetch_related(f"{line}__co_units").order_by(*order, "due_on", "pk")[:size])
