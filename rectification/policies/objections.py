"""What an objection may lead to, by its kind (docs/rules.md T25–T27, 4.7)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rectification.enums import ObjectionDecision, ObjectionKind

_ALWAYS: Final = (
    ObjectionDecision.DISMISSED,
    ObjectionDecision.CORRECTED,
    ObjectionDecision.OUTSIDE,
)

LAWFUL: Final[Mapping[str, tuple[ObjectionDecision, ...]]] = MappingProxyType(
    {
        ObjectionKind.FACTS: (*_ALWAYS, ObjectionDecision.UPHELD, ObjectionDecision.WRONG),
        ObjectionKind.EFFECT: (*_ALWAYS, ObjectionDecision.UPHELD),
        ObjectionKind.RESPONSIBILITY: (*_ALWAYS, ObjectionDecision.WRONG),
        ObjectionKind.PROCEDURE: _ALWAYS,
        ObjectionKind.PRIVACY: _ALWAYS,
    }
)

OPEN_TO_RESIDENTS: Final = (ObjectionKind.FACTS, ObjectionKind.EFFECT, ObjectionKind.PRIVACY)
"""Residents object to facts and effect; privacy is open to whoever says he is concerned."""


def is_lawful(kind: str, decision: str) -> bool:
    return decision in LAWFUL[kind]
