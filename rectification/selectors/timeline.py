"""What happened to a case, and when it passed each stage."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from rectification.enums import ActorKind, EventVerb
from rectification.models import Case, CaseEvent, VerificationAttempt, WorkItem


def events_of(case: Case) -> list[CaseEvent]:
    """All events of the case with actor, office and words, latest first."""
    return list(
        CaseEvent.objects.filter(case=case)
        .select_related("actor", "acting_organisation", "on_behalf_of", "payload")
        .order_by("-sequence")
    )


def items_named(events: Sequence[CaseEvent]) -> Mapping[str, WorkItem]:
    """The work items that events refer to as `item:12`, by that reference."""
    keys = {
        int(event.reference.removeprefix("item:"))
        for event in events
        if event.reference.startswith("item:")
    }
    if not keys:
        return {}
    items = WorkItem.objects.filter(pk__in=keys).select_related("organisation")
    return {f"item:{item.pk}": item for item in items}


def passed_on(case: Case) -> Mapping[str, date]:
    """The last day on which each verb happened in the present round."""
    rows = CaseEvent.objects.filter(case=case, round=case.round).order_by("sequence")
    return {verb: timezone.localdate(at) for verb, at in rows.values_list("verb", "at")}


def words_of(event: CaseEvent, attempts: Sequence[VerificationAttempt]) -> str:
    """What people wrote, as far as the record may show it.

    A reporter's own words never leave the intake (his style may give him away), and what one
    verifier found stays closed until both have signed (docs/rules.md, “Reporters”, 4.8).
    """
    if event.actor_kind == ActorKind.INTAKE_CHANNEL or not hasattr(event, "payload"):
        return ""
    if event.verb == EventVerb.VERIFICATION_SIGNED and not _is_concluded(event, attempts):
        return ""
    return event.payload.text


def _is_concluded(event: CaseEvent, attempts: Sequence[VerificationAttempt]) -> bool:
    return any(
        attempt.named_at <= event.at
        and attempt.concluded_at is not None
        and event.at <= attempt.concluded_at
        for attempt in attempts
    )
