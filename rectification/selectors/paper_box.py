"""Notices against which papers may lie in the box, and the former openings."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from rectification.enums import ClaimKind
from rectification.models import (
    Ballot,
    BoxOpening,
    Case,
    Claim,
    Measure,
    Notice,
    Organisation,
    Person,
    Plan,
    Recusal,
    User,
)
from rectification.policies.authority import Authority, committee_above, offices_on
from rectification.policies.ballots import COUNTING, is_of_owner, is_open
from rectification.policies.days import today
from rectification.policies.facts import facts_of, standing_recusals
from rectification.policies.paper_box import answered_for_by
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
        .exclude(case__in=Case.objects.filter(answered_for_by(person)))
        .exclude(case__in=taken.values("case"))
        .exclude(case__in=Plan.objects.filter(drafted_by=person).values("case"))
        .exclude(case__in=Measure.objects.filter(person=person).values("plan__case"))
        .exclude(case__in=Recusal.objects.filter(person=person).values("case"))
        .exclude(case__owner_organisation__in=standing.values("organisation"))
        .order_by("-posted_at", "-pk")
    )


def ballots_in_box(notices: QuerySet[Notice], person: Person) -> list[Ballot]:
    """Open ballots on these notices to which he may count paper answers."""
    rows = Ballot.objects.filter(notice__in=notices.values("pk"), closes_on__gte=today())
    rows = rows.select_related("case", "notice__decision").order_by("closes_on", "pk")
    return [
        row for row in rows if is_open(row, today()) and not is_of_owner(person, facts_of(row.case))
    ]


def counters(organisation: Organisation, by: Person) -> QuerySet[Person]:
    """Who may have counted with him: whoever holds one of these offices in the township."""
    township = committee_above(organisation)
    held = offices_on(today()).filter(
        role__in=COUNTING, organisation__path__startswith=township.path
    )
    found = Person.objects.filter(pk__in=held.values("person"))
    return found.exclude(pk=by.pk).order_by("code")


def still_read(notices: QuerySet[Notice], user: User, authority: Authority) -> set[int]:
    """Those of them whose title may still be told: neither hidden nor narrowed out of his reach."""
    return set(
        open_to(user, authority).filter(pk__in=notices.values("pk")).values_list("pk", flat=True)
    )


def former_openings(organisation: Organisation) -> list[BoxOpening]:
    rows = BoxOpening.objects.filter(organisation=organisation).select_related("entered_by")
    return list(rows.order_by("-pk")[:FORMER])
