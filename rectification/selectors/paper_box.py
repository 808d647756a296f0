"""Notices against which papers may lie in the box, and the former openings."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from rectification.enums import ClaimKind
from rectification.models import (
    BoxOpening,
    Claim,
    Measure,
    Notice,
    Organisation,
    Plan,
    Recusal,
    User,
)
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals
from rectification.selectors.cases import below
from rectification.selectors.notices import objectable_by, open_to

LATE_PAPERS: Final = timedelta(days=60)
"""For so long after its end a notice is offered; what comes too late is an opinion (4.7)."""

FORMER: Final = 10


def notices_in_box(
    organisation: Organisation, user: User, authority: Authority
) -> QuerySet[Notice]:
    """Of the organisation and below it, without those of cases in which he is concerned."""
    person = authority.person
    taken = Claim.objects.filter(made_by=person).exclude(kind=ClaimKind.DESIGNATED)
    standing = standing_recusals(today()).filter(person=person)
    return (
        objectable_by(user, authority)
        .filter(below(organisation, "case"), ends_on__gte=today() - LATE_PAPERS)
        .exclude(case__owner_person=person)
        .exclude(case__in=taken.values("case"))
        .exclude(case__in=Plan.objects.filter(drafted_by=person).values("case"))
        .exclude(case__in=Measure.objects.filter(person=person).values("plan__case"))
        .exclude(case__in=Recusal.objects.filter(person=person).values("case"))
        .exclude(case__owner_organisation__in=standing.values("organisation"))
        .order_by("-posted_at", "-pk")
    )


def still_read(notices: QuerySet[Notice], user: User, authority: Authority) -> set[int]:
    """Those of them whose title may still be told: neither hidden nor narrowed out of his reach."""
    return set(
        open_to(user, authority).filter(pk__in=notices.values("pk")).values_list("pk", flat=True)
    )


def former_openings(organisation: Organisation) -> list[BoxOpening]:
    rows = BoxOpening.objects.filter(organisation=organisation).select_related("entered_by")
    return list(rows.order_by("-pk")[:FORMER])
