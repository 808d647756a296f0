"""How facts and events of an account are worded: for the holder and for the administrator."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rectification.enums import AccountEventVerb
from rectification.models import AccountEvent, User
from rectification.selectors.accounts import AccountFacts
from rectification.services.second_factor import CODES
from rectification.web.dates import moment, time_of_day
from rectification.web.parts import Cell, Column, Entry, Light, LightColour, Text


def entry(event: AccountEvent) -> Entry:
    return Entry(title=event.get_verb_display(), at=event.at, who=_by(event))


def news(event: AccountEvent) -> str:
    """One sentence for the holder who comes back."""
    return _("%(moment)s: %(what)s (%(who)s)") % {
        "moment": moment(event.at),
        "what": event.get_verb_display(),
        "who": _by(event),
    }


HOW_TO_PASS: Final = gettext_lazy(
    "Your account has a second factor. Without the phone use a recovery code; without "
    "either, ask the administrator to take the second factor off."
)


def code_refused(again_at: datetime | None) -> str:
    if again_at is None:
        return _("The code is wrong or was used already.")
    return _("Too many wrong codes. Try again after %(time)s.") % {"time": time_of_day(again_at)}


def _by(event: AccountEvent) -> str:
    if event.by is not None:
        return event.by.name
    if event.verb == AccountEventVerb.LINK_USED:
        return _("whoever held the link")
    return _("at the server")


def state_light(user: User | None) -> Light:
    if user is None:
        return Light(LightColour.GREY, _("No account"))
    if not user.is_active:
        return Light(LightColour.RED, _("Disabled"))
    if not user.has_usable_password():
        return Light(LightColour.YELLOW, _("Not used yet"))
    return Light(LightColour.GREEN, _("In use"))


def factor_words(*, has_factor: bool, codes: int | None = None) -> str:
    if not has_factor:
        return _("not set up")
    if codes is None:
        return _("set up")
    return _("set up; %(left)d of %(all)d recovery codes left") % {"left": codes, "all": CODES}


def columns() -> list[Column]:
    return [
        Column(_("Code")),
        Column(_("Name")),
        Column(_("Account")),
        Column(_("Second factor")),
        Column(_("One-time link")),
    ]


def row(facts: AccountFacts, url: str) -> list[Cell | Text]:
    link = facts.open_link_until
    return [
        Cell(facts.person.code, url=url),
        facts.person.name,
        Cell(light=state_light(facts.user)),
        factor_words(has_factor=facts.has_second_factor) if facts.user else "",
        _("until %(moment)s") % {"moment": moment(link)} if link else "",
    ]
