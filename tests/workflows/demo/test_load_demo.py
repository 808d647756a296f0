"""The demo township, loaded as `make run` does: a fresh database, a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

DAY = "2026-11-24"
STAGES = [
    "verifying",
    "closed",
    "rectifying",
    "objection",
    "planning",
    "plan_review",
    "pending_claim",
    "submitted",
    "pending_claim",
    "submitted",
    "submitted",
]
SHOW = """
import json
from rectification.models import Case, WorkItem
units = WorkItem.objects.filter(case__stage="rectifying", closed_at=None).count()
stages = list(Case.objects.order_by("pk").values_list("stage", flat=True))
print(json.dumps({"stages": stages, "units": units}))
"""


def run(tmp_path: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "project.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DEMO": "1",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def shown(tmp_path: Path) -> Any:
    answer = run(tmp_path, "shell", "--no-imports", "-c", SHOW)
    return json.loads(answer.stdout)


def test_demo_loads_one_case_in_each_stage_and_only_once(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    loaded = run(tmp_path, "load_demo", "--as-of", DAY)
    assert loaded.returncode == 0, loaded.stderr
    assert shown(tmp_path) == {"stages": STAGES, "units": 2}
    again = run(tmp_path, "load_demo", "--as-of", DAY)
    assert again.returncode == 1
    assert "empty" in again.stderr
    report = run(tmp_path, "check_invariants", "--json")
    assert json.loads(report.stdout) == {"ok": True, "breaches": []}
