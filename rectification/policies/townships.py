"""Which township a case belongs to, and which one a reader stands in."""

from rectification.models import Case, Organisation
from rectification.policies.authority import Authority, committee_above
from rectification.policies.places import body
from rectification.roles import Role


def township_of(case: Case) -> Organisation | None:
    """The committee of the case; of an opinion without organisation, that of the discipline
    committee which would receive it."""
    place = case.owner_organisation or body(case, Role.DIS)
    return committee_above(place) if place is not None else None


def own_township(authority: Authority) -> Organisation | None:
    """The committee above his branch, else above his office; None for whoever has neither."""
    places = [
        *(membership.organisation for membership in authority.memberships),
        *(office.organisation for office in authority.appointments),
    ]
    try:
        return committee_above(places[0]) if places else None
    except Organisation.DoesNotExist:
        return None
