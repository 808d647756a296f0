"""How much the public pages take in: counted for all together, so that no address is kept."""

from typing import Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PER_HOUR: Final = 60
"""Far above what a township sends in an hour, far below what a flood would."""

TOO_MANY: Final = _(
    "Too much was sent within this hour. Nothing was stored; please try again in an hour, or put "
    "it on paper into the box."
)


def too_many(what: str) -> bool:
    """Count one more and say whether the hour's limit is passed."""
    key = f"received:{what}:{timezone.now():%Y%m%d%H}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > PER_HOUR
