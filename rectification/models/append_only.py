"""What is written once: the database itself refuses to change or to delete these rows.

The triggers are put in place after every migration (`rectification.apps`): SQLite builds a table
anew when a column of it changes, and its triggers go with the old one.
"""

from typing import Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rectification.models.record import CaseEvent

TABLE: Final = CaseEvent._meta.db_table
_REFUSAL: Final = "events of a case are written once"
_FUNCTION: Final = f"{TABLE}_is_written_once"
_SQLITE: Final[tuple[str, ...]] = tuple(f"{TABLE}_no_{act.lower()}" for act in ("UPDATE", "DELETE"))
_POSTGRESQL: Final[tuple[str, ...]] = (f"{TABLE}_no_change", f"{TABLE}_no_truncate")


def protect(using: str) -> None:
    """Put the triggers in place, once each; nothing where the table is not there yet."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    release(using)
    _run(connection, _statements(connection.vendor))


def release(using: str) -> None:
    """Take the triggers away: for whoever empties a whole database, as the suite does."""
    connection = connections[using]
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    names = _POSTGRESQL if on else _SQLITE
    _run(connection, [f"DROP TRIGGER IF EXISTS {name}{on}" for name in names])


def is_protected(using: str) -> bool:
    connection = connections[using]
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
        wanted = _POSTGRESQL
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        wanted = _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(asked, [TABLE])
        return set(wanted) <= {name for (name,) in cursor.fetchall()}


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {_POSTGRESQL[0]} BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
            f"CREATE TRIGGER {_POSTGRESQL[1]} BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for name, act in zip(_SQLITE, ("UPDATE", "DELETE"), strict=True)
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
