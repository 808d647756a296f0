"""What is written once: the database itself refuses to change or to delete these rows.

Who looked at what goes in the end: each row may be deleted half a year after it was written, by the
clock of the database, and not a day before (`KEPT_MONTHS`).

On SQLite `INSERT OR REPLACE` deletes the row that is in its way without asking the trigger against
deletion, unless the connection says otherwise (`recursive_triggers`), and whoever attacks opens a
connection of his own. So a row whose key is taken is refused before it is put in.

The triggers are put in place after every migration (`rectification.apps`): SQLite builds a table
anew when a column of it changes, and its triggers go with the old one.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rectification.models.checkpoint import Checkpoint, CheckpointHead, RecordsExport
from rectification.models.paper_event import PaperEvent
from rectification.models.record import AccessLog, CaseEvent
from rectification.models.retention import Tombstone

TABLES: Final = tuple(
    model._meta.db_table
    for model in (
        CaseEvent,
        PaperEvent,
        Checkpoint,
        CheckpointHead,
        RecordsExport,
        Tombstone,
        AccessLog,
    )
)
GOES_IN_THE_END: Final = AccessLog._meta.db_table
KEPT_MONTHS: Final = 6
_REFUSAL: Final = "this is written once"
_FUNCTION: Final = f"{CaseEvent._meta.db_table}_is_written_once"


def protect(using: str) -> None:
    """Put the triggers in place, once each; nothing where the tables are not there yet."""
    connection = connections[using]
    there = _tables_there(connection)
    release(using)
    if there and connection.vendor == "postgresql":
        _run(connection, [_REFUSING])
    for table in there:
        _run(connection, _statements(connection, table))


def release(using: str) -> None:
    """Take the triggers away: for whoever empties a whole database, as the suite does."""
    connection = connections[using]
    for table in _tables_there(connection):
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        names = _triggers(connection.vendor, table)
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}{on}" for name in names])


def is_protected(using: str) -> bool:
    """True also of a database that has none of the tables yet."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        for table in _tables_there(connection):
            cursor.execute(asked, [table])
            if not set(_triggers(connection.vendor, table)) <= {name for (name,) in cursor}:
                return False
    return True


_REFUSING: Final = (
    f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF TG_TABLE_NAME = '{GOES_IN_THE_END}' THEN "
    f"IF OLD.at <= now() - interval '{KEPT_MONTHS} months' THEN RETURN OLD; "
    "END IF; END IF; END IF; "
    f"RAISE EXCEPTION '{_REFUSAL}' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _tables_there(connection: BaseDatabaseWrapper) -> list[str]:
    found = set(connection.introspection.table_names())
    return [table for table in TABLES if table in found]


def _triggers(vendor: str, table: str) -> tuple[str, ...]:
    if vendor == "postgresql":
        return f"{table}_no_change", f"{table}_no_truncate"
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"


def _statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    first, second, *more = _triggers(connection.vendor, table)
    if connection.vendor == "postgresql":
        return [
            f"CREATE TRIGGER {first} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
            f"CREATE TRIGGER {second} BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    (third,) = more
    taken = " OR ".join(_taken(connection, table))
    return [
        f"CREATE TRIGGER {first} BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {second} BEFORE DELETE ON {table} {_while_young(table)}{refuse}",
        f"CREATE TRIGGER {third} BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    ]


def _while_young(table: str) -> str:
    return f"WHEN OLD.at > datetime('now', '-{KEPT_MONTHS} months') " * (table == GOES_IN_THE_END)


def _taken(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    """For each key of the table, that there is a row with that of the new one."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s", [table])
        written = {name: sql or "" for name, sql in cursor}
    for name, constraint in constraints.items():
        if constraint["unique"] or constraint["primary_key"]:
            same = [f"{column} = NEW.{column}" for column in constraint["columns"]]
            _index, _, condition = written.get(name, "").partition(" WHERE ")
            if condition:
                same.append(f"({condition})")
            yield f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(same)})"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
