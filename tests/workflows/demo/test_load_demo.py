"""The demo township, loaded as `make run` does: a fresh database, a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from workflows.demo.roster import fixture

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("demo")]

DAY = "2026-11-24"
STAGES = {
    1: "closed",
    2: "closed",
    3: "in_notice",
    4: "in_notice",
    5: "long_term",
    6: "verifying",
    7: "look_back",
    8: "first_review",
    9: "notice_prep",
    10: "rectifying",
    11: "verifying",
    12: "pending_claim",
    13: "verifying",
    14: "registered",
    15: "planning",
    16: "objection",
    17: "rectifying",
    18: "rectifying",
    19: "closed",
    20: "rectifying",
    21: "submitted",
    22: "closed",
    23: "plan_review",
    24: "verifying",
    25: "long_term",
}
BESIDE = [
    "draft",
    "merged",
    "pending_claim",
    "rejected",
    "submitted",
    "submitted",
    "terminated",
    "transferred",
    "withdrawn",
]
"""What is none of the twenty-five: among it a report on paper, a vague opinion and a sealed one."""
SHOW = """
import json
from rectification.models import *
cases = {case.title: case for case in Case.objects.all()}
steps = WorkItem.objects.filter(closed_at=None).order_by("pk")
print(json.dumps({
    "stages": sorted(Case.objects.values_list("title", "stage")),
    "sources": {t: c.source for t, c in cases.items()},
    "due": [(s.case.title, s.step, str(s.due_on)) for s in steps],
    "looks": sorted(LookBack.objects.filter(begun_at=None).values_list("case__title", flat=True)),
    "waived": sorted(PublicationDecision.objects.exclude(waiver_agreed_by=None)
        .values_list("case__title", flat=True)),
    "late": sorted(Evidence.objects.exclude(late_reason="")
        .values_list("progress__measure__plan__case__title", flat=True)),
    "verifiers": [(v.case.title, v.person.code) for v in
        CaseParty.objects.filter(reason="verifier").order_by("person__code")],
    "asked": {t: c.events.values("request").distinct().count() for t, c in cases.items()},
    "scopes": sorted(Notice.objects.values_list("case__title", "decision__scope")),
}))
"""
MAKE_TABLES = """
import django
django.setup()
from tools.tables import bring_up_to_date
bring_up_to_date()
"""


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "project.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO": "1",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def shown(folder: Path) -> Any:
    answer = run(folder, "manage.py", "shell", "--no-imports", "-c", SHOW)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def made(folder: Path) -> Any:
    tables = run(folder, "-c", MAKE_TABLES)
    assert tables.returncode == 0, tables.stderr
    loaded = run(folder, "manage.py", "load_demo", "--as-of", DAY)
    assert loaded.returncode == 0, loaded.stderr
    return shown(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Any]:
    return made(folder)


def samples() -> dict[str, Any]:
    return {row["title"]: row for row in fixture("problems.yaml")}


def numbers(titles: list[str]) -> list[int]:
    return sorted({samples()[title]["id"] for title in titles})


def test_each_sample_stands_in_its_stage_and_all_stages_are_seen(demo: Any) -> None:
    known = samples()
    found = {known[title]["id"]: stage for title, stage in demo["stages"] if title in known}
    assert found == STAGES
    beside = sorted(stage for title, stage in demo["stages"] if title not in known)
    assert beside == BESIDE
    assert len({*found.values(), *beside}) == 20


def test_each_sample_comes_from_its_source(demo: Any) -> None:
    wrong = {
        row["id"]: demo["sources"][title]
        for title, row in samples().items()
        if demo["sources"].get(title) != row["source"]
    }
    assert wrong == {}


def test_what_an_inspection_fed_back_is_to_be_looked_at_again(demo: Any) -> None:
    looks = [title for title in demo["looks"] if title in samples()]
    # Long-term matters are reviewed; 1, 2 and 19 are looked at three to six months on.
    assert numbers(looks) == [1, 2, 5, 19, 25]


def test_waived_late_and_independently_verified(demo: Any) -> None:
    assert numbers(demo["waived"]) == [22, 25]
    assert numbers(demo["late"]) == [8, 11]
    named = {n: [] for n in (6, 19, 24)}
    for title, code in demo["verifiers"]:
        number = samples().get(title, {}).get("id")
        if number in named:
            named[number].append(code)
    assert named == dict.fromkeys((6, 19, 24), ["M-0202", "M-0242"])


def test_notices_have_the_scope_of_their_samples(demo: Any) -> None:
    known = samples()
    assert [(t, s) for t, s in demo["scopes"] if known[t]["scope"] != s] == []
    assert len(demo["scopes"]) == 12


def test_each_act_is_asked_for_by_itself(demo: Any) -> None:
    """Else all that was done to a case would count as what registered it, and as no change."""
    closed = [title for title, stage in demo["stages"] if stage == "closed"]
    assert [title for title in closed if demo["asked"][title] < 8] == []


def test_some_are_late_some_nearly_and_others_have_time(demo: Any) -> None:
    days = {
        samples()[title]["id"]: (date.fromisoformat(due) - date.fromisoformat(DAY)).days
        for title, step, due in demo["due"]
        if title in samples() and step == "carry_out"
    }
    assert days[10] < 0 < days[18] <= 7 < days[17] < days[20]


def test_demo_is_loaded_only_once_and_breaks_no_rule(demo: Any, folder: Path) -> None:
    again = run(folder, "manage.py", "load_demo", "--as-of", DAY)
    assert again.returncode == 1
    assert "empty" in again.stderr
    report = run(folder, "manage.py", "check_invariants", "--json")
    assert json.loads(report.stdout) == {"ok": True, "breaches": []}


def test_same_day_gives_the_same_demo(demo: Any, tmp_path: Path) -> None:
    assert made(tmp_path) == demo
