"""会议: what a branch or committee finds when it meets."""

from typing import Final

from rectification.enums import OccasionKind, SourceKind
from rectification.roles import Role
from rectification.sources.base import Source

MEETING: Final = Source(
    SourceKind.MEETING,
    roles=frozenset({Role.SEC, Role.CLK}),
    committee_roles=frozenset({Role.PSE, Role.OFF}),
    fields=("present",),
    occasions=(
        OccasionKind.THEME_DAY,
        OccasionKind.ORGANISATIONAL_LIFE,
        OccasionKind.DEMOCRATIC_LIFE,
        OccasionKind.MEMBERS_MEETING,
        OccasionKind.BRANCH_COMMITTEE,
        OccasionKind.GROUP_MEETING,
        OccasionKind.LESSON,
        OccasionKind.APPRAISAL,
    ),
    committee_occasions=(
        OccasionKind.DEMOCRATIC_LIFE,
        OccasionKind.ORGANISATIONAL_LIFE,
        OccasionKind.THEME_DAY,
    ),
)
