"""Texts that were disclosed, when their days are over."""

from datetime import timedelta

from rectification.models import Notice
from tests.days import at
from tests.workflows.play import Play
from workflows.sweep import sweep


def over(play: Play, notice: Notice) -> None:
    """The first sweep after the last day of what was disclosed."""
    play.clock.move_to(at(notice.ends_on + timedelta(days=1), "09:00:00"))
    sweep()
    play.case.refresh_from_db()
    notice.refresh_from_db()
