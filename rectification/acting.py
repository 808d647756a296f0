"""Who is acting right now, at whose request, and what was written so far.

Read by the field history and by the events. Set by the middleware, the Celery tasks, `manage.py`,
the act door, services and commands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from uuid import uuid4


class Origin(StrEnum):
    """How a request id begins. Stored for ever: never rename."""

    WEB = "web"
    JOB = "job"
    COMMAND = "command"
    ACT = "act"
    """The act door, where nothing else asked."""


@dataclass(frozen=True)
class Request:
    """`id` is ours, never taken from a sender; `cause` names the page, step, job or command."""

    id: str = ""
    cause: str = ""

    def begins_with(self, origin: Origin) -> bool:
        return self.id.startswith(f"{origin}:")


@dataclass
class _Written:
    """Since the last event: files, and versions of rows, each as a line (`services.events`)."""

    files: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)


NOBODY: Final = Request()

_user_id: ContextVar[int | None] = ContextVar("acting_user_id", default=None)
_request: ContextVar[Request] = ContextVar("acting_request", default=NOBODY)
_written: ContextVar[_Written | None] = ContextVar("acting_written", default=None)


@contextmanager
def asked_by(origin: Origin, cause: str = "", key: str = "") -> Iterator[Request]:
    """One request from outside: all that is written inside the block bears its id."""
    request = Request(f"{origin}:{key or uuid4().hex}", cause)
    token = _request.set(request)
    try:
        yield request
    finally:
        _request.reset(token)


@contextmanager
def acting_as(user_id: int | None, cause: str = "") -> Iterator[None]:
    """Attribute every history row written inside the block to this user.

    `None` stands for the intake channel and the system: a reporter who happens to be logged in
    must never be named by the history (docs/rules.md, “Reporters”), nor be found by the id of his
    request, which other rows could bear with a name. What is written inside is proved by the next
    event (`taken`), if need be one of the block around; a block that fails leaves nothing behind.
    """
    outer, inner = _written.get(), _Written()
    who = _user_id.set(user_id)
    asked = _request.set(_request_inside(user_id, cause))
    written = _written.set(inner)
    try:
        yield
        if outer is not None:
            outer.files += inner.files
            outer.versions += inner.versions
    finally:
        _user_id.reset(who)
        _request.reset(asked)
        _written.reset(written)


def _request_inside(user_id: int | None, cause: str) -> Request:
    request = _request.get()
    if user_id is None and request.begins_with(Origin.WEB):
        request = replace(request, id="")
    elif request is NOBODY:
        request = Request(f"{Origin.ACT}:{uuid4().hex}")
    return replace(request, cause=cause or request.cause)


def acting_user_id() -> int | None:
    return _user_id.get()


def request_id() -> str:
    """Empty where the reader of it could find a reporter, and where nobody asked."""
    return _request.get().id


def request_cause() -> str:
    return _request.get().cause


def name_cause(cause: str) -> None:
    """What the request turned out to be for, once its address is resolved."""
    _request.set(replace(_request.get(), cause=cause))


def note_file(line: str) -> None:
    """A file was stored: the next event of this act proves it."""
    written = _written.get()
    if written is not None:
        written.files.append(line)


def note_version(line: str) -> None:
    """A row was written: the next event of this act proves the version."""
    written = _written.get()
    if written is not None:
        written.versions.append(line)


def taken() -> tuple[list[str], list[str]]:
    """Files and versions since the last event of this act; the event that takes them bears them."""
    written = _written.get() or _Written()
    found = written.files, written.versions
    written.files, written.versions = [], []
    return found
