"""A played house in folders of its own, and places with nothing in them."""

from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.models import append_only
from rectification.services.checkpoints import seal_records
from tests.factories import Township
from tests.project.backup.drill import Folders
from tests.workflows.play import Play


@pytest.fixture
def house(
    transactional_db: None,
    town: Township,
    clock: time_machine.Traveller,
    settings: Settings,
    tmp_path: Path,
) -> Play:
    """One case with a proof, sealed."""
    Folders(tmp_path / "house").take(settings)
    append_only.protect("default")
    play = Play(town, clock)
    play.bring_to(CaseStage.FIRST_REVIEW)
    seal_records()
    return play
