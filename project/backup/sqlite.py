"""SQLite: its own online backup, which takes what is committed, also from the `-wal` file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from project.backup.archive import Archive
from project.backup.connections import connected_to
from project.backup.refusal import Refused

DUMP: Final = "database.sqlite3"


def require_tools() -> None:
    """Python brings all that is needed."""


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """The copy that was taken at one moment, while others write on; whole when the block is over.

    Within it the models read the copy.
    """
    name, copy = Path(connection.settings_dict["NAME"]), folder / DUMP
    if not name.exists():
        raise Refused(_("There is no database to back up: %(name)s") % {"name": name})
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with connected_to(copy):
        yield copy


@contextmanager
def staged(archive: Archive, *, replace: bool, stamp: str) -> Iterator[None]:
    """The database of the archive beside its place; put there when the block ends well.

    What stood there is set aside under a name of its own. Within the block the models read it.
    """
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    taken = _holds_anything(place)
    if taken and not replace:
        raise _held(place)
    if taken:
        _require_unused(place)
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".restore-", dir=place.parent) as folder:
        draft = Path(folder) / DUMP
        archive.extract(DUMP, draft)
        with connected_to(draft):
            _require_sound()
            yield
        if taken:
            _require_unused(place)
            place.rename(place.with_name(f"{place.name}.{stamp}"))
        elif _holds_anything(place):  # the product was started meanwhile
            raise _held(place)
        draft.replace(place)


def _holds_anything(place: Path) -> bool:
    if not place.exists():
        return False
    with closing(sqlite3.connect(place)) as database:
        return bool(database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())


def _held(place: Path) -> Refused:
    return Refused(_("The database holds something already: %(name)s") % {"name": place})


def _require_unused(place: Path) -> None:
    """One who has it open would write on into what is set aside. Leaves one file and no other."""
    with closing(sqlite3.connect(place, timeout=0)) as database:
        try:
            database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise Refused(_("The database is in use; stop the product first.")) from error


def _require_sound() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchone() != ("ok",):
            raise Refused(_("The database in the backup is damaged."))
