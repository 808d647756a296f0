import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from rectification.models import CalendarDay, CalendarYear
from tests.rectification.calendar.years import SHIPPED, WITH_2027, YEAR_2027

pytestmark = pytest.mark.django_db


@pytest.fixture
def year_file(tmp_path: Path) -> Path:
    file = tmp_path / "2027.toml"
    file.write_text(YEAR_2027, encoding="utf-8")
    return file


def load(file: Path, *options: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load_calendar", str(file), *options, stdout=out)
    return out.getvalue()


def test_year_file_is_put_in_force(year_file: Path) -> None:
    assert load(year_file) == (
        "The schedule of 2027 is in force: 14 days off, 2 make-up working days.\n"
    )
    assert CalendarYear.objects.get().year == 2027
    assert CalendarDay.objects.count() == 16


def test_json_reports_what_was_loaded(year_file: Path) -> None:
    assert json.loads(load(year_file, "--json")) == {
        "year": 2027,
        "written": True,
        "off_days": 14,
        "make_up_days": 2,
        "notices": ["https://www.gov.cn/zhengce/zhengceku/202611/content_0000000.htm"],
        "calendar_version": WITH_2027.version,
        "refused": [],
    }


def test_same_schedule_again_changes_nothing(year_file: Path) -> None:
    load(year_file)
    assert load(year_file) == ("The schedule of 2027 is in force already; nothing was changed.\n")
    assert json.loads(load(year_file, "--json"))["written"] is False
    assert CalendarYear.objects.count() == 1


def test_refused_file_stores_nothing_and_says_why(year_file: Path) -> None:
    year_file.write_text(YEAR_2027.replace("2027-10-03, ", ""), encoding="utf-8")
    out = StringIO()
    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("load_calendar", str(year_file), "--json", stdout=out)
    reason = "2027-10-03 is a public holiday and is missing among the days off."
    assert (str(refused.value), refused.value.returncode) == (reason, 1)
    report = json.loads(out.getvalue())
    assert report["refused"] == [{"reason": reason}]
    assert (report["year"], report["written"]) == (None, False)
    assert report["calendar_version"] == SHIPPED.version
    assert not CalendarYear.objects.exists()
    assert not CalendarDay.objects.exists()


def test_unreadable_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as refused:
        load(tmp_path / "missing.toml")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="cannot be read"):
        load(tmp_path)
