"""How everything here is measured: subject and floor by turns, in one run, as a ratio."""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final, Self

from django.db import connection

ROUNDS: Final = 60
TRIES: Final = 4
STEADY: Final = 0.2
Act = Callable[[], object]
Clock = Callable[[], float]
Result = dict[str, Any]


class Statements:
    """Counts the statements of this connection; the beginning of a transaction is none."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.count += not sql.startswith("BEGIN")
        return execute(sql, *rest)

    def __enter__(self) -> Self:
        self._watched = connection.execute_wrapper(self)
        self._watched.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._watched.__exit__(None, None, None)


def seconds(act: Act) -> float:
    """Of computing: what waits for others or for a disk is not in it."""
    return _taken(time.process_time, act)


def wall(act: Act) -> float:
    return _taken(time.perf_counter, act)


_CLOCKS: Final[tuple[Clock, ...]] = (time.process_time, time.perf_counter)
_aside: Final[dict[Clock, float]] = {}


@contextmanager
def aside() -> Iterator[None]:
    """What an act needs on its way and is not what is measured."""
    started = {clock: clock() for clock in _CLOCKS}
    yield
    for clock, moment in started.items():
        _aside[clock] = _aside.get(clock, 0) + clock() - moment


def _taken(clock: Clock, act: Act) -> float:
    _aside.clear()
    started = clock()
    act()
    return clock() - started - _aside.get(clock, 0)


def peak(act: Act) -> float:
    """Megabytes that Python holds at once while it acts, over what it held before."""
    tracemalloc.start()
    act()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found / 1e6


def compare(
    name: str,
    floor: Act,
    subject: Act,
    *,
    clock: Callable[[Act], float] = wall,
    rounds: int = ROUNDS,
) -> Result:
    """The ratio of the medians; none where the floor itself moved by more than a fifth."""
    for _ in range(TRIES):
        floors, subjects = [], []
        for _ in range(rounds):
            floors.append(clock(floor))
            subjects.append(clock(subject))
        result = ratio_of(name, floors, subjects)
        if result["ratio"] is not None:
            break
    return result


def ratio_of(name: str, floors: list[float], subjects: list[float]) -> Result:
    moved = drift(floors)
    if moved > STEADY:
        tell(name, f"not reported: the floor moved by {moved:.0%}")
        return {"name": name, "ratio": None, "floor_moved": round(moved, 2)}
    ratio = statistics.median(subjects) / statistics.median(floors)
    tell(name, f"{ratio:6.2f} times the floor")
    return {"name": name, "ratio": round(ratio, 2), "floor_moved": round(moved, 2)}


def drift(taken: list[float]) -> float:
    """By how much the medians of the quarters of a run, one after the other, lie apart."""
    ends = [len(taken) * n // 4 for n in range(5)]
    quarters = [statistics.median(taken[start:end]) for start, end in pairwise(ends)]
    return (max(quarters) - min(quarters)) / min(quarters)


def tell(name: str, words: str) -> None:
    print(f"{name:45} {words}", file=sys.stderr)
