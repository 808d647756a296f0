"""What the role of the application may do in PostgreSQL (docs/how-to/least-privilege.md)."""

import re
from collections.abc import Collection
from typing import Final

from django.db import connections

from rectification.models.append_only import GOES_IN_THE_END, TABLES

_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_MIGRATIONS: Final = "django_migrations"


def grants_for(role: str, tables: Collection[str]) -> list[str]:
    """To be run by their owner. Raises ValueError for what is no plain name."""
    if not _NAME.fullmatch(role):
        raise ValueError(role)
    written_once = ", ".join(table for table in TABLES if table != GOES_IN_THE_END)
    grants = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE ON {written_once} FROM {role}",
        f"REVOKE UPDATE ON {GOES_IN_THE_END} FROM {role}",
    ]
    if _MIGRATIONS in tables:
        grants.append(f"REVOKE INSERT, UPDATE, DELETE ON {_MIGRATIONS} FROM {role}")
    return grants


def grant_role(*, role: str, using: str = "default") -> None:
    """All of it or nothing. Raises ValueError where the engine knows no roles."""
    connection = connections[using]
    statements = grants_for(role, connection.introspection.table_names())
    if connection.vendor != "postgresql":
        raise ValueError(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))
