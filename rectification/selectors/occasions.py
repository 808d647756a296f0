"""Records of visits, checks and meetings, as far as somebody reads them."""

from typing import Final

from django.db.models import QuerySet

from rectification.models import Case, Occasion, Person, User
from rectification.policies.authority import Authority, committee_above, offices_on
from rectification.policies.days import today
from rectification.policies.occasions import enters, readable
from rectification.selectors.cases import visible_to
from rectification.selectors.changes import Change, changes_of
from rectification.sources import source_of

PAGE = 25


def occasions_for(authority: Authority) -> QuerySet[Occasion]:
    """Every record the person reads, unordered."""
    return Occasion.objects.filter(readable(authority)).select_related("organisation", "entered_by")


def page_of_occasions(
    authority: Authority, *, source: str = "", before_id: int | None = None, size: int = PAGE
) -> list[Occasion]:
    """The next page, last entered first; one row more than a page when there is more."""
    rows = occasions_for(authority)
    if source:
        rows = rows.filter(source=source)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-pk")[: size + 1])


CORRECTED: Final = ("kind", "organisation", "held_on", "people", "present", "finding")
"""What a correction can change."""


def corrections_of(occasion: Occasion) -> list[Change]:
    """Each correction with what stood there before, the latest first."""
    if occasion.corrected_at is None:
        return []
    return [
        change
        for change in changes_of(occasion, [*CORRECTED, "corrected_at"])
        if change.fields[-1].name == "corrected_at"
    ]


def cases_raised(occasion: Occasion, user: User, authority: Authority) -> list[Case]:
    """Cases that came from the record and that this reader may see."""
    seen = visible_to(user, authority).filter(occasion=occasion)
    return list(seen.select_related("owner_organisation", "owner_person").order_by("pk"))


def possible_visitors(authority: Authority, source: str) -> QuerySet[Person]:
    """Who can have been there: those of the township who enter records of this source."""
    held = enters(authority.appointments, source)
    townships = {committee_above(office.jurisdiction).path for office in held}
    people: QuerySet[Person] = Person.objects.none()
    for path in townships:
        rows = offices_on(today()).filter(
            role__in=source_of(source).roles, organisation__path__startswith=path
        )
        people = people | Person.objects.filter(pk__in=rows.values("person"))
    return people.order_by("code")
