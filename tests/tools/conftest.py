"""Records that are sealed, in a folder of the test."""

from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.models import Case
from rectification.services.checkpoints import seal_records
from tests.factories import Township
from tests.workflows.play import Play


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    return tmp_path / "checkpoints"


@pytest.fixture
def sealed(town: Township, clock: time_machine.Traveller, folder: Path) -> tuple[Case, Case]:
    """Two cases with some events each, and a checkpoint over both."""
    cases = []
    for _ in range(2):
        play = Play(town, clock)
        play.bring_to(CaseStage.PLANNING)
        cases.append(play.case)
    seal_records()
    return cases[0], cases[1]


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller, folder: Path) -> Play:
    return Play(town, clock)


@pytest.fixture
def planned(play: Play) -> Play:
    play.bring_to(CaseStage.PLAN_REVIEW)
    seal_records()
    return play
