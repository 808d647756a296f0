"""`import_batch` of the sample: exactly what is expected of it, by JSON and exit code."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from rectification.enums import CaseStage
from rectification.models import Case, ImportedFile, Organisation, SourceBatch, WorkItem
from rectification.services.importing import Importer
from rectification.services.roster import RosterInstructions, import_roster
from tests.rectification.imports.lists import SAMPLE_LIST, problems, sample_list
from tests.rectification.imports.workbooks import sample

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 6, 16, 1, tzinfo=UTC)
EXPECTED = {
    5: ("中共松澜镇委员会", "C", "limited", "2026-12-31", "A", "W-LONG"),
    6: ("镇机关第一党支部", "B", "limited", "2026-11-30", "A", ""),
    7: ("禾丰合作社党支部", "B", "immediate", None, "A", ""),
    8: ("松澜镇中心学校党支部", "B", "limited", "2026-09-30", "A", "W-ALIAS"),
    9: ("东篱村党支部", "B", "immediate", None, "B", ""),
    10: ("东篱村党支部", "B", "limited", "2026-11-02", "B", "W-MULTI W-ROLL"),
    11: ("柳塘第一党支部", "B", "limited", "2026-09-15", "B", ""),
    13: ("南坡村党支部", "B", "limited", "2026-08-31", "B", ""),
    14: ("镇机关第二党支部", "B", "limited", "2026-11-30", "B", "I-DIS"),
    15: ("澜创制造联合党支部", "B", "long_term", None, "C", ""),
    17: ("松澜镇社会组织联合党支部", "B", "limited", "2026-10-15", "C", ""),
    19: ("柳塘村党总支", "B", "limited", "2026-12-15", "C", ""),
    21: ("组织办", "C", "limited", "2026-09-30", "E", "I-LG"),
    22: ("西渚村党支部", "B", "limited", "2026-11-30", "E", "W-ROLL"),
    23: ("党政办公室", "C", "limited", "2026-09-28", "E", "W-ROLL"),
}
REFUSED = {16: "E-ORG", 18: "E-DUP", 20: "E-SECRET"}


@pytest.fixture(autouse=True)
def town(db: None) -> Iterator[None]:
    """The sample township at nine o'clock in Shanghai on 16 June 2026."""
    with time_machine.travel(DAY, tick=False):
        instructions = RosterInstructions(accept_valid=True)
        import_roster(
            content=sample(), name="花名册.xlsx", importer=Importer(), instructions=instructions
        )
        yield


def run(file: Path, *options: str) -> tuple[int, Any]:
    """Exit code and the one JSON object."""
    out = StringIO()
    code = 0
    try:
        call_command(
            "import_batch", str(file), "--kind", "inspection", *options, "--json", stdout=out
        )
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue()) if out.getvalue() else None


def codes(entries: list[dict[str, Any]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for entry in entries:
        found.setdefault(entry["row"], []).append(entry["reason"].split(":")[0])
    return {row: " ".join(sorted(given)) for row, given in found.items()}


@pytest.mark.parametrize("options", [("--dry-run",), ()])
def test_sample_is_reported_and_not_written(options: tuple[str, ...]) -> None:
    code, report = run(SAMPLE_LIST, *options)
    assert (code, set(report)) == (1, {"accepted", "refused", "warnings", "written"})
    names = dict(Organisation.objects.values_list("code", "name"))
    warned = codes(report["warnings"])
    told = ("level", "deadline_class", "due", "category")
    assert {
        e["row"]: (names[e["owner"]], *(e[name] for name in told), warned.get(e["row"], ""))
        for e in report["accepted"]
    } == EXPECTED
    assert codes(report["refused"]) == REFUSED
    assert set(warned) <= set(EXPECTED)
    assert {entry["sheet"] for entry in report["accepted"]} == {"问题清单"}
    assert report["written"] is False
    assert not Case.objects.exists()
    assert not ImportedFile.objects.filter(kind="batch").exists()


def test_what_the_report_names_and_what_it_does_not() -> None:
    _code, report = run(SAMPLE_LIST, "--dry-run")
    reasons = {entry["row"]: entry["reason"] for entry in report["refused"]}
    assert "9" in reasons[18]
    assert "云坞村党支部" in reasons[16]
    assert not any(word in reasons[20] for word in ("秘密", "纸质", "渠道"))
    accepted = {entry["row"]: entry for entry in report["accepted"]}
    co = Organisation.objects.get(name="西渚村党支部").code
    assert accepted[10]["co_units"] == [co]
    assert accepted[22]["leader"] == "M-0103"


def test_accept_valid_hands_the_lines_to_the_intake() -> None:
    organisations = Organisation.objects.count()
    code, report = run(SAMPLE_LIST, "--accept-valid")
    assert (code, report["written"]) == (1, True)
    batch = SourceBatch.objects.get()
    assert (batch.kind, batch.document_number) == ("inspection", "澜巡反〔2026〕7号")
    assert batch.title == "中共松澜镇委员会巡察反馈意见问题清单"
    assert (batch.received_on, batch.policy_version) == (date(2026, 6, 15), date(2024, 2, 8))
    cases = Case.objects.order_by("batch_entry__row")
    assert [case.batch_entry.row for case in cases] == list(EXPECTED)
    assert {(c.stage, c.source, c.found_on, c.author, c.number) for c in cases} == {
        (CaseStage.SUBMITTED, "inspection", date(2026, 6, 15), None, None)
    }
    assert Counter(WorkItem.objects.values_list("step", "role")) == {("triage", "OFF"): 15}
    assert Organisation.objects.count() == organisations
    several = cases.get(batch_entry__row=10)
    assert [unit.name for unit in several.batch_entry.co_units.all()] == ["西渚村党支部"]
    assert (several.batch_entry.limit_text, several.batch_entry.due_on) == (
        "2026.10.31",
        date(2026, 11, 2),
    )
    assert several.title == "两村联合开展的组织生活会未分别形成记录"
    assert not Case.objects.filter(description__contains="纸质渠道").exists()


def test_second_import_of_the_same_file() -> None:
    run(SAMPLE_LIST, "--accept-valid")
    code, report = run(SAMPLE_LIST, "--accept-valid")
    assert (code, report["accepted"], report["written"]) == (1, [], False)
    (entry,) = report["refused"]
    assert set(entry) == {"reason"}
    assert entry["reason"].startswith("F-SAME: ")
    code, report = run(SAMPLE_LIST, "--accept-valid", "--again")
    assert (code, report["accepted"], report["written"]) == (1, [], False)
    assert codes(report["refused"]) == dict.fromkeys(EXPECTED, "E-DUP") | REFUSED
    assert Case.objects.count() == 15


def test_corrected_rows_are_handed_in_on_their_own(tmp_path: Path) -> None:
    run(SAMPLE_LIST, "--accept-valid")
    file = tmp_path / "更正.xlsx"
    file.write_bytes(sample_list(D16="西渚村党支部"))
    _code, report = run(file, "--accept-valid")
    assert [entry["row"] for entry in report["accepted"]] == [16]
    assert Case.objects.count() == 16


def test_sound_file_is_done_and_what_it_does_not_say_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "清单.xlsx"
    row = (1, "学习教育方面", "学习记录不完整。", "东篱村党支部", "", "立行立改", "")
    file.write_bytes(problems(row, head="问题清单"))
    code, report = run(file)
    assert code == 1
    assert report["refused"][0]["reason"].startswith("F-BATCH: ")
    options = ("--number", "云巡反〔2026〕3号", "--received-on", "2026-06-15")
    assert run(file, *options, "--dry-run")[1]["written"] is False
    code, report = run(file, *options)
    assert (code, report["refused"], report["written"]) == (0, [], True)
    assert SourceBatch.objects.get().title == "问题清单"


def test_kind_is_needed_and_known() -> None:
    with pytest.raises(CommandError):
        call_command("import_batch", str(SAMPLE_LIST))
    with pytest.raises(CommandError):
        call_command("import_batch", str(SAMPLE_LIST), "--kind", "visit")


def test_columns_are_named_in_the_command(tmp_path: Path) -> None:
    file = tmp_path / "清单.xlsx"
    names = ("序号", "类别", "情况", "单位", "牵头领导", "整改时限", "备注")
    row = (1, "学习教育方面", "学习记录不完整。", "东篱村党支部", "", "立行立改", "")
    file.write_bytes(problems(row, columns=names))
    assert run(file)[1]["refused"][0]["reason"].startswith("F-HEADER: ")
    code, report = run(file, "--column", "情况=text", "--column", "单位=责任单位")
    assert (code, report["written"]) == (0, True)
    assert Case.objects.get().description == "学习记录不完整。"
