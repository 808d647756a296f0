"""调研走访: what leaders and the office find where they go; four kinds."""

from typing import Final

from rectification.enums import OccasionKind, SourceKind
from rectification.roles import Role
from rectification.sources.base import Source

VISIT: Final = Source(
    SourceKind.VISIT,
    roles=frozenset({Role.OFF, Role.LIA, Role.PSE, Role.DPS, Role.LG}),
    fields=("people",),
    occasions=(
        OccasionKind.STAY,
        OccasionKind.UNPLANNED,
        OccasionKind.EXPERIENCE,
        OccasionKind.UNANNOUNCED,
    ),
)
