"""About looking at closed cases again."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind
from rectification.notifications.kinds.why import OWNER

LOOK_BACKS: Final = (
    NoticeKind(
        "look_back_due",
        _("A look-back begins in ten working days."),
        _("You name who looks back, or follow the case for the office."),
    ),
    NoticeKind("look_back_begun", _("A case is looked at again after closing."), OWNER),
    NoticeKind("consolidated", _("A case was looked at again: it has stayed put right."), OWNER),
    NoticeKind("relapse_found", _("A look-back found that a problem is back."), OWNER),
    NoticeKind(
        "lesson_proposed",
        _("A lesson for others was written and waits to be confirmed."),
        _("You are in the office; another person than the author confirms it."),
    ),
    NoticeKind(
        "lesson_received",
        _("Please check in your branch: a lesson from a problem put right elsewhere."),
        _("You answer or write for a branch to which it was sent."),
        page="rectification:lessons",
    ),
    NoticeKind("relapsed", _("A problem is back; a new round begins with a plan."), OWNER),
)
