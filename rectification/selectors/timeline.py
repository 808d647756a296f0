"""What happened to a case, and when it passed each stage."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext

from rectification.enums import ActorKind, EventVerb, PublicationPurpose, Step
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Organisation,
    PublicationDecision,
    VerificationAttempt,
)
from rectification.models.record import PURPOSE
from rectification.policies.event_circles import KEPT_BACK
from rectification.policies.places import Office

_CHAIN: Final = "chain:"
_TERM: Final = "appointment:"


def events_of(case: Case) -> list[CaseEvent]:
    """Events of the case with actor, office and words, latest first.

    Not those about a reporter, and nothing by which one would learn of a referral.
    """
    return list(
        CaseEvent.objects.filter(case=case)
        .exclude(verb__in=KEPT_BACK)
        .exclude(step__in=Step.confidential())
        .select_related("actor", "acting_organisation", "on_behalf_of", "delegation", "payload")
        .order_by("-sequence")
    )


def signature(event: CaseEvent) -> str:
    """Who acted, as records and papers sign it: a deputy with his delegator and the number."""
    name = event.actor.name if event.actor else ""
    if event.on_behalf_of is None:
        return name
    words = {"deputy": name, "delegator": event.on_behalf_of.name}
    if event.delegation is None:
        return gettext("%(deputy)s (for %(delegator)s)") % words
    words["reference"] = event.delegation.reference
    return gettext("%(deputy)s (for %(delegator)s, %(reference)s)") % words


def signatures_of_deputies(case: Case) -> Mapping[tuple[str, str], str]:
    """By verb and reference: how acts are signed that a deputy did in this case."""
    events = CaseEvent.objects.filter(case=case, delegation__isnull=False)
    rows = events.select_related("actor", "on_behalf_of", "delegation")
    return {(event.verb, event.reference): signature(event) for event in rows}


def chains_of(events: Iterable[CaseEvent]) -> Mapping[int, list[Office]]:
    """By event: the offices that were asked in turn, as `services.work_items` recorded them."""
    chains = {
        event.pk: [part.split("@") for part in event.reference.removeprefix(_CHAIN).split(">")]
        for event in events
        if event.reference.startswith(_CHAIN)
    }
    keys = {int(node) for chain in chains.values() for _role, node in chain if node}
    found = Organisation.objects.in_bulk(keys) if keys else {}
    return {
        pk: [(role, found.get(int(node)) if node else None) for role, node in chain]
        for pk, chain in chains.items()
    }


def terms_of(events: Iterable[CaseEvent]) -> Mapping[int, Appointment]:
    """By event: the new term of an office that passed to a successor."""
    keys = {
        event.pk: int(event.reference.removeprefix(_TERM))
        for event in events
        if event.verb == EventVerb.OFFICE_SUCCEEDED
    }
    rows = Appointment.objects.select_related("person", "organisation", "replaces__person")
    found = rows.in_bulk(keys.values()) if keys else {}
    return {pk: found[key] for pk, key in keys.items() if key in found}


def purposes_of(events: Sequence[CaseEvent]) -> Mapping[str, str]:
    """By reference: what the act was about, where it was no notice of the effect (4.6)."""
    begun = [event for event in events if event.verb == EventVerb.DISCLOSURE_BEGUN]
    if not begun:
        return {}
    found = {f"{PURPOSE}{purpose}": purpose for purpose in PublicationPurpose.disclosures()}
    rows = PublicationDecision.objects.filter(
        case=begun[0].case_id, purpose__in=PublicationPurpose.disclosures()
    )
    for pk, notice, purpose in rows.values_list("pk", "notice__pk", "purpose"):
        found[f"publication:{pk}"] = found[f"notice:{notice}"] = purpose
    return found


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
