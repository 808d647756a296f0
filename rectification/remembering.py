"""What was read in an act is not read again in it until something is written or locked.

The rules of a step are asked at the door, by the service, and for whoever holds the next step;
each time they load the same facts. Nothing is remembered outside `remembering`.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.db import connection

Read = TypeVar("Read")

_READS: Final = ("SELECT", "SAVEPOINT", "RELEASE")
_LOCKED: Final = re.compile(r" FOR (?:NO KEY )?UPDATE\b")
_WRITTEN: Final = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_APART: Final = re.compile(
    r"rectification_(workitem|workitembar|outboxmessage|historical\w+)|viewflow_\w+|workflows_\w+"
)
"""Tables on which nothing remembered rests: whose turn it is, what is told, field history."""
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within one transaction, under the lock of the case.

    Another lock may be waited for while others write, so what was read before it is read again.
    """
    memory: dict[Hashable, Any] = {}

    def forget(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not _leaves_all_as_it_was(sql):
            memory.clear()
        return execute(sql, *rest)

    token = _memory.set(memory)
    try:
        with connection.execute_wrapper(forget):
            yield
    finally:
        _memory.reset(token)


def _leaves_all_as_it_was(sql: str) -> bool:
    if sql.startswith(_READS):
        return _LOCKED.search(sql) is None
    return _is_apart(sql)


def _is_apart(sql: str) -> bool:
    written = _WRITTEN.match(sql)
    return written is not None and _APART.fullmatch(written[1]) is not None


def remembered(key: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gave since the last write, if it was asked for; `key` names all it rests on."""
    memory = _memory.get()
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    found: Read = memory[key]
    return found
