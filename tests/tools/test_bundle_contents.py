"""Files of proof, field history and typed codes: what of them a bundle proves."""

import json
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from pytest_django import Settings

from rectification.audit.codes import code_of
from rectification.enums import CaseStage
from rectification.models import CaseEvent, Checkpoint, Evidence, LookBackFile, PaperScan
from rectification.services.checkpoints import seal_records
from rectification.services.erasure import erase_case
from tests.factories import Township
from tests.tools.bundles import Fault, bundle_of, faults_of, forged, found_in, run
from tests.uploads import pdf
from tests.workflows.on_paper import report_on_paper
from tests.workflows.play import Play
from tools import verify_records
from workflows.invariants import breaches


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path / "checkpoints"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return Play(town, clock)


def broken(play: Play) -> set[str]:
    return {breach.rule for breach in breaches()}


def kinds_and_places(faults: list[Fault]) -> set[tuple[str, object]]:
    return {(kind, at) for kind, _case, at in faults}


# --- files of proof -------------------------------------------------------------------------------


@pytest.fixture
def proved(play: Play) -> Play:
    play.bring_to(CaseStage.FIRST_REVIEW)
    seal_records()
    return play


def test_event_of_an_upload_bears_the_hashes_of_the_file(proved: Play) -> None:
    row = Evidence.objects.get()
    event = CaseEvent.objects.exclude(files="").get()
    assert event.verb == "progress_reported"
    assert event.files == f"evidence:{row.pk} {row.sha256} {row.original_sha256}"
    found = verify_records.verify(bundle_of(proved.case, with_words=False))
    assert (found.faults, found.counts["files"], found.counts["loose"]) == ([], 1, 0)


def test_file_that_was_exchanged_is_found(proved: Play) -> None:
    row = Evidence.objects.get()
    run(f"UPDATE rectification_evidence SET sha256 = '{'0' * 64}' WHERE id = {row.pk}")
    assert faults_of(bundle_of(proved.case, with_words=False)) == [
        ("evidence", proved.case.pk, f"evidence:{row.pk}")
    ]
    assert broken(proved) == {"file_not_as_in_its_event"}


def test_file_that_was_taken_away_is_found(proved: Play) -> None:
    row = Evidence.objects.get()
    run(f"DELETE FROM rectification_evidence WHERE id = {row.pk}")
    assert faults_of(bundle_of(proved.case, with_words=False)) == [
        ("evidence_missing", proved.case.pk, f"evidence:{row.pk}")
    ]
    assert "file_not_as_in_its_event" in broken(proved)


def test_file_that_was_put_in_is_named_by_no_event(proved: Play) -> None:
    row = Evidence.objects.get()
    row.pk = None
    row.save()
    found = verify_records.verify(bundle_of(proved.case, with_words=False))
    assert (found.faults, found.counts["files"], found.counts["loose"]) == ([], 1, 1)


def test_files_of_a_look_back_are_in_the_chain(play: Play) -> None:
    play.bring_to(CaseStage.CLOSED)
    play.begin_look_back()
    play.take("assign_look_back")
    play.take("look_back", decision="consolidated", uploads=[pdf("照片.pdf")])
    row = LookBackFile.objects.get()
    event = CaseEvent.objects.filter(files__startswith="look_back_file").get()
    assert event.files == f"look_back_file:{row.pk} {row.sha256} {row.original_sha256}"
    found = verify_records.verify(bundle_of(play.case))
    assert (found.faults, found.counts["files"], found.counts["loose"]) == ([], 2, 0)


@pytest.mark.django_db
def test_scan_of_a_paper_is_in_the_chain(town: Township, clock: time_machine.Traveller) -> None:
    case = report_on_paper(town)
    row = PaperScan.objects.get()
    assert [event.files for event in case.events.exclude(files="")] == [
        f"paper:{row.pk} {row.sha256} {row.sha256}"
    ]


# --- field history --------------------------------------------------------------------------------


@pytest.fixture
def planned(play: Play) -> Play:
    play.bring_to(CaseStage.PLAN_REVIEW)
    seal_records()
    return play


def test_every_version_of_the_case_is_named_by_an_event(planned: Play) -> None:
    named = {
        int(line.split()[1])
        for event in planned.case.events.all()
        for line in event.versions.splitlines()
        if line.startswith("case ")
    }
    assert named == set(planned.case.history.values_list("history_id", flat=True))


def test_value_that_was_changed_in_the_history_is_found(planned: Play) -> None:
    version = planned.case.history.latest()
    run(
        "UPDATE rectification_historicalcase SET description = '改过' "
        f"WHERE history_id = {version.history_id}"
    )
    name = f"case {version.history_id}"
    assert found_in(planned.case) == [("values", planned.case.pk, name)]
    assert faults_of(bundle_of(planned.case, with_words=False)) == []
    assert broken(planned) == {"version_not_as_in_its_event"}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE {table} SET history_user_id = 4711", "version"),
        ("UPDATE {table} SET history_hash = '0'", "version"),
        ("DELETE FROM {table}", "version_missing"),
    ],
)
def test_author_and_place_of_a_version_are_proved_without_its_values(
    planned: Play, change: str, kind: str
) -> None:
    version = planned.case.history.latest()
    statement = change.format(table="rectification_historicalcase")
    run(f"{statement} WHERE history_id = {version.history_id}")
    assert faults_of(bundle_of(planned.case, with_words=False)) == [
        (kind, planned.case.pk, f"case {version.history_id}")
    ]
    assert broken(planned) == {"version_not_as_in_its_event"}


def test_erased_values_leave_the_version_proved(planned: Play) -> None:
    before = verify_records.verify(bundle_of(planned.case)).counts
    erase_case(case=planned.case)
    found = verify_records.verify(bundle_of(planned.case))
    assert (found.faults, found.counts["versions"]) == ([], before["versions"])
    assert 0 < found.counts["values"] < before["values"]
    assert "version_not_as_in_its_event" not in broken(planned)


def test_version_that_no_event_names_is_told(planned: Play) -> None:
    bundle = bundle_of(planned.case)
    told = json.loads(bundle["versions.jsonl"].splitlines()[0])
    told["version"]["key"] = 900
    more = bundle["versions.jsonl"] + json.dumps(told).encode() + b"\n"
    assert faults_of(forged(bundle, versions=more)) == [("version_extra", None, "case 900")]


def test_values_of_what_is_of_no_case_stay_in_the_house(planned: Play) -> None:
    """An act may write a person or an account; its versions are proved and not shown."""
    told = list(map(json.loads, bundle_of(planned.case)["versions.jsonl"].splitlines()))
    with_values = {row["version"]["table"] for row in told if "values" in row}
    assert {"case", "plan", "measure", "assignment"} <= with_values
    assert with_values & {"user", "person", "appointment"} == set()


# --- codes ----------------------------------------------------------------------------------------


@pytest.fixture
def three(play: Play, town: Township, clock: time_machine.Traveller) -> list[Checkpoint]:
    """The case is sealed by the first and the last; the second is of another one."""
    play.bring_to(CaseStage.SUBMITTED)
    seal_records()
    other = Play(town, clock)
    other.report()
    seal_records()
    play.take("triage")
    seal_records()
    return list(Checkpoint.objects.order_by("number"))


def typed(checkpoint: Checkpoint) -> str:
    return verify_records.typed_code(code_of(checkpoint))


def test_code_is_long_and_typed_as_it_comes(three: list[Checkpoint]) -> None:
    code = code_of(three[0])
    assert [len(group) for group in code.split("-")] == [4] * 6
    plain = verify_records.code_of(three[0].statement)
    assert plain == code.replace("-", "")
    as_typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert verify_records.typed_code(as_typed) == plain
    for nonsense in ("", "1234", code[:-1] + "U", code + "A"):
        with pytest.raises(ValueError, match="^$"):
            verify_records.typed_code(nonsense)


def test_code_of_a_sheet_proves_what_was_sealed_until_then(
    play: Play, three: list[Checkpoint]
) -> None:
    bundle = bundle_of(play.case, with_words=False)
    last = verify_records.verify(bundle, codes=[typed(three[2])])
    assert (last.faults, last.by_code, last.is_anchored) == ([], [(1, 3)], True)
    assert last.counts["unsealed"] == 0
    told = "\n".join(verify_records.report(last, "zh", pinned=False))
    assert "检查码与第 3 号检查点相符" in told
    assert "能证明：上述记录" in told
    first = verify_records.verify(bundle, codes=[typed(three[0])])
    assert (first.faults, first.by_code) == ([], [(1, 1)])
    assert first.counts["unsealed"] == 1


def test_code_of_no_checkpoint_is_told(play: Play, three: list[Checkpoint]) -> None:
    run("DELETE FROM rectification_checkpointhead", "DELETE FROM rectification_checkpoint")
    found = verify_records.verify(bundle_of(play.case), codes=[typed(three[2])])
    assert found.faults == [("code", None, code_of(three[2]))]
    assert not found.is_anchored


def test_code_proves_nothing_across_a_gap(play: Play, three: list[Checkpoint]) -> None:
    bundle = forged(bundle_of(play.case), links=b"")
    found = verify_records.verify(bundle, codes=[typed(three[2])])
    assert (found.faults, found.by_code) == ([], [(3, 3)])


def test_link_that_was_changed_is_found(play: Play, three: list[Checkpoint]) -> None:
    bundle = bundle_of(play.case)
    changed = bundle["links.txt"].replace(b'"cases":1', b'"cases":2')
    assert kinds_and_places(faults_of(forged(bundle, links=changed))) == {("order", 3)}


# --- without a bundle -----------------------------------------------------------------------------


def test_end_that_was_cut_off_is_found_in_the_database(planned: Play) -> None:
    last = planned.case.events.latest("sequence")
    run(
        f"DELETE FROM rectification_outboxmessage WHERE event_id = {last.pk}",
        f"DELETE FROM rectification_caseeventpayload WHERE event_id = {last.pk}",
        f"DELETE FROM rectification_caseevent WHERE id = {last.pk}",
    )
    assert [(breach.rule, breach.detail) for breach in breaches()] == [
        ("sealed_event_missing", str(last.sequence))
    ]


def test_checkpoint_that_was_changed_is_found_in_the_database(
    three: list[Checkpoint],
) -> None:
    connection.check_constraints()
    head = three[1].heads.get()
    run(f"UPDATE rectification_checkpointhead SET sequence = 7 WHERE id = {head.pk}")
    assert {(breach.rule, breach.case) for breach in breaches()} == {
        ("sealed_event_missing", str(head.case)),
        ("checkpoint_heads_changed", "checkpoint 2"),
    }
    run(f"UPDATE rectification_checkpointhead SET sequence = {head.sequence}")
    statement = three[1].statement.replace('"number":2', '"number":4')
    Checkpoint.objects.filter(number=2).update(statement=statement)
    assert {
        (breach.rule, breach.case) for breach in breaches() if breach.case.startswith("check")
    } >= {
        ("checkpoint_out_of_order", "checkpoint 2"),
        ("checkpoint_signature_wrong", "checkpoint 2"),
        ("checkpoint_out_of_order", "checkpoint 3"),
    }
