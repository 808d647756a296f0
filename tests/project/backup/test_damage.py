"""What was damaged or changed in a backup is refused, and nothing of it is put in place."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from struct import unpack
from zipfile import ZipFile

import pytest
from django.db import connection
from pytest_django import Settings

from project.backup import sqlite
from project.backup.archive import FILES, HEADS, MANIFEST, SIGNATURE, opened
from project.backup.making import back_up
from project.backup.refusal import Refused
from project.backup.restoring import restore
from project.backup.sqlite import DUMP
from rectification.models import CaseEvent, append_only
from tests.project.backup.drill import Folders, elsewhere
from tests.project.backup.forging import Members, read, signed_anew, write
from tests.workflows.play import Play

EVENTS = CaseEvent._meta.db_table

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="what is changed is a SQLite file"),
]


def with_database(members: Members, folder: Path, *statements: str) -> Members:
    path = folder / "changed.sqlite3"
    path.write_bytes(members[DUMP])
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        database.execute("PRAGMA journal_mode=DELETE")
    members[DUMP] = path.read_bytes()
    path.unlink()
    return members


def flipped(path: Path, name: str, to: Path) -> Path:
    """One bit in the middle of what the archive holds of the member."""
    with ZipFile(path) as archive:
        member = archive.getinfo(name)
    content = bytearray(path.read_bytes())
    lengths = content[member.header_offset + 26 : member.header_offset + 30]
    begins = member.header_offset + 30 + sum(unpack("<HH", lengths))
    content[begins + member.compress_size // 2] ^= 1
    to.write_bytes(bytes(content))
    return to


def refused(path: Path, **given: str) -> str:
    """The words of the refusal; nothing is left of the attempt."""
    with elsewhere():
        place = Path(connection.settings_dict["NAME"])
        with pytest.raises(Refused) as found:
            restore(path, **given)
    left = [one for one in place.parent.rglob("*") if one.is_file() and "keys" not in one.parts]
    assert left == []
    return str(found.value)


@pytest.fixture
def backup(house: Play, settings: Settings, tmp_path: Path) -> Path:
    """A sound one; the place it could be restored to has a key of its own."""
    path = back_up(tmp_path / "sound.zip").path
    Folders(tmp_path / "elsewhere").take(settings)
    return path


def test_damaged_backup_is_refused_with_what_is_wrong(backup: Path, tmp_path: Path) -> None:
    members, broken = read(backup), tmp_path / "broken.zip"
    for name in members:
        words = refused(flipped(backup, name, broken))
        assert name in words or name in (MANIFEST, SIGNATURE), words
    for name in members:
        less = write(broken, {one: members[one] for one in members if one != name})
        assert name in refused(less)
    broken.write_bytes(backup.read_bytes()[:-100])
    assert str(broken) in refused(broken)
    assert str(broken) in refused(write(broken, {**members, SIGNATURE: b'{"public_key": "00"}'}))
    assert "more.txt" in refused(write(broken, {**members, "more.txt": b""}))


def test_changed_backup_is_refused_also_where_it_was_signed_anew(
    backup: Path, tmp_path: Path
) -> None:
    changes: dict[str, Callable[[Members], Members]] = {
        "workflows_": lambda one: with_database(one, tmp_path, "DELETE FROM viewflow_task"),
        "event_changed": lambda one: with_database(
            one, tmp_path, f"UPDATE {EVENTS} SET verb = 'closed' WHERE sequence = 2"
        ),
        "sealed_event_missing": lambda one: with_database(
            one, tmp_path, "UPDATE rectification_checkpointhead SET sequence = sequence + 1"
        ),
        '"sequence":1': lambda one: {**one, HEADS: b""},
        "/etc": lambda one: {
            **one,
            FILES: one[FILES].replace(b" media/", b" media/../../etc/", 1),
        },
        "media//etc": lambda one: {
            **one,
            FILES: one[FILES].replace(b" media/", b" media//etc/", 1),
        },
    }
    for said, change in changes.items():
        path = write(tmp_path / "changed.zip", signed_anew(change(read(backup))))
        words = refused(path)
        assert said.strip("_") in words or said == "workflows_", words
    own = json.loads(read(backup)[SIGNATURE])["public_key"]
    forged = write(tmp_path / "changed.zip", signed_anew(read(backup)))
    assert own not in refused(forged, key=own)
    with elsewhere():
        restore(backup, key=own)
        assert append_only.is_protected("default")


def test_house_that_begins_meanwhile_is_not_written_over(backup: Path) -> None:
    with elsewhere(), opened(backup) as archive:
        place = Path(connection.settings_dict["NAME"])
        with (
            pytest.raises(Refused, match=str(place)),
            sqlite.staged(archive, replace=False, stamp="aside"),
            closing(sqlite3.connect(place)) as other,
        ):
            other.execute("CREATE TABLE begun (day TEXT)")
        with closing(sqlite3.connect(place)) as other:
            found = other.execute("SELECT name FROM sqlite_master").fetchall()
    assert found == [("begun",)]
