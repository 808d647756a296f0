"""How often the public pages may be asked: counted for all together, no address is kept."""

from django.core.cache import cache
from django.utils import timezone


def too_many(what: str, *, per_hour: int) -> bool:
    """Count one more and say whether the hour's limit is passed."""
    key = f"asked:{what}:{timezone.now():%Y%m%d%H}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > per_hour
