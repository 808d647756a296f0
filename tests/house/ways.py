"""How several scenes come about: both cases are brought to a stage, step by step."""

from typing import Any, Final

from rectification.enums import CaseLevel, CaseStage
from tests.house.world import Told, World

CLEARED: Final = ("propose_publication", "review_secrecy", "check_redaction")
"""The steps before the person concerned reads the text."""


def both_to(world: World, stage: CaseStage, **given: Any) -> None:
    world.plays["M"].bring_to(stage, CaseLevel.MEMBER)
    world.plays["B"].bring_to(stage, CaseLevel.BRANCH, **given)


def take(play: Told, *steps: str) -> None:
    for step in steps:
        play.take(step)


def closed(world: World) -> None:
    both_to(world, CaseStage.IN_NOTICE)
    for play in world.plays.values():
        play.go_on_to(CaseStage.CLOSED)


def objection(world: World) -> None:
    """One to the effect, for the office; one to the procedure, for the discipline committee."""
    both_to(world, CaseStage.IN_NOTICE)
    world.plays["M"].object("effect")
    world.plays["B"].object("procedure")
