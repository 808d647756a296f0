"""Every way to change a bundle with the file in hand."""

import json
from pathlib import Path

import pytest
import time_machine

from rectification.enums import CaseStage
from rectification.models import Case
from rectification.services.checkpoints import seal_records
from tests.factories import Township
from tests.tools.bundles import bundle_of, faults_of, forged
from tests.workflows.play import Play
from tools import verify_records

pytestmark = pytest.mark.usefixtures("folder")


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
