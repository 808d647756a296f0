"""Who is a party of a case, since when and until when."""

from django.utils import timezone

from rectification.enums import PartyReason
from rectification.models import Case, CaseParty, Person
from rectification.policies.actors import Actor


def add_party_in_office(*, case: Case, actor: Actor, reason: PartyReason) -> CaseParty:
    """A party because of the office he acted in; it ends with the office (scenarios 3, 13)."""
    party = add_party(case=case, person=actor.principal, reason=reason)
    if (party.role, party.organisation) != (actor.role, actor.organisation):
        party.role, party.organisation = actor.role, actor.organisation
        party.save(update_fields=["role", "organisation"])
    return party


def add_party(*, case: Case, person: Person, reason: PartyReason) -> CaseParty:
    """Make the person a party for this reason; does nothing when he already is."""
    party = CaseParty.objects.filter(
        case=case, person=person, reason=reason, until__isnull=True
    ).first()
    return party or CaseParty.objects.create(
        case=case, person=person, reason=reason, since=timezone.now()
    )


def end_party(*, case: Case, person: Person, reason: PartyReason) -> None:
    """The reason no longer holds from this moment on."""
    for party in CaseParty.objects.filter(
        case=case, person=person, reason=reason, until__isnull=True
    ):
        party.until = timezone.now()
        party.save(update_fields=["until"])
