"""Who is a party of a case, since when and until when."""

from django.utils import timezone

from rectification import notifications
from rectification.enums import EventVerb, PartyReason
from rectification.models import Case, CaseEvent, CaseParty, Organisation, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.roles import Role
from rectification.services.audience import liaison_people
from rectification.services.events import record_event


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


def end_parties_of(*, case: Case, organisation: Organisation) -> None:
    """The case leaves the organisation: an office in it is no ground to be a party any more."""
    for party in case.parties.filter(organisation=organisation, until__isnull=True):
        party.until = timezone.now()
        party.save(update_fields=["until"])


def join_liaison(*, case: Case) -> CaseEvent | None:
    """The liaison leader of the owner's organisation joins and is told (T14, T31).

    None where nobody holds that office, or he is the owner himself.
    """
    joining = [person for person in liaison_people(case) if person != case.owner_person]
    if not joining:
        return None
    for person in joining:
        liaison = Actor(person=person, role=Role.LIA, organisation=case.owner_organisation)
        add_party_in_office(case=case, actor=liaison, reason=PartyReason.JOINED)
    event = record_event(case=case, verb=EventVerb.LIAISON_JOINED, actor=SYSTEM)
    notifications.queue(kind="liaison_joined", recipients=joining, case=case, event=event)
    return event
