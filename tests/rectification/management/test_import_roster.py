"""`import_roster`: the JSON, the exit codes, and nothing else on standard output."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rectification.models import Appointment, Organisation, Person
from tests.rectification.imports.workbooks import SAMPLE, office, roster, sound_sample

pytestmark = pytest.mark.django_db


def run(file: Path, *options: str) -> tuple[int, Any]:
    """Exit code and the one JSON object."""
    out = StringIO()
    code = 0
    try:
        call_command("import_roster", str(file), *options, "--json", stdout=out)
    except CommandError as error:
        code = error.returncode
    return code, json.loads(out.getvalue()) if out.getvalue() else None


def codes(entries: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(e["sheet"], e["row"], e["reason"].split(":")[0]) for e in entries]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "名册"
    file.write_bytes(sound_sample())
    return file


@pytest.mark.parametrize("options", [("--dry-run",), ()])
def test_sample_is_reported_and_not_written(options: tuple[str, ...]) -> None:
    code, report = run(SAMPLE, *options)
    assert code == 1
    assert set(report) == {"accepted", "refused", "warnings", "written"}
    assert Counter(entry["sheet"] for entry in report["accepted"]) == {
        "组织": 20,
        "人员": 60,
        "组织关系": 60,
        "任职": 58,
    }
    assert codes(report["refused"]) == [("任职", 57, "E-ROLE")]
    assert report["refused"][0]["field"] == "职务代码"
    assert codes(report["warnings"]) == [("人员", 49, "W-SAMENAME"), ("任职", 25, "I-DIS")]
    assert report["written"] is False
    assert not Organisation.objects.exists()


def test_accept_valid_writes_what_was_accepted() -> None:
    code, report = run(SAMPLE, "--accept-valid")
    assert (code, report["written"]) == (1, True)
    assert report["accepted"][0] == {
        "sheet": "组织",
        "row": 2,
        "change": "new",
        "organisation": "SL-00",
    }
    assert Appointment.objects.count() == 58


def test_sound_file_is_done(sound: Path) -> None:
    code, report = run(sound)
    assert (code, report["refused"], report["written"]) == (0, [], True)


def test_same_file_again(sound: Path) -> None:
    run(sound)
    code, report = run(sound)
    assert (code, report["written"], report["accepted"]) == (1, False, [])
    (entry,) = report["refused"]
    assert set(entry) == {"reason"}
    assert entry["reason"].startswith("F-SAME: ")
    code, report = run(sound, "--again")
    assert (code, {e["change"] for e in report["accepted"]}) == (0, {"unchanged"})


def test_second_person_confirms(sound: Path, tmp_path: Path) -> None:
    run(sound)
    file = tmp_path / "changes.xlsx"
    file.write_bytes(roster(任职=[office("INS", "2026-06-01", code="M-0107", at="领导小组办公室")]))
    assert run(file, "--confirmed-by", "M-0109")[0] == 2
    assert run(file, "--confirmed-by", "M-0000")[0] == 2
    assert not Appointment.objects.filter(person__code="M-0107").exists()
    assert run(file, "--confirmed-by", "M-0108")[0] == 0
    held = Appointment.objects.get(person__code="M-0107")
    assert held.confirmed_by == Person.objects.get(code="M-0108")


def test_unreadable_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "missing.xlsx") == (2, None)
    assert run(tmp_path) == (2, None)


def test_for_people_it_is_written_in_lines() -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_roster", str(SAMPLE), stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert "任职 57 E-ROLE: " in lines[0]
    assert "198" in lines[3]
