"""Whom a rehabilitation notice must reach: everybody who was shown what was wrong (T27)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rectification.enums import Channel, ObjectionDecision
from rectification.models import Case, Notice, Objection
from rectification.policies.publication import may_be_published


@dataclass(frozen=True)
class Reach:
    """The widest scope, the longest period and every channel that a notice of the case has had."""

    scope: str
    working_days: int
    channels: tuple[str, ...]

    @property
    def offline(self) -> tuple[str, ...]:
        """Channels in which somebody has to show it by hand."""
        return tuple(kind for kind in self.channels if kind != Channel.BOARD_ONLINE)


def needs_rehabilitation(case: Case, objection: Objection | None) -> bool:
    """LG decides on an objection that called the problem wrong, and a notice has shown it.

    What was contested before its notice nobody has read; an earlier notice may have been.
    """
    if objection is None or objection.decision != ObjectionDecision.WRONG:
        return False
    if not may_be_published(case):
        return False
    return objection.notice_id is not None or case.notices.exists()


def reach_of(notices: Sequence[Notice]) -> Reach:
    """Of all notices of the case; at least one. Channels come in the order of their list."""
    used = {channel.kind for notice in notices for channel in notice.channels.all()}
    return Reach(
        scope=max(notice.widest_scope for notice in notices),
        working_days=max(notice.decision.working_days for notice in notices),
        channels=tuple(kind for kind in Channel.values if kind in used),
    )
