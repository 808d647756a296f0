"""The words a walk through the flows is written in."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Turn:
    """`opens` are the steps open afterwards; by default the one the next turn takes."""

    act: str
    who: str = ""
    opens: tuple[str, ...] | None = None
    told: frozenset[str] = frozenset()
    stage: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def step(self) -> str:
        return self.act.split(":")[0]

    @property
    def decision(self) -> str:
        return self.act.split(":")[1]


def turn(act: str, *opens: str, told: str = "", **given: Any) -> Turn:
    return Turn(act, opens=opens or None, told=frozenset(told.split()), **given)


@dataclass(frozen=True)
class Walk:
    """`start` is the stage from which the walk is watched; before it the play goes by itself.

    `shows` are the edges it adds to those of the other walks, flow by flow, written as paths.
    """

    turns: tuple[Turn, ...]
    shows: dict[str, tuple[str, ...]]
    ends: str
    level: str = "B"
    opinion: bool = False
    start: str = "submitted"
    deadline_class: str = "limited"
    co_unit: bool = False
    joins: bool = False
    """There is another case of the branch, of which the report can become part."""
    lead_has_measure: bool = True
    failed: int = 0
    """So many verifications of the round were failed before the walk begins."""
    author: str = ""
