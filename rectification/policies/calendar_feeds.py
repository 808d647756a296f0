"""Who has a calendar subscription, and how often it is read."""

from typing import Final

from rectification.policies.authority import Authority

READS_PER_HOUR: Final = 30
"""Of one subscription, on all devices together; calendars ask every quarter of an hour or less."""


def keeps_feed(authority: Authority) -> bool:
    """Whoever left has neither membership nor office, and nothing that could fall due."""
    return bool(authority.appointments or authority.memberships)
