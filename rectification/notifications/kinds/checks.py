"""About check rounds."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind

_WITHIN = _(
    "You are a member of the township, or say for an organisation of it that its check is done."
)
_PAGE: Final = "rectification:checks"

CHECKS: Final = (
    NoticeKind("round_opened", _("A check round has begun."), _WITHIN, page=_PAGE),
    NoticeKind(
        "round_changed",
        _("Title or days of a check round were changed."),
        _WITHIN,
        page=_PAGE,
    ),
    NoticeKind("round_called_off", _("A check round was called off."), _WITHIN, page=_PAGE),
    NoticeKind(
        "self_check_due",
        _("Your self-check is still open; only you see your answers."),
        _("A check round is running, and you have not said that you are done. Nobody is told."),
        page=_PAGE,
    ),
    NoticeKind(
        "check_due",
        _("The check of your organisation is still open."),
        _("A check round is running; you say for your organisation that its check is done."),
        page=_PAGE,
    ),
)
