"""The heads of all chains, signed and kept in the database and beside it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.hashing import hash_of
from rectification.models import Checkpoint, CheckpointHead, append_only
from rectification.services.checkpoints import seal_records
from tests.factories import Township
from tests.workflows.play import Play


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path / "checkpoints"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return Play(town, clock)


def test_only_chains_that_have_grown_are_sealed_again(
    play: Play, town: Township, clock: time_machine.Traveller, folder: Path
) -> None:
    other = Play(town, clock)
    for each in (play, other):
        each.report()
    assert seal_records() == 2
    assert seal_records() == 0
    clock.shift(timedelta(days=3))
    play.go_on_to(CaseStage.PENDING_CLAIM)
    assert seal_records() == 1
    first, second = Checkpoint.objects.order_by("number")
    assert json.loads(second.statement) == {
        "at": second.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "cases": 1,
        "format": 1,
        "number": 2,
        "previous": hash_of(first.statement),
        "root": second.root,
    }
    head = second.heads.get()
    last = play.case.events.latest("sequence")
    assert (head.case, head.sequence, head.hash) == (play.case, last.sequence, last.hash)
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json"]


def test_signed_by_a_key_that_only_its_owner_reads(play: Play, settings: Settings) -> None:
    play.report()
    seal_records()
    checkpoint = Checkpoint.objects.get()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint.public_key))
    key.verify(bytes.fromhex(checkpoint.signature), checkpoint.statement.encode())
    assert Path(settings.RECORDS_KEY_FILE).stat().st_mode & 0o777 == 0o600
    play.go_on_to(CaseStage.PENDING_CLAIM)
    seal_records()
    assert Checkpoint.objects.values("public_key").distinct().count() == 1


def test_file_that_was_not_written_is_written_later(play: Play, folder: Path) -> None:
    play.report()
    folder.write_text("in the way")
    with pytest.raises(OSError, match="checkpoints"):
        seal_records()
    assert Checkpoint.objects.count() == 1
    folder.unlink()
    assert seal_records() == 0
    content = json.loads((folder / "000001.json").read_text())
    assert content["statement"] == Checkpoint.objects.get().statement


def test_files_are_written_in_order_so_that_none_stays_behind(
    play: Play, folder: Path, clock: time_machine.Traveller
) -> None:
    play.report()
    seal_records()
    play.go_on_to(CaseStage.PENDING_CLAIM)
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    in_the_way = folder / f"000001.{os.getpid()}"
    in_the_way.mkdir()
    with pytest.raises(OSError, match="000001"):
        seal_records()
    in_the_way.rmdir()
    seal_records()
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json"]


@pytest.mark.parametrize("days", [-400, 400])
def test_clock_that_was_wrong_leaves_no_chain_open(
    play: Play, clock: time_machine.Traveller, days: int
) -> None:
    """As after an empty battery: something is done and sealed while the clock is wrong."""
    right = timezone.now()
    play.report()
    seal_records()
    clock.move_to(right + timedelta(days=days))
    play.take("triage")
    assert seal_records() == 1
    clock.move_to(right + timedelta(hours=1))
    play.take("dispatch")
    assert seal_records() == 1
    assert Checkpoint.objects.latest("number").heads.get().sequence == play.case.events.count()


def test_restored_database_goes_on_once_the_files_of_before_lie_aside(
    play: Play, folder: Path
) -> None:
    """docs/how-to/prove-records.md, after a restore."""
    play.report()
    seal_records()
    play.take("triage")
    seal_records()
    append_only.release("default")
    Checkpoint.objects.get(number=2).heads.all().delete()
    Checkpoint.objects.get(number=2).delete()
    play.take("dispatch")
    with pytest.raises(ValueError, match=r"000002\.json"):
        seal_records()
    folder.rename(folder.with_name("before"))
    assert seal_records() == 0
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json"]


def test_file_that_says_something_else_is_told(play: Play, folder: Path) -> None:
    play.report()
    seal_records()
    path = folder / "000001.json"
    path.write_text(path.read_text().replace('\\"cases\\":1', '\\"cases\\":2'))
    with pytest.raises(ValueError, match=r"000001\.json"):
        seal_records()


def test_checkpoints_are_written_once(play: Play) -> None:
    play.report()
    seal_records()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        CheckpointHead.objects.all().delete()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Checkpoint.objects.update(root="0")
