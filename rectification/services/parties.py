"""Who is a party of a case, since when and until when."""

from django.utils import timezone

from rectification.enums import PartyReason
from rectification.models import Case, CaseParty, Person


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
