"""How often the public pages may be asked: counted for all together, no address is kept."""

from typing import Final

from django.core.cache import cache
from django.utils import timezone

WRONG_CODES_PER_HOUR: Final = 300
"""Of receipts: far above honest use, and the codes are too long to be guessed anyway. Whoever has
the right one is answered all the same: else anybody could keep everybody from his answer."""


def too_many_wrong_codes() -> bool:
    return too_many("receipt", per_hour=WRONG_CODES_PER_HOUR)


def too_many(what: str, *, per_hour: int) -> bool:
    """Count one more and say whether the hour's limit is passed."""
    return count(f"asked:{what}") > per_hour


def count(what: str) -> int:
    """One more in this hour; where the cache has forgotten the number it begins anew."""
    key = key_of_hour(what)
    if cache.add(key, 1, timeout=3600):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        cache.set(key, 1, timeout=3600)
        return 1


def key_of_hour(what: str) -> str:
    return f"{what}:{timezone.now():%Y%m%d%H}"
