"""The sources of problems (来源), one file each (docs/how-to/add-a-source.md)."""

from typing import Final

from rectification.enums import SourceKind
from rectification.sources.base import Column, Source
from rectification.sources.inspection import INSPECTION
from rectification.sources.meeting import MEETING
from rectification.sources.member_opinion import MEMBER_OPINION
from rectification.sources.public_opinion import PUBLIC_OPINION
from rectification.sources.reinspection import REINSPECTION
from rectification.sources.self_check import SELF_CHECK
from rectification.sources.self_found import SELF_FOUND
from rectification.sources.supervision import SUPERVISION
from rectification.sources.visit import VISIT

SOURCES: Final[dict[SourceKind, Source]] = {
    source.kind: source
    for source in (
        INSPECTION,
        REINSPECTION,
        PUBLIC_OPINION,
        MEMBER_OPINION,
        SELF_CHECK,
        SELF_FOUND,
        VISIT,
        SUPERVISION,
        MEETING,
    )
}

__all__ = ["SOURCES", "Column", "Source", "source_of"]


def source_of(kind: str) -> Source:
    """What the registry says of a stored value."""
    return SOURCES[SourceKind(kind)]
