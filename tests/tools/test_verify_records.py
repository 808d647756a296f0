"""What an exported bundle proves, and every way to change the records with the database in hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, CaseEvent, Checkpoint
from rectification.policies.actors import SYSTEM
from rectification.services.checkpoints import seal_records
from rectification.services.erasure import erase_case
from rectification.services.events import record_event
from tests.factories import Township
from tests.tools.attacks import (
    delete,
    delete_at,
    edit,
    edit_words,
    insert,
    insert_at,
    rechain,
    rechain_at,
    reorder,
    swap,
    swap_anew,
    swap_at,
    truncate,
)
from tests.tools.bundles import bundle_of, found_in, run
from tests.workflows.play import Play
from tools import verify_records

pytestmark = pytest.mark.usefixtures("folder")


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
    after = play.case.events.count() - before
    assert found.counts["unsealed"] == after > 0
    zh, en = ("\n".join(verify_records.report(found, each, pinned=False)) for each in ("zh", "en"))
    assert f"检查点之后尚未封存的记录：{after} 条。这些记录被截尾或重编时无法发现。" in zh
    assert f"Events after the last checkpoint: {after}. If these were cut off" in en


def test_what_was_never_sealed_is_told_and_not_proved(sealed: tuple[Case, Case]) -> None:
    """The end that no checkpoint holds can be cut off unseen: that is what the report says."""
    for _ in range(2):
        record_event(case=sealed[0], verb=EventVerb.URGED, actor=SYSTEM)
    found = verify_records.verify(bundle_of(sealed[0]))
    assert (found.faults, found.counts["unsealed"]) == ([], 2)
    truncate(*sealed)
    found = verify_records.verify(bundle_of(sealed[0]))
    assert (found.faults, found.counts["unsealed"]) == ([], 1)
    truncate(*sealed)
    assert found_in(*sealed) == []
    truncate(*sealed)
    assert {kind for kind, _case, _at in found_in(*sealed)} == {"truncated"}


@pytest.mark.parametrize("attack", [delete_at, insert_at, swap_at, rechain_at])
def test_attack_is_found_wherever_it_begins(
    sealed: tuple[Case, Case], attack: Callable[[Case, int], None]
) -> None:
    last = sealed[0].events.count()
    assert last > 3
    for at in range(1, last + 1):
        with transaction.atomic():
            attack(sealed[0], at)
            found = found_in(*sealed)
            transaction.set_rollback(True)
        assert sealed[0].pk in {case for _kind, case, _at in found}, at
    assert found_in(*sealed) == []


@pytest.mark.parametrize(
    ("attack", "kinds"),
    [
        (edit, {"changed"}),
        (edit_words, {"payload"}),
        (delete, {"sequence", "link"}),
        (insert, {"changed", "link", "rechained", "version_extra"}),
        (reorder, {"changed", "link"}),
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
    assert {kind for kind, _case, _at in found} == kinds
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
