"""自行查摆: what a branch or committee finds in its own house."""

from typing import Final

from rectification.enums import SourceKind
from rectification.roles import Role
from rectification.sources.base import Source

SELF_FOUND: Final = Source(
    SourceKind.SELF_FOUND,
    roles=frozenset({Role.SEC, Role.CLK}),
    committee_roles=frozenset({Role.PSE, Role.OFF}),
)
