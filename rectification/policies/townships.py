"""Which township a case belongs to, and which one a reader stands in."""

from rectification.models import Appointment, Case, Opinion, Organisation
from rectification.policies.authority import Authority, committee_above


def township_of(case: Case) -> Organisation | None:
    """The committee above the owner; of an opinion without one, the committee that received it."""
    if case.owner_organisation is not None:
        return committee_above(case.owner_organisation)
    opinion = Opinion.objects.filter(case=case).select_related("township").first()
    return opinion.township if opinion else None


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


def office_for(case: Case, authority: Authority, role: str) -> Appointment:
    """His office of the role in the township of the case; he may hold one in another as well.

    A case that no township has received yet is taken by the first.
    """
    township = township_of(case)
    there = authority.office_reaching(township, role) if township else None
    return there or next(a for a in authority.appointments if a.role == role)
