"""What services once wrote, to be written again row by row: many times faster than the services.

The rows are plain, as the database gives them, so nothing of what a service did is lost.
"""

import copy
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import FileField, Model

from rectification.models import append_only

Made = TypeVar("Made")
Row = tuple[Any, ...]
Rows = dict[type[Model], dict[Any, Row]]

# Written by the migrations signal; their keys change when a database is flushed.
_GIVEN: Final = (Permission, ContentType)
_READS: Final = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")
_WRITTEN: Final = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')


class _Watch:
    """Whether anything was written on this connection since the ground was laid.

    `seen` is what was read of all tables last, in the transaction `within`, and `stale` the tables
    written since.
    """

    touched = True
    ground: Hashable = None
    seen: Rows | None = None
    within: object = None
    stale: set[str]

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(_READS):
            self.touched = True
            written = _WRITTEN.match(sql)
            if written is None:
                self.seen = None
            elif self.seen is not None:
                self.stale.add(written[1])
        return execute(sql, *rest)


_watch = _Watch()
_laid: dict[Hashable, tuple[Any, "Change"]] = {}


def once(ground: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives in an empty house, made once a process and afterwards copied.

    `ground` names it: whatever the rows depend on stands in it.
    """
    if ground in _laid:
        _laid[ground][1].make()
    else:
        before = all_rows()
        made = make()
        _laid[ground] = made, Change.since(before)
    _watch_from(ground)
    copied: Made = copy.deepcopy(_laid[ground][0])
    return copied


def _watch_from(ground: Hashable) -> None:
    """From here on writes are noticed; those of other connections are not, hence the last line."""
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)
    _watch.ground = ground
    _watch.touched = not connection.in_atomic_block
    _watch.seen = None


def untouched_ground() -> Hashable:
    """The name of what was laid with `once`, as long as nothing was written since; else None."""
    return None if _watch.touched else _watch.ground


def stand_on(ground: Hashable) -> None:
    """Give a name to what lies here now, which tells what was written since it was untouched."""
    _watch.ground = ground
    _watch.touched = False


@contextmanager
def unnamed() -> Iterator[None]:
    """What is done in several parts is remembered as a whole, and not its parts besides."""
    _watch.ground = None
    yield


def alone() -> bool:
    """Whether nobody counts or looks at the questions that are asked."""
    return connection.execute_wrappers == [_watch] and not connection.force_debug_cursor


def all_rows() -> Rows:
    """Every row of every model, by key, with the rights by name.

    Within one transaction only what was written since is read anew: nothing tells of its end, nor
    of what others write after it.
    """
    within = connection.atomic_blocks[0] if connection.atomic_blocks else None
    seen = _watch.seen if within is _watch.within else None
    if seen is None:
        now = {model: _read(model) for model in _models()}
    else:
        now = {m: _read(m) if m._meta.db_table in _watch.stale else seen[m] for m in seen}
    if within is not None and _watch in connection.execute_wrappers:
        _watch.seen, _watch.within, _watch.stale = now, within, set()
    return now


def _models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy and m not in _GIVEN]


def _columns(model: type[Model]) -> list[str]:
    """The key first."""
    fields = model._meta.local_concrete_fields
    key = model._meta.pk
    return [key.column, *(field.column for field in fields if field is not key)]


def _read(model: type[Model]) -> dict[Any, Row]:
    columns = _columns(model)
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {table}")
        rows = cursor.fetchall()
    right = _right_column(model)
    if right is not None and rows:
        codes = dict(Permission.objects.values_list("pk", "codename"))
        rows = [_with(row, right, codes[row[right]]) for row in rows]
    return {row[0]: row for row in rows}


def _right_column(model: type[Model]) -> int | None:
    """Where the model names a right, whose key is looked up anew each time."""
    for field in model._meta.local_concrete_fields:
        if field.related_model is Permission:
            return _columns(model).index(field.column)
    return None


def _with(row: Row, place: int, value: Any) -> Row:
    return (*row[:place], value, *row[place + 1 :])


def _insert_statement(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    columns = _columns(model)
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"


def _update_statement(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    key, *others = _columns(model)
    values = ", ".join(f"{quote(name)} = %s" for name in others)
    return f"UPDATE {quote(model._meta.db_table)} SET {values} WHERE {quote(key)} = %s"


def _delete_statement(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    return f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(_columns(model)[0])} = %s"


def _execute(model: type[Model], statement: str, rows: Iterable[Row]) -> None:
    right = _right_column(model)
    if right is not None:
        keys = dict(Permission.objects.values_list("codename", "pk"))
        rows = [_with(row, right, keys[row[right]]) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


@dataclass(frozen=True)
class Change:
    """What was added, altered and deleted since some moment, and the files of the new rows."""

    added: Rows
    altered: Rows
    deleted: Rows
    files: dict[str, bytes]

    @classmethod
    def since(cls, before: Rows) -> "Change":
        added: Rows = {}
        altered: Rows = {}
        deleted: Rows = {}
        for model, now in all_rows().items():
            old = before[model]
            deleted[model] = {key: row for key, row in old.items() if key not in now}
            added[model] = {key: row for key, row in now.items() if key not in old}
            altered[model] = {key: now[key] for key, row in old.items() if now.get(key, row) != row}
        return cls(_filled(added), _filled(altered), _filled(deleted), _files_of(added))

    @transaction.atomic
    def make(self) -> None:
        """Constraints between tables are looked at at the end, so the order does not matter."""
        for model, rows in self.deleted.items():
            _execute(model, _delete_statement(model), [(key,) for key in rows])
        for model, rows in self.added.items():
            _execute(model, _insert_statement(model), rows.values())
        for model, rows in self.altered.items():
            _execute(model, _update_statement(model), [(*r[1:], r[0]) for r in rows.values()])
        for name, content in self.files.items():
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(content))


@transaction.atomic
def put_back(before: Rows, among: Iterable[type[Model]] = ()) -> set[type[Model]]:
    """Everything again as it was, for a test that does the same many times over; what had changed.

    `among` are the only models to look at. What is written once may be deleted meanwhile.
    """
    append_only.release(connection.alias)
    changed = set()
    for model in among or before:
        old, new = before[model], _read(model)
        if old == new:
            continue
        changed.add(model)
        _execute(
            model,
            _delete_statement(model),
            [(pk,) for pk, row in new.items() if old.get(pk) != row],
        )
        lost = [row for pk, row in old.items() if new.get(pk) != row]
        _execute(model, _insert_statement(model), lost)
    append_only.protect(connection.alias)
    return changed


def _filled(rows: Rows) -> Rows:
    return {model: by_key for model, by_key in rows.items() if by_key}


def _files_of(rows: Rows) -> dict[str, bytes]:
    files = {}
    for model, by_key in rows.items():
        columns = _columns(model)
        places = [
            columns.index(field.column)
            for field in model._meta.local_concrete_fields
            if isinstance(field, FileField)
        ]
        for name in (row[place] for row in by_key.values() for place in places):
            if name and default_storage.exists(name):
                with default_storage.open(name) as file:
                    files[name] = file.read()
    return files
