"""What an exported bundle proves, and every way to change the records with the database in hand."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pytest_django import Settings

from rectification.audit.canonical import canonical
from rectification.enums import CaseStage, EventVerb
from rectification.hashing import hash_of
from rectification.models import Case, CaseEvent, Checkpoint, RecordsExport
from rectification.policies.actors import SYSTEM
from rectification.services.checkpoints import seal_records
from rectification.services.erasure import erase_case
from rectification.services.events import record_event
from tests.factories import Township
from tests.tools.bundles import bundle_of, faults_of, forged, found_in, run
from tests.workflows.play import Play
from tools import verify_records

TABLE: Final = CaseEvent._meta.db_table


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path / "checkpoints"


@pytest.fixture
def sealed(town: Township, clock: time_machine.Traveller) -> tuple[Case, Case]:
    """Two cases with some events each, and a checkpoint over both."""
    cases = []
    for _ in range(2):
        play = Play(town, clock)
        play.bring_to(CaseStage.PLANNING)
        cases.append(play.case)
    seal_records()
    return cases[0], cases[1]


# --- nothing was changed --------------------------------------------------------------------------


def test_bundle_of_both_is_sound(sealed: tuple[Case, Case]) -> None:
    found = verify_records.verify(bundle_of(*sealed))
    events = CaseEvent.objects.count()
    assert found.faults == []
    versions = sum(len(event.versions.splitlines()) for event in CaseEvent.objects.all())
    assert dict(found.counts) == {
        "cases": 2,
        "checkpoints": 1,
        "erased": 0,
        "events": events,
        "files": 0,
        "gone": 0,
        "kept": events,
        "loose": 0,
        "outside": 0,
        "unsealed": 0,
        "values": versions,
        "versions": versions,
    }


def test_without_words_nothing_that_anybody_wrote_is_in_it(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(*sealed, with_words=False)
    assert sorted(bundle) == [
        "checkpoints.jsonl",
        "events.txt",
        "evidence.jsonl",
        "links.txt",
        "manifest.json",
        "versions.jsonl",
    ]
    told = b"".join(bundle.values()).decode()
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in told)
    found = verify_records.verify(bundle)
    assert (found.faults, found.counts["gone"]) == ([], CaseEvent.objects.count())


def test_case_whose_words_were_erased_is_sound(sealed: tuple[Case, Case]) -> None:
    erase_case(case=sealed[0])
    found = verify_records.verify(bundle_of(sealed[0]))
    assert (found.faults, found.counts["kept"]) == ([], 0)
    assert found.counts["gone"] == sealed[0].events.count()


def test_events_after_the_last_checkpoint_are_told(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    play.report()
    seal_records()
    before = play.case.events.count()
    play.go_on_to(CaseStage.PENDING_CLAIM)
    found = verify_records.verify(bundle_of(play.case))
    assert found.faults == []
    assert found.counts["unsealed"] == play.case.events.count() - before > 0


# --- the attacks, as the owner of the database ----------------------------------------------------


def edit(case: Case, other: Case) -> None:
    run(f"UPDATE {TABLE} SET verb = 'closed' WHERE case_id = {case.pk} AND sequence = 2")


def edit_words(case: Case, other: Case) -> None:
    run(
        "UPDATE rectification_caseeventpayload SET text = text || '。' WHERE event_id = "
        f"(SELECT id FROM {TABLE} WHERE case_id = {case.pk} AND sequence = 2)"
    )


def delete(case: Case, other: Case) -> None:
    chosen = f"(SELECT id FROM {TABLE} WHERE case_id = {case.pk} AND sequence = 2)"
    run(
        f"DELETE FROM rectification_outboxmessage WHERE event_id = {chosen}",
        f"DELETE FROM rectification_caseeventpayload WHERE event_id = {chosen}",
        f"DELETE FROM {TABLE} WHERE case_id = {case.pk} AND sequence = 2",
    )


def insert(case: Case, other: Case) -> None:
    """A copy of an event, put in before it; all that follow move up."""
    event = case.events.get(sequence=2)
    numbers = list(case.events.filter(sequence__gte=2).order_by("-sequence").values_list("pk"))
    run(*(f"UPDATE {TABLE} SET sequence = sequence + 1 WHERE id = {pk}" for (pk,) in numbers))
    event.pk = None
    event.save()


def reorder(case: Case, other: Case) -> None:
    run(
        f"UPDATE {TABLE} SET sequence = 900 WHERE case_id = {case.pk} AND sequence = 2",
        f"UPDATE {TABLE} SET sequence = 2 WHERE case_id = {case.pk} AND sequence = 3",
        f"UPDATE {TABLE} SET sequence = 3 WHERE case_id = {case.pk} AND sequence = 900",
    )


def truncate(case: Case, other: Case) -> None:
    last = case.events.latest("sequence")
    run(
        f"DELETE FROM rectification_outboxmessage WHERE event_id = {last.pk}",
        f"DELETE FROM rectification_caseeventpayload WHERE event_id = {last.pk}",
        f"DELETE FROM {TABLE} WHERE id = {last.pk}",
    )


def swap(case: Case, other: Case) -> None:
    """All the events of one case go to the other one."""
    run(
        f"UPDATE {TABLE} SET sequence = sequence + 500 WHERE case_id = {other.pk}",
        f"UPDATE {TABLE} SET case_id = {other.pk} WHERE case_id = {case.pk}",
        f"UPDATE {TABLE} SET case_id = {case.pk}, sequence = sequence - 500 "
        f"WHERE case_id = {other.pk} AND sequence > 500",
    )


def rechain(case: Case, other: Case) -> None:
    """One event is changed and all the hashes after it are computed anew."""
    run()
    previous = ""
    for event in case.events.order_by("sequence"):
        event.verb = "closed" if event.sequence == 2 else event.verb
        event.previous_hash = previous
        event.hash = previous = hash_of(canonical(event))
        event.save()


def swap_anew(case: Case, other: Case) -> None:
    """Rows of two cases are swapped and both chains are computed anew."""
    swap(case, other)
    for each in (case, other):
        rechain(each, other)


@pytest.mark.parametrize(
    ("attack", "kinds"),
    [
        (edit, {"changed"}),
        (edit_words, {"payload"}),
        (delete, {"sequence", "link", "truncated"}),
        (insert, {"changed", "link", "rechained", "version_extra"}),
        (reorder, {"changed", "link", "rechained"}),
        (truncate, {"truncated"}),
        (swap, {"changed", "rechained"}),
        (rechain, {"rechained"}),
        (swap_anew, {"rechained"}),
    ],
)
def test_attack_is_found(
    sealed: tuple[Case, Case], attack: Callable[[Case, Case], None], kinds: set[str]
) -> None:
    attack(*sealed)
    found = found_in(*sealed)
    assert {kind for kind, _case, _at in found} <= kinds
    assert found
    assert sealed[0].pk in {case for _kind, case, _at in found}


def test_whole_case_made_anew_with_its_checkpoint_is_found_by_the_files_outside(
    sealed: tuple[Case, Case], folder: Path
) -> None:
    rechain(*sealed)
    run(
        "DELETE FROM rectification_checkpointhead",
        "DELETE FROM rectification_checkpoint",
    )
    bundle = bundle_of(*sealed)
    assert verify_records.verify(bundle).faults == []
    kept = [json.loads(path.read_text()) for path in folder.iterdir()]
    last = sealed[0].events.count()
    assert verify_records.verify(bundle, outside=kept).faults == [("rechained", sealed[0].pk, last)]


def test_changed_checkpoint_is_found(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(*sealed)
    checkpoint = json.loads(bundle["checkpoints.jsonl"])
    checkpoint["statement"] = checkpoint["statement"].replace('"cases":2', '"cases":3')
    bundle["checkpoints.jsonl"] = json.dumps(checkpoint).encode()
    assert verify_records.verify(bundle).faults == [
        ("file", None, "checkpoints.jsonl"),
        ("signature", None, 1),
    ]


def test_keys_that_were_given_are_the_only_ones(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(*sealed)
    right, other = Checkpoint.objects.get().public_key, "00" * 32
    assert verify_records.verify(bundle, [other]).faults == [("key", None, 1)]
    assert verify_records.verify(bundle, [other, right]).faults == []


# --- the attacks, with the file in hand -----------------------------------------------------------


def test_part_that_is_missing_or_too_many_is_found(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(*sealed)
    more = {**bundle, "more.txt": b"something"}
    assert faults_of(more) == [("file", None, "more.txt")]
    assert faults_of(forged(bundle, evidence=None)) == [("file", None, "evidence.jsonl")]
    assert faults_of(forged(bundle, checkpoints=None)) == [("file", None, "checkpoints.jsonl")]
    assert ("file", None, "events.txt") in faults_of(forged(bundle, events=None))


def test_bundle_of_nothing_proves_nothing(sealed: tuple[Case, Case]) -> None:
    empty = forged(bundle_of(*sealed), events=b"", payloads=None, checkpoints=b"", versions=b"")
    assert faults_of(empty) == [("empty", None, "")]


def test_words_that_stand_twice_are_found(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(sealed[0])
    first = bundle["payloads.jsonl"].splitlines(keepends=True)[0]
    twice = forged(bundle, payloads=bundle["payloads.jsonl"] + first)
    assert faults_of(twice) == [("payload", sealed[0].pk, 1)]


def test_lines_of_other_machines_are_found(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(sealed[0])
    for changed in (b"\xef\xbb\xbf" + bundle["events.txt"], bundle["events.txt"] * 2):
        assert faults_of(forged(bundle, events=changed))
    assert ("changed", sealed[0].pk, 1) in faults_of(
        forged(bundle, events=bundle["events.txt"].replace(b"\n", b"\r\n"))
    )


def test_proof_of_another_case_seals_nothing(sealed: tuple[Case, Case]) -> None:
    """The way of one head is put under the other."""
    bundle = bundle_of(*sealed)
    checkpoint = json.loads(bundle["checkpoints.jsonl"])
    one, other = checkpoint["proofs"]
    one["path"], other["path"] = other["path"], one["path"]
    swapped = forged(bundle, checkpoints=json.dumps(checkpoint).encode())
    assert faults_of(swapped) == [("proof", case.pk, "") for case in sealed]
    checkpoint["proofs"] = [other]
    other["path"], last = one["path"], bundle_of(sealed[0])
    alone = forged(last, checkpoints=json.dumps(checkpoint).encode())
    assert ("truncated", sealed[1].pk, sealed[1].events.count()) in faults_of(alone)


def test_end_cut_off_with_its_checkpoint_is_told_and_found_by_the_files_outside(
    town: Township, clock: time_machine.Traveller, folder: Path
) -> None:
    play = Play(town, clock)
    play.report()
    seal_records()
    before = play.case.events.count()
    play.go_on_to(CaseStage.PENDING_CLAIM)
    seal_records()
    last = play.case.events.count()
    bundle = bundle_of(play.case, with_words=False)
    events = b"".join(bundle["events.txt"].splitlines(keepends=True)[:before])
    first = bundle["checkpoints.jsonl"].splitlines(keepends=True)[0]
    named = sum(len(each.told["versions"]) for each in verify_records.events_of(bundle)[:before])
    versions = b"".join(bundle["versions.jsonl"].splitlines(keepends=True)[:named])
    cut = forged(bundle, events=events, checkpoints=first, versions=versions)
    found = verify_records.verify(cut)
    assert found.faults == []
    told = "\n".join(verify_records.report(found, "zh", pinned=False))
    assert "结尾的记录连同其检查点一并删去的，无法发现" in told
    assert "最新的检查点：第 1 号" in told
    assert "能证明：" not in told.replace("不能证明：", "")
    kept = verify_records.read_checkpoints(folder)
    found = verify_records.verify(cut, outside=kept)
    assert found.faults == [("truncated", play.case.pk, last)]
    assert "能证明：" not in "\n".join(verify_records.report(found, "zh", pinned=False)).replace(
        "不能证明：", ""
    )
    (folder / "000001.json").unlink()
    found = verify_records.verify(bundle, outside=verify_records.read_checkpoints(folder))
    assert (found.faults, found.missing) == ([], ["1–1"])


def test_case_that_no_checkpoint_seals_is_named(sealed: tuple[Case, Case]) -> None:
    bundle = bundle_of(*sealed)
    checkpoint = json.loads(bundle["checkpoints.jsonl"])
    checkpoint["proofs"] = checkpoint["proofs"][:1]
    found = verify_records.verify(forged(bundle, checkpoints=json.dumps(checkpoint).encode()))
    assert (found.faults, found.open) == ([], [sealed[1].pk])
    told = "\n".join(verify_records.report(found, "zh", pinned=False))
    assert f"没有任何检查点封存过的案件：{sealed[1].pk}。" in told


def test_checkpoint_made_anew_is_found_beside_the_one_that_was_kept(
    sealed: tuple[Case, Case], folder: Path, clock: time_machine.Traveller
) -> None:
    kept = verify_records.read_checkpoints(folder)
    run("DELETE FROM rectification_checkpointhead", "DELETE FROM rectification_checkpoint")
    folder.rename(folder.with_name("before"))
    clock.shift(60)
    seal_records()
    found = verify_records.verify(bundle_of(*sealed), outside=kept)
    assert found.faults == [("fork", None, 1)]


def test_words_may_hold_signs_that_end_lines_elsewhere(sealed: tuple[Case, Case]) -> None:
    record_event(
        case=sealed[0],
        verb=EventVerb.URGED,
        actor=SYSTEM,
        text="第一行\u2028第二行\u0085第三行",
    )
    assert found_in(*sealed) == []


# --- the program and the command ------------------------------------------------------------------


def proved(*given: str) -> tuple[int, str]:
    """As somebody runs it who has the file and no server."""
    ran = subprocess.run(
        [sys.executable, "-I", verify_records.__file__, *given],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_exported_proved_and_written_down(sealed: tuple[Case, Case], tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    call_command("export_records", str(file), case=sealed[0].number)
    export = RecordsExport.objects.get()
    assert (export.about, export.cases, export.with_words, export.by) == (
        sealed[0].number,
        1,
        False,
        None,
    )
    code, told = proved(str(file))
    assert code == 0
    assert f"已核对 1 个案件、{sealed[0].events.count()} 条记录：未发现改动。" in told
    assert "不能证明" in told
    code, told = proved(str(file), "--language", "en")
    assert code == 0
    assert "nothing was changed" in told
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        call_command("export_records", str(file), case=sealed[0].number)
    assert file.exists()


def test_export_that_could_not_be_written_down_leaves_no_file(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    file = tmp_path / "bundle.zip"
    run("ALTER TABLE rectification_recordsexport RENAME TO elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        call_command("export_records", str(file), case=sealed[0].number)
    assert not file.exists()


def test_period_takes_the_cases_in_which_something_happened(
    sealed: tuple[Case, Case], tmp_path: Path
) -> None:
    days = CaseEvent.objects.order_by("at").values_list("at__date", flat=True)
    period = [f"--from={days[0].isoformat()}", f"--to={days.reverse()[0].isoformat()}"]
    call_command("export_records", str(tmp_path / "all.zip"), "--words", *period)
    assert RecordsExport.objects.get().cases == 2
    truncate(*sealed)
    call_command("export_records", str(tmp_path / "less.zip"), *period)
    code, told = proved(str(tmp_path / "less.zip"))
    assert code == 1
    assert "现已缺失" in told


def test_what_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    assert proved(str(tmp_path / "nothing.zip"))[0] == 2
    (tmp_path / "text.zip").write_text("no archive")
    assert proved(str(tmp_path / "text.zip"))[0] == 2
    for content in ("[]", '{"files": 1, "format": 1}', '{"files": {}, "format": 2}'):
        with ZipFile(tmp_path / "other.zip", "w") as archive:
            archive.writestr("manifest.json", content)
        assert proved(str(tmp_path / "other.zip"))[0] == 2
    with ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("manifest.json", '{"files": {}, "format": 1}')
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("manifest.json", '{"files": {}, "format": 1}')
    assert proved(str(tmp_path / "twice.zip"))[0] == 2


def test_folder_without_checkpoints_and_key_that_is_none_are_told(
    sealed: tuple[Case, Case], folder: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "bundle.zip")
    call_command("export_records", file, case=sealed[0].number)
    code, told = proved(file, "--checkpoints", str(tmp_path / "nowhere"))
    assert (code, "nowhere" in told) == (2, True)
    assert proved(file, "--key", "6f0c")[0] == 2
    code, told = proved(file, "--checkpoints", str(folder))
    assert code == 0
    assert "上述记录自封存之后未被修改" in told


@pytest.mark.parametrize(
    "given", [(), ("--case=2026-B-0001", "--from=2026-01-01", "--to=2026-02-01")]
)
@pytest.mark.django_db
def test_neither_case_nor_period_is_refused(tmp_path: Path, given: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("export_records", str(tmp_path / "x.zip"), *given)
