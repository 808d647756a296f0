"""Backing up and restoring where something is in the way, missing, or not as it should be."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from project.backup.archive import MANIFEST
from project.backup.keys import Key
from project.backup.making import back_up
from project.backup.refusal import Refused
from project.backup.restoring import restore
from rectification.enums import ImportKind, ListForm
from rectification.models import AccountLink, Case, Evidence, ListFile, WaitingFile
from rectification.services.account_links import issue_link
from rectification.services.erasure import erase_case
from rectification.services.list_files import ask_for_file
from rectification.services.waiting_files import keep_waiting
from tests.project.backup.drill import Folders, checkpoints, elsewhere, media
from tests.project.backup.forging import read, signed_anew, write
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of


def proof() -> Path:
    return Path(Evidence.objects.get().file.path)


def command(name: str, *given: object, code: int = 0, **options: Any) -> str:
    """What the command said; it must end with the code."""
    out = StringIO()
    ended = 0
    try:
        call_command(name, *map(str, given), stdout=out, stderr=out, **options)
    except SystemExit as end:
        ended = int(str(end.code))
    assert ended == code
    return out.getvalue()


# --- making one


@pytest.mark.long
def test_backup_says_what_is_in_it_and_keeps_so_many(house: Play, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    house.clock.shift(1)
    command("backup", folder)
    house.clock.shift(60)
    command("backup", folder)
    house.clock.shift(60)
    said = command("backup", folder, keep=2)
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 2
    assert kept[-1] in said
    assert f"{len(media()) + len(checkpoints())}个文件" in said
    with pytest.raises(CommandError, match=kept[0]):
        command("backup", folder / kept[0])
    house.clock.shift(-3600)  # set back, what is written now bears the oldest name
    said = command("backup", folder, keep=1)
    (left,) = folder.iterdir()
    assert left.name < kept[0]
    assert left.name in said
    with pytest.raises(CommandError, match="nowhere"):
        command("backup", tmp_path / "nowhere" / "backup.zip")
    with pytest.raises(CommandError, match="--keep"):
        command("backup", tmp_path / "one.zip", keep=1)


@pytest.mark.long
def test_file_that_is_missing_or_changed_is_named_and_no_older_backup_goes(
    house: Play, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    command("backup", folder)
    house.clock.shift(60)
    name = str(Evidence.objects.get().file.name)
    proof().write_bytes(b"changed")
    assert name in command("backup", folder, keep=1, code=1)
    house.clock.shift(60)
    proof().unlink()
    (tmp_path / "house" / "checkpoints" / "000001.json").write_text('{"statement": ""}')
    said = command("backup", folder, keep=1, code=1)
    assert (name in said, "000001.json" in said) == (True, True)
    assert len(list(folder.iterdir())) == 3


@contextmanager
def meanwhile(words: str, work: Callable[[], object]) -> Iterator[None]:
    """Done by somebody else at the first statement with these words."""
    waiting = [work]

    def run() -> None:
        try:
            waiting.pop()()
        finally:
            connection.close()

    def watch(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        if words in statement and waiting:
            other = Thread(target=run)
            other.start()
            other.join(30)
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        yield


@pytest.mark.long
def test_file_erased_meanwhile_is_named_and_breaks_nothing(
    house: Play, settings: Settings, tmp_path: Path
) -> None:
    name, path = str(Evidence.objects.get().file.name), proof()

    def erase() -> None:
        erase_case(case=Case.objects.get(pk=house.case.pk))

    with meanwhile("rectification_evidence", erase):
        made = back_up(tmp_path / "backup.zip")
    assert not path.exists()
    assert (name in made.told["erased"], made.is_sound) == (True, True)
    Folders(tmp_path / "elsewhere").take(settings)
    with elsewhere():
        assert restore(made.path).breaches == []


@pytest.mark.long
def test_backup_cut_short_leaves_nothing(house: Play, tmp_path: Path) -> None:
    proof().unlink()
    proof().mkdir()
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(CommandError, match="directory"):
        command("backup", folder)
    assert list(folder.iterdir()) == []


# --- restoring it


@pytest.fixture
def backup(house: Play, settings: Settings, tmp_path: Path) -> Path:
    client_of(house.town.pse)
    issue_link(user=user_of(house.town.org), by=None)
    keep_waiting(
        kind=ImportKind.ROSTER, content=b"half a roster", name="r.xlsx", owner=house.town.org
    )
    ask_for_file(
        by=user_of(house.town.org), kind="ledger", form=ListForm.XLSX, query="", total=1_001
    )
    path = back_up(tmp_path / "backup.zip").path
    Folders(tmp_path / "elsewhere").take(settings)
    return path


@pytest.mark.long
def test_restored_house_takes_nothing_up_again(backup: Path) -> None:
    with elsewhere():
        said = command("restore", backup)
        assert json.loads(read(backup)[MANIFEST])["at"] in said
        assert not Session.objects.exists()
        assert not WaitingFile.objects.exists()
        assert not ListFile.objects.exists()
        assert [link.expires_at <= link.created_at for link in AccountLink.objects.all()] == [True]


@pytest.mark.long
def test_house_that_stands_there_is_set_aside_only_if_asked(
    backup: Path, house: Play, tmp_path: Path
) -> None:
    with elsewhere():
        restore(backup)
        first = media()
        with pytest.raises(CommandError, match=str(tmp_path)):
            command("restore", backup)
        Case.objects.filter(pk=house.case.pk).update(title="since")
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_session")
            with pytest.raises(Refused):
                restore(backup, replace=True)
        other.close()
        _fail_late(backup, tmp_path)
        assert (media(), Case.objects.get(pk=house.case.pk).title) == (first, "since")
        done = restore(backup, replace=True)
        assert Case.objects.get(pk=house.case.pk).title != "since"
        house.clock.shift(1)
        assert done.aside not in command("restore", backup, replace=True)
    aside = {name for name in media() if name.startswith(done.aside)}
    assert aside == {f"{done.aside}/{name}" for name in first}


def _fail_late(backup: Path, tmp_path: Path) -> None:
    """All is in its place when it shows that the manifest says something else."""
    members = read(backup)
    told = json.loads(members[MANIFEST])
    told["counts"]["rectification_case"] += 1
    members[MANIFEST] = json.dumps(told).encode()
    forged = write(tmp_path / "forged.zip", signed_anew(members))
    with pytest.raises(Refused, match="rectification_case"):
        restore(forged, replace=True)


@pytest.mark.long
def test_restore_says_what_cannot_be_read_without_the_keys(
    backup: Path, settings: Settings
) -> None:
    settings.IDENTITY_KEY = Fernet.generate_key().decode()
    settings.SECRET_KEY = "another-key-of-the-suite-for-another-house-0123456789"
    with elsewhere():
        said = command("restore", backup)
    key = json.loads(read(backup)["manifest.sig"])["public_key"]
    assert (Key.IDENTITY in said, Key.SECRET in said, key in said) == (True, True, True)


@pytest.mark.long
def test_backup_of_another_engine_or_a_newer_version_is_refused(
    backup: Path, tmp_path: Path
) -> None:
    for name, value, words in (
        ("engine", "oracle", "oracle"),
        ("migrations", ["rectification.9999_later"], "9999_later"),
    ):
        members = read(backup)
        told = {**json.loads(members[MANIFEST]), name: value}
        members[MANIFEST] = json.dumps(told).encode()
        forged = write(tmp_path / "forged.zip", signed_anew(members))
        with elsewhere(), pytest.raises(Refused, match=words):
            restore(forged)


@pytest.mark.services
def test_house_on_postgresql_is_set_aside_in_a_schema(backup: Path, tmp_path: Path) -> None:
    with elsewhere():
        restore(backup)
        Case.objects.update(title="since")
        _fail_late(backup, tmp_path)
        assert set(Case.objects.values_list("title", flat=True)) == {"since"}
        schema = restore(backup, replace=True).aside.replace("-", "_").lower()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT title FROM {schema}.rectification_case")
            assert cursor.fetchall() == [("since",)]


@pytest.mark.services
def test_program_older_than_the_server_is_refused(
    house: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(CommandError, match="9"):
        command("backup", tmp_path / "backup.zip")
