"""The restore drill: backed up under way, put up elsewhere, and found to be the same house."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from project.backup.archive import HEADS, opened
from project.backup.facts import counts, heads
from project.backup.making import back_up
from project.backup.restoring import restore
from rectification.models import CaseEvent, Checkpoint, append_only
from tests.factories.people import PASSWORD
from tests.project.backup.drill import (
    Folders,
    checkpoints,
    elsewhere,
    media,
    more_cases,
    writing,
)
from tests.workflows.play import Play, user_of
from tools import sealed_keys, verify_records


def run_drill(
    house: Play, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more_cases(house)
    with writing(house) as reported:
        before = reported()
        made = back_up(tmp_path)
        assert reported() > before
    expected = (media(), checkpoints(), CaseEvent.objects.count())
    assert made.is_sound
    assert made.told["counts"][CaseEvent._meta.db_table] < expected[2]
    assert (made.path.stat().st_mode & 0o777, [*tmp_path.glob(".backup-*")]) == (0o600, [])
    with opened(made.path) as archive:
        backed_up = list(archive.lines(HEADS))
    assert 3 < len(backed_up) < len(list(heads()))
    assert Checkpoint.objects.count() == 2
    assert all(_is_an_event(line) for line in backed_up)
    key = Checkpoint.objects.first().public_key
    _seal_keys(settings, tmp_path, monkeypatch)

    Folders(tmp_path / "elsewhere").take(settings)
    _open_keys(settings, tmp_path)
    with elsewhere():
        done = restore(made.path, key=key)
        assert (done.breaches, done.other_keys, done.erased) == ([], [], 0)
        assert (media(), checkpoints()) == expected[:2]
        assert (len(media()) >= 2, list(heads())) == (True, backed_up)
        assert counts() == made.told["counts"]
        assert append_only.is_protected("default")
        _log_in(house)
        _verify_a_bundle(house, tmp_path, key)


def _is_an_event(head: str) -> bool:
    return CaseEvent.objects.filter(**json.loads(head)).exists()


def _seal_keys(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYS_PASSPHRASE", "a passphrase of the drill")
    env = tmp_path / "env"
    env.write_text(f"SECRET_KEY={settings.SECRET_KEY}\nIDENTITY_KEY={settings.IDENTITY_KEY}\n")
    given = ["--env", str(env), "--key", settings.RECORDS_KEY_FILE]
    assert sealed_keys.main(["seal", str(tmp_path / "keys.sealed"), *given]) == 0


def _open_keys(settings: Settings, tmp_path: Path) -> None:
    given = ["--env", str(tmp_path / "env-elsewhere"), "--key", settings.RECORDS_KEY_FILE]
    assert sealed_keys.main(["open", str(tmp_path / "keys.sealed"), *given]) == 0
    assert (tmp_path / "env-elsewhere").read_text() == (tmp_path / "env").read_text()


def _log_in(house: Play) -> None:
    client, user = Client(), user_of(house.town.pse)
    assert client.get("/").status_code == 302
    answer = client.post(
        reverse("rectification:login"), {"username": user.username, "password": PASSWORD}
    )
    assert (answer.status_code, client.get("/").status_code) == (302, 200)


def _verify_a_bundle(house: Play, tmp_path: Path, key: str) -> None:
    bundle = str(tmp_path / "bundle.zip")
    first = CaseEvent.objects.order_by("pk")[0].case
    call_command("export_records", bundle, "--case", first.number, stdout=StringIO())
    given = ["--key", key, "--checkpoints", str(tmp_path / "elsewhere" / "checkpoints")]
    assert verify_records.main([bundle, *given]) == 0


@pytest.mark.long
def test_drill(
    house: Play, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_drill(house, settings, tmp_path, monkeypatch)


@pytest.mark.services
def test_drill_on_postgresql(
    house: Play, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_drill(house, settings, tmp_path, monkeypatch)
