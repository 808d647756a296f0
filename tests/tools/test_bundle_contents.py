"""Files of proof and typed codes: what of them a bundle proves."""

import pytest
import time_machine
from django.db import connection

from rectification.audit.codes import code_of
from rectification.enums import CaseStage
from rectification.models import CaseEvent, Checkpoint, Evidence, LookBackFile, PaperScan
from rectification.services.checkpoints import seal_records
from tests.factories import Township
from tests.tools.bundles import Fault, broken, bundle_of, faults_of, forged, run
from tests.uploads import pdf
from tests.workflows.on_paper import report_on_paper
from tests.workflows.play import Play
from tools import verify_records
from workflows.invariants import breaches

pytestmark = pytest.mark.usefixtures("folder")


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
    assert broken() == {"file_not_as_in_its_event"}


def test_file_that_was_taken_away_is_found(proved: Play) -> None:
    row = Evidence.objects.get()
    run(f"DELETE FROM rectification_evidence WHERE id = {row.pk}")
    assert faults_of(bundle_of(proved.case, with_words=False)) == [
        ("evidence_missing", proved.case.pk, f"evidence:{row.pk}")
    ]
    assert "file_not_as_in_its_event" in broken()


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
