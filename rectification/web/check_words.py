"""How rounds and figures of the check are worded."""

from django.utils.translation import gettext as _

from rectification.models import CheckRound
from rectification.policies.days import today
from rectification.policies.figures import Share, Shown
from rectification.web.dates import span_words
from rectification.web.parts import Light, LightColour


def period_of(round_: CheckRound) -> str:
    return span_words(round_.starts_on, round_.ends_on)


def state_of(round_: CheckRound) -> Light:
    if round_.starts_on > today():
        return Light(LightColour.YELLOW, _("Not begun"))
    if round_.ends_on < today():
        return Light(LightColour.GREY, _("Over"))
    return Light(LightColour.GREEN, _("Running"))


def share_words(share: Share | None) -> str:
    """“n of m”, or what may be said in its place."""
    if share is None:
        return "—"
    words = {"count": share.count, "total": share.total}
    return {
        Shown.EXACT: _("%(count)d of %(total)d"),
        Shown.ALL: _("all %(total)d"),
        Shown.FEW_LEFT: _("of %(total)d fewer than 5 are left"),
        Shown.FEW: _("fewer than 5"),
        Shown.SOME: _("not all of %(total)d yet"),
    }[share.shown] % words
