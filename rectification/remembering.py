"""What was read in an act is not read again in it until what it rests on is written.

The rules of a step are asked at the door, by the service, and for whoever holds the next step;
each time they load the same facts. Nothing is remembered outside `remembering`.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db import connection

Read = TypeVar("Read")

_PASSED_OVER: Final = ("SAVEPOINT", "RELEASE")
_ASKED: Final = ("SELECT", "(SELECT")
_LOCKED: Final = re.compile(r" FOR (?:NO KEY )?UPDATE\b")
_READ: Final = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_WRITTEN: Final = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')
_APART: Final = re.compile(
    r"rectification_(workitem|workitembar|outboxmessage|historical\w+)|viewflow_\w+|workflows_\w+"
)
"""Tables that nothing reads from later: whose turn it is, what is told, field history."""
_OTHERS: Final = ""
"""In place of a table, of what reads on later: all that are not apart."""


@dataclass
class _Memory:
    """By key what was read, and the tables it rests on.

    `reading` are the tables of each reading under way, the innermost last.
    """

    found: dict[Hashable, tuple[Any, frozenset[str]]] = field(default_factory=dict)
    reading: list[set[str]] = field(default_factory=list)

    def notice(self, sql: str) -> None:
        """Before the statement is run."""
        if sql.startswith(_PASSED_OVER):
            return
        if self.reading:
            self.rest_on(_READ.findall(sql))
        if sql.startswith(_ASKED) and not _LOCKED.search(sql):
            return
        written = _WRITTEN.match(sql)
        if written is None:
            self.found.clear()
        else:
            self.forget({written[1]} if _APART.fullmatch(written[1]) else {written[1], _OTHERS})

    def forget(self, tables: Set[str]) -> None:
        self.found = {
            key: (value, rests_on)
            for key, (value, rests_on) in self.found.items()
            if rests_on.isdisjoint(tables)
        }

    def rest_on(self, tables: Iterable[str]) -> None:
        for under_way in self.reading:
            under_way.update(tables)


_memory: ContextVar[_Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within one transaction, under the lock of the case.

    Another lock may be waited for while others write, so what was read before it is read again.
    """
    memory = _Memory()

    def noticed(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        memory.notice(sql)
        return execute(sql, *rest)

    token = _memory.set(memory)
    try:
        with connection.execute_wrapper(noticed):
            yield
    finally:
        _memory.reset(token)


def remembered(key: Hashable, read: Callable[[], Read], *, reads_on: bool = False) -> Read:
    """What `read` gave since a table it was read from was written; `key` names all else it rests
    on. What `reads_on` later, when it is asked, is forgotten with any write."""
    memory = _memory.get()
    if memory is None:
        return read()
    if key not in memory.found:
        tables = {_OTHERS} if reads_on else set()
        memory.reading.append(tables)
        try:
            value = read()
        finally:
            memory.reading.pop()
        memory.found[key] = value, frozenset(tables)
    found, rests_on = memory.found[key]
    memory.rest_on(rests_on)
    told: Read = found
    return told
