"""How far an import has come, for whoever waits for it.

It lies in the cache: the one transaction of the import shows nothing before its end. Nodes without
a common cache may not know it, and the page then waits as it would without.
"""

from typing import Final

from django.core.cache import cache

KEPT_SECONDS: Final = 10 * 60


def note_written(*, waiting: int, done: int, total: int) -> None:
    cache.set(_key(waiting), (done, total), KEPT_SECONDS)


def written_so_far(*, waiting: int) -> tuple[int, int]:
    """Rows written and rows to be written; two zeros while nothing is known."""
    done, total = cache.get(_key(waiting), (0, 0))
    return done, total


def forget_written(*, waiting: int) -> None:
    """The import is over, written or not."""
    cache.delete(_key(waiting))


def _key(waiting: int) -> str:
    return f"import-written-{waiting}"
