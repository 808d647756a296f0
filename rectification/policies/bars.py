"""Which part in a case bars from which step: the separation of duties, read from itself.

`policies.separation.bar_of` is asked once for every part that somebody can have; there is no
second table of what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from rectification.enums import EventVerb, RecusalGround, Step
from rectification.models import Case
from rectification.policies.consulting import CONSULTED_ON
from rectification.policies.facts import Facts
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import NEVER_VERIFY


class Part(StrEnum):
    """What somebody is in a case beside what he did in it (`facts.Facts`)."""

    RECUSED = "recused"
    ASKED_ABOUT = "asked_about"
    OWNER_SIDE = "owner_side"
    BRANCH_MEMBER = "branch_members"
    LIAISON = "liaisons"
    REJECTION_HAND = "rejection_hands"
    PUBLICATION_HAND = "publication_hands"
    CONTESTED_HAND = "contested_hands"
    PAPER_HAND = "paper_hands"
    ASKING = "asking"
    DISPUTANT = "disputants"
    ADVISER = "advisers"


@dataclass(frozen=True)
class Bars:
    """From one step; `verbs` are acts that bar by themselves, `by_any_act` nearly all of them.

    `roles` are offices whose holders never take it, whatever else they hold.
    """

    parts: tuple[Part, ...]
    verbs: tuple[EventVerb, ...]
    by_any_act: bool
    roles: frozenset[str] = frozenset()


_SOMEBODY: Final = 1


def bars_of(step: str) -> Bars:
    verbs = tuple(verb for verb in EventVerb if _bars(step, acts={_SOMEBODY: {verb}}))
    by_any_act = len(verbs) > len(EventVerb) // 2
    return Bars(
        parts=tuple(part for part in Part if _bars(step, **_facts_of(part))),
        verbs=() if by_any_act else verbs,
        by_any_act=by_any_act,
        roles=frozenset(NEVER_VERIFY) if step == Step.VERIFY else frozenset(),
    )


def _facts_of(part: Part) -> Mapping[str, Any]:
    if part == Part.RECUSED:
        return {part.value: {_SOMEBODY: RecusalGround.OTHER.value}}
    if part == Part.ADVISER:
        return {part.value: {step: {_SOMEBODY} for step in CONSULTED_ON}}
    return {part.value: frozenset({_SOMEBODY})}


def _bars(step: str, **facts: Any) -> bool:
    return bar_of(_SOMEBODY, step, Facts(case=Case(), **facts)) is not None
