"""How rounds and figures of the check are worded."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from rectification.enums import CheckRoundVerb
from rectification.models import CheckRound
from rectification.policies.days import today
from rectification.policies.figures import Share, Shown
from rectification.selectors.changes import Altered
from rectification.web.dates import full_date, span_words
from rectification.web.parts import Light, LightColour, Text


def period_of(round_: CheckRound) -> str:
    return span_words(round_.starts_on, round_.ends_on)


def state_of(round_: CheckRound) -> Light:
    if round_.called_off_at is not None:
        return Light(LightColour.GREY, CheckRoundVerb.CALLED_OFF.label)
    if round_.starts_on > today():
        return Light(LightColour.YELLOW, _("Not begun"))
    if round_.ends_on < today():
        return Light(LightColour.GREY, _("Over"))
    return Light(LightColour.GREEN, _("Running"))


HISTORIC: Final[dict[str, Text]] = {
    "title": gettext_lazy("Title"),
    "starts_on": pgettext_lazy("round", "First day"),
    "ends_on": pgettext_lazy("round", "Last day"),
    "reminds_at_half_time": gettext_lazy("The system reminds at half-time"),
    "reminds_in_last_days": gettext_lazy("The system reminds two working days before the end"),
    "called_off_because": gettext_lazy("Called off because"),
}
"""What the page tells of the changes of a round, by field."""


def altered_words(altered: Altered) -> str:
    words = {
        "field": HISTORIC[altered.name],
        "old": _value(altered.old),
        "new": _value(altered.new),
    }
    if altered.name == "called_off_because":
        return _("%(field)s: %(new)s") % words
    return _("%(field)s: %(old)s → %(new)s") % words


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("setting", "yes") if value else pgettext("setting", "no")
    return full_date(value) if isinstance(value, date) else str(value)


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
