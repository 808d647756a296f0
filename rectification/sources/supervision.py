"""督导检查: what those find who supervise any branch of the township; five kinds."""

from typing import Final

from rectification.enums import OccasionKind, SourceKind
from rectification.roles import Role
from rectification.sources.base import Source

SUPERVISION: Final = Source(
    SourceKind.SUPERVISION,
    roles=frozenset({Role.OFF, Role.INS, Role.DIS}),
    fields=("people",),
    occasions=(
        OccasionKind.RANDOM_CHECK,
        OccasionKind.SPECIAL_INSPECTION,
        OccasionKind.ON_SITE_VIEWING,
        OccasionKind.FOLLOW_UP,
        OccasionKind.CIRCULAR,
    ),
)
