"""`import_opinions` of the sample: exactly what is expected of it, by JSON and exit code."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from rectification.models import (
    Case,
    ImportedFile,
    Opinion,
    OpinionEntry,
    Organisation,
    ReporterIdentity,
    WorkItem,
)
from rectification.services.identities import open_identity
from rectification.services.importing import Importer
from rectification.services.roster import RosterInstructions, import_roster
from tests.rectification.imports.lists import SAMPLE_LIST
from tests.rectification.imports.workbooks import sample

pytestmark = pytest.mark.django_db

SAMPLE: Final = Path(settings.BASE_DIR) / "fixtures" / "群众意见登记表.csv"
DAY = datetime(2026, 6, 16, 1, tzinfo=UTC)
EXPECTED = {
    2: ("2026-06-02", "东篱村党支部", False, ""),
    3: ("2026-06-02", "南坡村党支部", True, ""),
    4: ("2026-06-03", "西渚村党支部", False, ""),
    5: ("2026-06-03", "柳塘村党总支", True, ""),
    6: ("2026-06-04", None, False, "W-VAGUE"),
    7: ("2026-06-05", "西渚村党支部", True, "W-NAMED"),
    8: ("2026-06-08", None, False, ""),
    9: ("2026-06-08", "南坡村党支部", False, ""),
    10: ("2026-06-09", "禾丰合作社党支部", True, "W-YEAR"),
    11: ("2026-06-09", "南坡村党支部", True, "W-PII"),
    12: ("2026-06-10", "柳塘村党总支", False, "W-SIM"),
    13: ("2026-06-11", None, True, ""),
    15: ("2026-06-12", "柳塘第二党支部", False, ""),
}
REFUSED = {14: "E-EMPTY", 16: "E-DATE"}


@pytest.fixture(autouse=True)
def town(db: None) -> Iterator[None]:
    """The sample township at nine o'clock in Shanghai on 16 June 2026."""
    with time_machine.travel(DAY, tick=False):
        import_roster(
            content=sample(),
            name="花名册.xlsx",
            importer=Importer(),
            instructions=RosterInstructions(accept_valid=True),
        )
        yield


def run(file: Path, *options: str) -> tuple[int, Any]:
    """Exit code and the one JSON object."""
    out = StringIO()
    code = 0
    try:
        call_command("import_opinions", str(file), *options, "--json", stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue()) if out.getvalue() else None


def codes(entries: list[dict[str, Any]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for entry in entries:
        found.setdefault(entry["row"], []).append(entry["reason"].split(":")[0])
    return {row: " ".join(sorted(given)) for row, given in found.items()}


def in_utf8(folder: Path, mark: str) -> Path:
    file = folder / "登记表.csv"
    file.write_bytes(SAMPLE.read_bytes().decode("gb18030").encode(mark))
    return file


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_sample_is_reported_and_not_written(encoding: str, tmp_path: Path) -> None:
    file = SAMPLE if encoding == "gb18030" else in_utf8(tmp_path, encoding)
    code, report = run(file)
    assert (code, set(report)) == (1, {"accepted", "refused", "warnings", "written"})
    names = dict(Organisation.objects.values_list("code", "name"))
    warned = codes(report["warnings"])
    assert {
        e["row"]: (
            e["received_on"],
            names.get(e["unit"]),
            e["has_contact"],
            warned.get(e["row"], ""),
        )
        for e in report["accepted"]
    } == EXPECTED
    assert codes(report["refused"]) == REFUSED
    assert report["written"] is False
    assert not Case.objects.exists()
    assert not ImportedFile.objects.filter(kind="opinions").exists()


def test_sample_after_the_list_of_the_inspection_is_judged_the_same() -> None:
    """The order of the samples: no opinion reads like a problem that was fed back."""
    with pytest.raises(CommandError):
        call_command(
            "import_batch",
            str(SAMPLE_LIST),
            "--kind",
            "inspection",
            "--accept-valid",
            "--json",
            stdout=StringIO(),
        )
    assert Case.objects.count() == 15
    _code, report = run(SAMPLE, "--dry-run")
    assert codes(report["warnings"]) == {row: told[3] for row, told in EXPECTED.items() if told[3]}
    assert codes(report["refused"]) == REFUSED


def test_accept_valid_makes_opinions_and_no_problems() -> None:
    code, report = run(SAMPLE, "--accept-valid")
    assert (code, report["written"]) == (1, True)
    entries = OpinionEntry.objects.select_related("opinion__case").order_by("row")
    assert [entry.row for entry in entries] == list(EXPECTED)
    cases = [entry.opinion.case for entry in entries]
    assert {(c.stage, c.title, c.description, c.number, c.author) for c in cases} == {
        ("submitted", "待受理的意见", "", None, None)
    }
    assert Counter(c.source for c in cases) == {"public_opinion": 12, "member_opinion": 1}
    assert next(e for e in entries if e.row == 15).opinion.case.source == "member_opinion"
    assert Counter(WorkItem.objects.values_list("step", "role")) == {("triage", "OFF"): 13}
    assert {e.opinion.channel for e in entries} == {"register"}
    assert next(e for e in entries if e.row == 10).opinion.received_on == date(2026, 6, 9)


def test_four_byte_character_and_line_break_are_kept() -> None:
    run(SAMPLE, "--accept-valid")
    texts = dict(OpinionEntry.objects.values_list("row", "opinion__text"))
    assert "南坡村𬒈石组" in texts[11]
    assert texts[9] == '村里贴的通知写着"每周三值班"，\n但6月3日下午去，没有人，南坡村代办窗口。'
    assert not any("?" in text or "�" in text for text in texts.values())


def test_contact_goes_to_the_sealed_table_and_nowhere_else(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    _code, report = run(SAMPLE, "--accept-valid")
    assert ReporterIdentity.objects.count() == 6
    named = Opinion.objects.get(entry__row=7)
    found = open_identity(named)
    assert found is not None
    assert (named.mode, found.contact) == ("confidential", "纸质登记簿第5号")
    out, err = capfd.readouterr()
    for place in (json.dumps(report, ensure_ascii=False), caplog.text, out, err):
        assert "登记簿" not in place


def test_accusation_has_no_owner_before_it_is_reworded() -> None:
    run(SAMPLE, "--accept-valid")
    entry = OpinionEntry.objects.get(row=7)
    assert entry.names_person
    assert entry.opinion.case.owner_organisation is None
    assert entry.opinion.organisation.name == "西渚村党支部"


def test_alike_opinions_are_offered_for_merging_and_not_merged() -> None:
    run(SAMPLE, "--accept-valid")
    twin = OpinionEntry.objects.get(row=12)
    assert twin.similar_to.row == 5
    assert twin.opinion.case_id != twin.similar_to.opinion.case_id
    assert twin.opinion.case.stage == "submitted"


def test_second_import_is_refused_and_then_doubles_row_by_row() -> None:
    run(SAMPLE, "--accept-valid")
    code, report = run(SAMPLE, "--accept-valid")
    assert (code, [e["reason"][:6] for e in report["refused"]]) == (1, ["F-SAME"])
    code, report = run(SAMPLE, "--accept-valid", "--again")
    assert (code, report["accepted"], report["written"]) == (1, [], False)
    assert Counter(codes(report["refused"]).values()) == {"E-DUP": 13, "E-EMPTY": 1, "E-DATE": 1}
    assert Opinion.objects.count() == 13


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x81\xff\xff,\xff\n" * 3, "F-CODE"),
        ("登记日期,渠道\n2026/6/1,来访\n".encode(), "F-HEADER"),
        ("秘密★,\n登记日期,意见内容\n2026/6/1,东篱村路灯不亮了很久。\n".encode(), "F-SECRET"),
        (b"%PDF-1.7 ", "F-KIND"),
    ],
)
def test_file_refused_as_a_whole(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    status, report = run(file)
    assert status == 1
    assert [entry["reason"].split(":")[0] for entry in report["refused"]] == [code]


def test_columns_are_named_in_the_command(tmp_path: Path) -> None:
    file = tmp_path / "登记表.csv"
    file.write_text("登记日期,说了什么,备注\n2026/6/2,东篱村东头路灯不亮，报了两次。,要求答复\n")
    _code, report = run(file, "--dry-run")
    assert report["refused"][0]["reason"].startswith("F-HEADER: ")
    told = ("--column", "说了什么=意见内容", "--column", "备注=none")
    code, report = run(file, *told)
    assert (code, report["written"]) == (0, True)
    assert OpinionEntry.objects.get().remark == ""
    _code, report = run(file, "--again", *told, "--column", "登记日期=text")
    assert report["refused"][0]["reason"].startswith("F-COLUMN: ")
    for wrong in ("说了什么", "说了什么=谁说的", "=text"):
        with pytest.raises(CommandError):
            call_command("import_opinions", str(file), "--column", wrong)
