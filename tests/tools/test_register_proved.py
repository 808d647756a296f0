"""The register of papers without a case: proved from a bundle, and every way to change it found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.audit.canonical import canonical
from rectification.audit.chain import broken_events, broken_stores
from rectification.audit.seals import broken_seals
from rectification.enums import CaseStage
from rectification.hashing import hash_of
from rectification.models import CheckpointHead, OfficialDocument, PaperEvent
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.services.annual_reports import attach_to_report
from rectification.services.checkpoints import seal_records
from tests.annual_reports import REASON, SIGNED, issued, numbering, scan, voided
from tests.factories import Township, case_in
from tests.tools.bundles import bundle_of, forged, run
from tools import verify_records
from tools.verify_records import REGISTER, Findings, Paper

TABLE: Final = PaperEvent._meta.db_table
PAPERS: Final = OfficialDocument._meta.db_table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "checkpoints"


@pytest.fixture
def office(town: Township) -> Actor:
    return numbering(town)


@pytest.fixture
def report(town: Township, office: Actor) -> OfficialDocument:
    """Four lines that are sealed: issued, signed, made void, issued anew; the last one holds."""
    for year in (2025, 2026):
        issued(town, office, year)
        if year == 2025:
            first = OfficialDocument.objects.get()
            with acting_as(None):
                attach_to_report(document=first, actor=office, scan=scan(), signed_on=today())
            voided(first, office)
    seal_records()
    return OfficialDocument.objects.latest("pk")


def found(paper: Paper | None = None, **given: object) -> Findings:
    return verify_records.verify(bundle_of(with_register=True), paper=paper, **given)  # type: ignore[arg-type]


def inside() -> set[str]:
    """What the house itself finds (`check_invariants`)."""
    broken = {each.fault.value for each in (*broken_events(), *broken_stores())}
    return broken | {seal.fault.value for seal in broken_seals()}


def told(findings: Findings, language: str = "zh") -> str:
    return "\n".join(verify_records.report(findings, language, pinned=False))


# --- nothing was changed --------------------------------------------------------------------------


def test_register_is_sound_and_said(report: OfficialDocument) -> None:
    findings = found()
    assert (findings.faults, inside()) == ([], set())
    assert (findings.counts["cases"], findings.counts["lines"]) == (0, 4)
    assert (findings.counts["unsealed"], findings.counts["loose"]) == (0, 0)
    assert (findings.counts["kept"], findings.counts["files"]) == (4, 3)
    assert "公文登记簿（不属任何事项的公文）：4 条记录。" in told(findings)
    assert "Register of papers that are of no case: 4 lines." in told(findings, "en")
    assert CheckpointHead.objects.get().case is None


def test_code_tells_which_report_it_is_and_compares_the_file(
    report: OfficialDocument, town: Township
) -> None:
    pdf = f"{report.number} {report.code}".encode()
    findings = found(Paper(report.code, pdf))
    assert [kind for kind, _about in findings.document] == ["found_report", "valid", "same_pdf"]
    assert f"单位 {town.committee.code}，2026 年度" in told(findings)
    former = OfficialDocument.objects.earliest("pk")
    findings = found(Paper(former.code, SIGNED))
    assert [kind for kind, _about in findings.document] == ["found_report", "void", "same_signed"]
    assert found(Paper(report.code, b"another")).faults == [
        ("document_file", REGISTER, report.code)
    ]


def test_bundle_without_words_and_without_register(report: OfficialDocument) -> None:
    bundle = bundle_of(with_words=False, with_register=True)
    assert verify_records.verify(bundle).faults == []
    assert REASON not in "".join(part.decode() for part in bundle.values())
    assert bundle_of()["events.txt"] == b""


def test_bundle_from_before_the_register_is_proved_by_checkpoints_that_seal_one(
    report: OfficialDocument, town: Township, folder: Path
) -> None:
    """What the former export wrote: neither line nor word of a register."""
    case = case_in(town, CaseStage.REGISTERED)
    seal_records()
    bundle = bundle_of(case)
    assert "register" not in json.loads(bundle["manifest.json"])
    kept = [json.loads(path.read_text()) for path in sorted(folder.iterdir())]
    findings = verify_records.verify(bundle, outside=kept)
    assert (findings.faults, findings.is_anchored) == ([], True)
    assert "lines" not in findings.counts
    assert "不能证明：记录写入时内容真实；没有被导出的案件和公文登记簿" in told(findings)
    assert "nor anything of cases or of a register of papers that are not here" in told(
        findings, "en"
    )


def test_lines_after_the_checkpoint_are_told(
    report: OfficialDocument, town: Township, office: Actor
) -> None:
    voided(report, office)
    findings = found(Paper(report.code))
    assert (findings.faults, findings.counts["unsealed"]) == ([], 1)
    assert [kind for kind, _about in findings.document][:3] == [
        "found_report",
        "void",
        "document_open",
    ]
    seal_records()
    assert found().counts["unsealed"] == 0


# --- the attacks ----------------------------------------------------------------------------------


def test_line_is_neither_changed_nor_deleted(report: OfficialDocument) -> None:
    connection.check_constraints()
    for statement in (f"UPDATE {TABLE} SET verb = 'closed'", f"DELETE FROM {TABLE}"):
        with (
            pytest.raises(IntegrityError, match="written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def edit() -> None:
    run(f"UPDATE {TABLE} SET reference = 'document:0' WHERE sequence = 2")


def delete() -> None:
    run(f"DELETE FROM {TABLE} WHERE sequence = 2")


def insert() -> None:
    """A copy of a line, put in before it; all that follow move up."""
    line = PaperEvent.objects.get(sequence=2)
    keys = PaperEvent.objects.filter(sequence__gte=2).order_by("-sequence").values_list("pk")
    run(*(f"UPDATE {TABLE} SET sequence = sequence + 1 WHERE id = {pk}" for (pk,) in list(keys)))
    line.pk = None
    line.save()


def reorder() -> None:
    run(
        f"UPDATE {TABLE} SET sequence = 900 WHERE sequence = 2",
        f"UPDATE {TABLE} SET sequence = 2 WHERE sequence = 3",
        f"UPDATE {TABLE} SET sequence = 3 WHERE sequence = 900",
    )


def truncate() -> None:
    run(f"DELETE FROM {TABLE} WHERE sequence = 4")


def empty() -> None:
    run(f"DELETE FROM {TABLE}")


def rechain() -> None:
    """One line is changed and all the hashes after it are computed anew."""
    run()
    previous = ""
    for line in PaperEvent.objects.order_by("sequence"):
        line.verb = "document_issued" if line.sequence == 3 else line.verb
        line.previous_hash = previous
        line.hash = previous = hash_of(canonical(line))
        line.save()


def other_file() -> None:
    run(f"UPDATE {PAPERS} SET pdf_sha256 = '{'0' * 64}'")


def other_statement() -> None:
    run(f"UPDATE {PAPERS} SET statement = replace(statement, '1号', '9号')")


def other_code() -> None:
    run(f"UPDATE {PAPERS} SET code = '0000-0000-0000-0000' WHERE number LIKE '%2号'")


def other_words() -> None:
    run(f"UPDATE {PAPERS} SET void_reason = 'x' WHERE void_reason <> ''")


def other_scan() -> None:
    run(f"UPDATE rectification_signedcopy SET sha256 = '{'0' * 64}'")


def other_version() -> None:
    run("UPDATE rectification_historicalofficialdocument SET history_hash = 'x'")


def no_scan() -> None:
    run("DELETE FROM rectification_signedcopy")


@pytest.mark.parametrize(
    ("attack", "kinds"),
    [
        (edit, {"changed"}),
        (delete, {"sequence", "link", "truncated", "evidence", "version_extra"}),
        (insert, {"changed", "link", "rechained", "version_extra", "payload"}),
        (reorder, {"changed", "link", "rechained"}),
        (truncate, {"truncated"}),
        (empty, {"truncated", "empty"}),
        (rechain, {"rechained", "payload"}),
        (other_file, {"evidence"}),
        (other_statement, {"statement"}),
        (other_code, {"statement", "evidence_missing"}),
        (other_words, {"payload", "values"}),
        (other_scan, {"evidence"}),
        (other_version, {"version", "values"}),
        (no_scan, {"evidence_missing"}),
    ],
)
def test_attack_is_found(
    report: OfficialDocument, attack: Callable[[], None], kinds: set[str]
) -> None:
    attack()
    faults = {kind for kind, _case, _at in found().faults}
    assert faults
    assert faults <= kinds
    assert inside()


@pytest.mark.parametrize(
    "changed",
    [
        "title = 'x'",
        "number = 'x'",
        "variant = 'public'",
        "report_year = 2024",
        "void_at = NULL",
        "void_at = issued_at",
        "issued_role = 'DIS'",
        "pdf = 'other'",
    ],
)
def test_row_that_says_something_else_than_the_register_is_found(
    report: OfficialDocument, changed: str
) -> None:
    which = "=" if changed == "void_at = NULL" else "<>"
    run(f"UPDATE {PAPERS} SET {changed} WHERE id {which} (SELECT MIN(id) FROM {PAPERS})")
    assert "paper_not_as_in_register" in inside()


VERSIONS: Final = "rectification_historicalofficialdocument"


@pytest.mark.parametrize("changed", ["title = 'x'", "report_year = 2024", "variant = 'public'"])
def test_row_changed_together_with_its_version_is_found_though_the_salt_is_gone(
    report: OfficialDocument, changed: str
) -> None:
    """Without the salt the version of a case counts as erased; of a report nothing ever is."""
    run(
        f"UPDATE {PAPERS} SET {changed} WHERE id = {report.pk}",
        f"UPDATE {VERSIONS} SET {changed}, history_salt = '' WHERE id = {report.pk}",
    )
    assert inside() == {"paper_not_as_in_register"}


def test_report_that_is_no_longer_void_is_found_though_its_last_version_has_no_salt(
    report: OfficialDocument,
) -> None:
    first = OfficialDocument.objects.earliest("pk")
    nothing = "void_at = NULL, voided_by_id = NULL"
    run(
        f"UPDATE {PAPERS} SET {nothing} WHERE id = {first.pk}",
        f"UPDATE {VERSIONS} SET {nothing}, history_salt = '' WHERE void_at IS NOT NULL",
    )
    assert inside() == {"paper_not_as_in_register"}


def test_signed_copy_laid_to_another_paper_is_found(report: OfficialDocument) -> None:
    run(f"UPDATE rectification_signedcopy SET document_id = {report.pk}")
    codes = {str(each.at) for each in broken_stores()}
    assert codes == set(OfficialDocument.objects.values_list("code", flat=True))


def test_report_laid_into_a_case_is_found(report: OfficialDocument, town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED)
    other = f"kind = 'circular', case_id = {case.pk}, report_of_id = NULL, report_year = NULL"
    laid = f"UPDATE {PAPERS} SET {other} WHERE id = {report.pk}"
    if connection.vendor == "sqlite":
        unchecked = "PRAGMA ignore_check_constraints"
        run(f"{unchecked} = 1", laid, f"{unchecked} = 0")
    else:
        run(f"ALTER TABLE {PAPERS} DROP CONSTRAINT document_of_a_case_or_a_report", laid)
    assert [each.at for each in broken_stores()] == [report.code]


def test_paper_without_a_line_is_found(report: OfficialDocument) -> None:
    connection.check_constraints()
    report.pk, report.code, report.number = None, "0000-0000-0000-0000", "云问报〔2026〕9号"
    report.report_year, report.sequence = 2020, 9
    report.save()
    assert "paper_not_as_in_register" in inside()
    assert found(Paper(report.code)).faults[-1] == ("document", None, report.code)


def test_register_made_anew_with_its_checkpoint_is_found_by_the_files_outside(
    report: OfficialDocument, folder: Path
) -> None:
    kept = [json.loads(path.read_text()) for path in folder.iterdir()]
    rechain()
    run("DELETE FROM rectification_checkpointhead", "DELETE FROM rectification_checkpoint")
    assert ("rechained", REGISTER, 4) in found(outside=kept).faults
    empty()
    assert ("truncated", REGISTER, 4) in found(outside=kept).faults


def test_line_changed_in_the_file_is_found(report: OfficialDocument) -> None:
    bundle = bundle_of(with_register=True)
    events = bundle["events.txt"].replace(b"document_voided", b"document_issued")
    findings = verify_records.verify(forged(bundle, events=events))
    assert ("changed", REGISTER, 3) in findings.faults
    assert "公文登记簿：第 3 条记录被改动" in told(findings)
