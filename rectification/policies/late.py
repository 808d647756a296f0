"""People who are looked up when somebody asks about them, not before."""

from collections.abc import Callable, Iterator, Set
from functools import cached_property


class Late(Set[int]):
    """Keys of people behind a query that many steps never need; it is asked once, or not at all."""

    def __init__(self, load: Callable[[], frozenset[int]]) -> None:
        self._load = load

    @cached_property
    def _keys(self) -> frozenset[int]:
        return self._load()

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
