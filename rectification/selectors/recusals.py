"""One person's recusals and the requests he made or that were made about him."""

from django.db.models import Q

from rectification.models import Case, OrganisationRecusal, Person, Recusal, RecusalRequest
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals


def recusals_in(case: Case) -> list[Recusal | OrganisationRecusal]:
    """Who is recused from the case, by itself or by its owner organisation, with the ground.

    For the office and the discipline committee alone (docs/rules.md, “Recusal”).
    """
    single = Recusal.objects.filter(case=case).select_related("person")
    standing = standing_recusals(today()).filter(organisation=case.owner_organisation_id)
    return [*single.order_by("pk"), *standing.select_related("person").order_by("pk")]


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
