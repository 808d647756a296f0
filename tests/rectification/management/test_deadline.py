import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from rectification.services.calendar import load_year
from tests.rectification.calendar.years import SHIPPED, WITH_2027, YEAR_2027

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def deadline(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


def test_json_tells_due_date_and_every_day_not_counted() -> None:
    out = deadline("2017-09-27", "--working-days", "5", "--json")
    assert json.loads(out) == {
        "due": "2017-10-10",
        "provisional": False,
        "calendar_version": SHIPPED.version,
        "skipped": [{"date": f"2017-10-0{day}", "why": "中秋节、国庆节"} for day in range(1, 9)],
    }
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "due", "provisional"),
    [
        (("2017-09-30", "--days", "1"), "2017-10-09", False),
        (("2017-06-12", "--months", "2"), "2017-08-14", False),
        (("2020-01-23", "--working-days", "1"), "2020-02-03", False),
        (("2026-12-30", "--working-days", "5"), "2027-01-06", True),
        (("2026-12-02", "--days", "31"), "2027-01-04", True),
    ],
)
def test_json_of_days_months_and_the_horizon(
    arguments: tuple[str, ...], due: str, provisional: bool
) -> None:
    report = json.loads(deadline(*arguments, "--json"))
    assert (report["due"], report["provisional"]) == (due, provisional)


def test_year_loaded_into_the_database_counts() -> None:
    load_year(content=YEAR_2027.encode())
    report = json.loads(deadline("2026-12-30", "--working-days", "5", "--json"))
    assert (report["due"], report["provisional"]) == ("2027-01-08", False)
    assert report["calendar_version"] == WITH_2027.version


def test_text_names_made_up_and_skipped_days() -> None:
    assert deadline("2017-09-29", "--working-days", "2").splitlines() == [
        "Start (not counted): 2017-09-29",
        "Period: 2 working days",
        "Due: 2017-10-09",
        *(f"Not counted: 2017-10-0{day} 中秋节、国庆节" for day in range(1, 9)),
        "Counted, make-up working day: 2017-09-30 中秋节、国庆节",
        f"Calendar: {SHIPPED.version}",
    ]


def test_text_of_a_provisional_date_names_the_missing_year() -> None:
    assert deadline("2026-12-31", "--working-days", "2").splitlines()[2:5] == [
        "Due: 2027-01-04",
        "Provisional: the holiday schedule of 2027 is not loaded; counted Monday to Friday there.",
        "Not counted: 2027-01-02 Weekend",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2017-02-29", "--days", "1"), "“2017-02-29” is not a date"),
        (("20170927", "--days", "1"), "“20170927” is not a date"),
        (("2017-09-27", "--days", "0"), "“0” is not a whole number of at least 1"),
        (("2017-09-27", "--days=-3"), "“-3” is not a whole number of at least 1"),
        (("2017-09-27", "--months", "1.5"), "“1.5” is not a whole number of at least 1"),
        (("2017-09-27",), "one of the arguments"),
        (("2017-09-27", "--days", "1", "--months", "1"), "not allowed with argument"),
        (("9999-12-31", "--days", "1"), "The period ends after the year 9999."),
    ],
)
def test_bad_input_is_refused_with_a_clear_message(
    arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        deadline(*arguments)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2017-02-29", "--days", "1"), 2),
        (("2017-09-27",), 2),
        (("2017-09-27", "--days", "1", "--months", "1"), 2),
    ],
)
def test_wrong_usage_exits_with_two_and_prints_nothing(
    arguments: tuple[str, ...], code: int
) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "deadline", *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "project.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr
