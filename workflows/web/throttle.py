"""How much the public pages take in within an hour. No address and no account is kept."""

from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from rectification.web.throttle import count, key_of_hour

PER_HOUR: Final = 60
"""Far above what a township sends in an hour, far below what a flood would."""

TOO_MANY: Final = _(
    "Too much was sent within this hour. Nothing was stored; please try again in an hour, or put "
    "it on paper into the box."
)
ALTOGETHER: Final = 300
"""Objections to all notices; beyond that each notice still takes its own share."""

OWN_SHARE: Final = 10
"""Objections that a notice takes in an hour whatever happens to the others."""


def too_many(what: str) -> bool:
    """Count one more and say whether the hour's limit is passed."""
    return count(f"received:{what}") > PER_HOUR


def too_many_objections(notice: int, *, with_account: bool) -> bool:
    """Whether this notice has taken its fill; objecting is a right, so a flood stops itself alone.

    Each notice counts for itself, those with an account apart from whoever came by the link. The
    count of all together protects the machine and never takes a notice its own share. Only what
    was taken in counts: so whoever is refused loses no time, for the notice's clock stands still
    until the flood is answered (T24).
    """
    own = _taken(_door(notice, with_account))
    return own >= PER_HOUR or (own >= OWN_SHARE and _taken(_ALL) >= ALTOGETHER)


def count_objection(notice: int, *, with_account: bool) -> None:
    """One more was taken in by this notice."""
    count(_door(notice, with_account))
    count(_ALL)


_ALL: Final = "received:objection"


def _door(notice: int, with_account: bool) -> str:
    return f"received:objection:{notice}:{'account' if with_account else 'public'}"


def _taken(what: str) -> int:
    return int(cache.get(key_of_hour(what), 0))
