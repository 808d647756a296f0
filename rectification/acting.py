"""Who is acting right now, for the field history. Set by the act door, services and commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_user_id: ContextVar[int | None] = ContextVar("acting_user_id", default=None)


@contextmanager
def acting_as(user_id: int | None) -> Iterator[None]:
    """Attribute every history row written inside the block to this user.

    `None` stands for the intake channel and the system: a reporter who happens to be logged in
    must never be named by the history (docs/rules.md, “Reporters”).
    """
    token = _user_id.set(user_id)
    try:
        yield
    finally:
        _user_id.reset(token)


def acting_user_id() -> int | None:
    return _user_id.get()
