"""About referrals for accountability: told inside alone, to the few who know of one."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rectification.notifications.base import NoticeKind

_KNOWING = _(
    "You answer for the organisation concerned, wrote the referral, or are a member of the "
    "leading group. Nobody else is told."
)

REFERRALS: Final = (
    NoticeKind("referral_sent", _("A referral was sent, with its number."), _KNOWING, inside=True),
    NoticeKind("referral_dropped", _("A referral was dropped."), _KNOWING, inside=True),
    NoticeKind(
        "referral_outcome",
        _("The number of a referral's outcome was entered."),
        _KNOWING,
        inside=True,
    ),
)
