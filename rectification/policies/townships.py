"""Which township a reader stands in."""

from rectification.models import Organisation
from rectification.policies.authority import Authority, committee_above


def township_of(authority: Authority) -> Organisation | None:
    """The committee above his branch, else above his office; None for whoever has neither."""
    places = [
        *(membership.organisation for membership in authority.memberships),
        *(office.organisation for office in authority.appointments),
    ]
    for place in places[:1]:
        try:
            return committee_above(place)
        except Organisation.DoesNotExist:
            return None
    return None
