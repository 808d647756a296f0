"""Whose month (月历) one reads, and whose theme day: never more than the cases behind it."""

from rectification.models import Organisation
from rectification.permissions import READ_BRANCH_CASES
from rectification.policies.authority import Authority


def month_places(authority: Authority) -> list[Organisation]:
    """Organisations whose month stands beside his own week."""
    return [*authority.nodes(READ_BRANCH_CASES), *authority.own_places(READ_BRANCH_CASES)]


def reads_month(authority: Authority, organisation: Organisation) -> bool:
    """Whoever reads the organisation's own cases; which ones he finds there says the gate."""
    return authority.may(READ_BRANCH_CASES, organisation)


def reads_theme_day(authority: Authority, organisation: Organisation) -> bool:
    """Whoever reads its month, and its members: they come to the theme day."""
    own = {membership.organisation_id for membership in authority.memberships}
    return organisation.pk in own or reads_month(authority, organisation)


def theme_day_places(authority: Authority) -> list[Organisation]:
    """Branches he is a member of."""
    return [membership.organisation for membership in authority.memberships]
