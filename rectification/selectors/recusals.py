"""One person's recusals and the requests he made or that were made about him."""

from django.db.models import Q

from rectification.models import OrganisationRecusal, Person, Recusal, RecusalRequest


def own_recusals(person: Person) -> list[Recusal]:
    """The person's recusals, latest first; of the case only its number is his to know."""
    rows = Recusal.objects.filter(person=person).select_related("case")
    return list(rows.order_by("-pk")[:100])


def own_standing(person: Person) -> list[OrganisationRecusal]:
    """Declarations for whole organisations, latest first."""
    rows = OrganisationRecusal.objects.filter(person=person).select_related("organisation")
    return list(rows.order_by("-pk")[:100])


def requests_about(person: Person) -> list[RecusalRequest]:
    """Requests that he made, or that are about him; each with the answer."""
    mine = Q(person=person) | Q(requested_by=person)
    rows = RecusalRequest.objects.filter(mine).select_related("case", "person")
    return list(rows.order_by("-pk")[:100])
