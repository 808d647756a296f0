"""The moment as of which rows are read (decision 0042); without one they are read as they stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Moment:
    """Two times that are not one: what was on record at `known_at`, and what held on `day`."""

    known_at: datetime
    day: date


_read: ContextVar[Moment | None] = ContextVar("moment_read", default=None)


def moment_read() -> Moment | None:
    """None for the present."""
    return _read.get()


@contextmanager
def reading(moment: Moment | None) -> Iterator[None]:
    """Set by `selectors.as_of` alone, which sees to it that the rows are those of the moment."""
    token = _read.set(moment)
    try:
        yield
    finally:
        _read.reset(token)
