"""党性体检: what a member reports on himself, as conduct and by the negative list."""

from typing import Final

from rectification.enums import CaseLevel, SourceKind
from rectification.roles import Role
from rectification.sources.base import Source

SELF_CHECK: Final = Source(
    SourceKind.SELF_CHECK,
    roles=frozenset({Role.MEM}),
    level=CaseLevel.MEMBER,
)
