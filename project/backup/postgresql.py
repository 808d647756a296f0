"""PostgreSQL: pg_dump of an exported snapshot, in which the models read as well."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from project.backup.archive import Archive
from project.backup.refusal import Refused

DUMP: Final = "database.dump"
_ASIDE: Final = "before_restore"
_CONNECTS: Final = frozenset(
    {"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert"}
)
_ALIKE: Final = ("--no-owner", "--no-privileges")


def require_tools() -> None:
    """Both programs, at least as new as the server: an older one cannot read what it writes."""
    with connection.cursor():
        server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
    for name in ("pg_dump", "pg_restore"):
        told = subprocess.run([_program(name), "--version"], capture_output=True, check=True)
        version = int(re.findall(rb"\d+", told.stdout)[0])
        if version < server:
            raise Refused(
                _(
                    "%(name)s is of version %(version)s and the server of version %(server)s: "
                    "install postgresql-client-%(server)s or newer."
                )
                % {"name": name, "version": version, "server": server}
            )


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """As `sqlite.snapshot`: within the block the models read what the copy holds."""
    copy = folder / DUMP
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
        options = [f"--snapshot={name}", f"--exclude-schema={_ASIDE}*", f"--file={copy}"]
        _run("pg_dump", "--format=custom", *_ALIKE, *options)
        yield copy


@contextmanager
def staged(archive: Archive, *, replace: bool, stamp: str) -> Iterator[None]:
    """As `sqlite.staged`, but in its place: what goes wrong within the block is taken back.

    What stood there is set aside in a schema of its own.
    """
    taken = bool(connection.introspection.table_names())
    if taken and not replace:
        name = connection.settings_dict["NAME"]
        raise Refused(_("The database holds something already: %(name)s") % {"name": name})
    _require_unused()  # a product that begins here would be taken back with what goes wrong
    aside = re.sub(r"\W", "_", stamp) if taken else ""
    with TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        archive.extract(DUMP, dump)
        if aside:
            _statements(f"ALTER SCHEMA public RENAME TO {aside}", *_NEW)
        try:
            _run("pg_restore", "--single-transaction", "--exit-on-error", *_ALIKE, str(dump))
            yield
        except BaseException:
            back = [f"ALTER SCHEMA {aside} RENAME TO public"] if aside else _NEW
            _statements("DROP SCHEMA public CASCADE", *back)
            raise


_NEW: Final = ("CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO PUBLIC")


def _require_unused() -> None:
    asked = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        if cursor.fetchone() != (0,):
            raise Refused(_("The database is in use; stop the product first."))


def _statements(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _run(program: str, *options: str) -> None:
    """The password stands in the environment of the program and not in the list of processes."""
    given: dict[str, Any] = connection.get_connection_params()
    about = make_conninfo(**{name: given[name] for name in _CONNECTS & set(given)})
    password = {"PGPASSWORD": str(given["password"])} if given.get("password") else {}
    done = subprocess.run(
        [_program(program), f"--dbname={about}", "--no-password", *options],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise Refused(_("%(name)s failed: %(said)s") % {"name": program, "said": said})


def _program(name: str) -> str:
    """What the path has; past the wrapper of Debian, which asks its own clusters, the newest."""
    named = shutil.which(name)
    if named is not None and Path(named).resolve().name != "pg_wrapper":
        return named
    installed = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    if not installed:
        raise Refused(
            _("%(name)s is not installed: install the package postgresql-client.") % {"name": name}
        )
    return str(installed[-1])
