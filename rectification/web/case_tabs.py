"""The tabs of the pages of many cases: open ones, all, and the lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.documents.lists import LISTS
from rectification.web.access import address
from rectification.web.parts import Tab

_FIRST: Final = next(iter(LISTS))


def case_tabs(*, shows_all: bool) -> list[Tab]:
    """Of the list of cases; the lists on paper have tabs of their own."""
    cases = address("rectification:cases")
    return [
        Tab(pgettext_lazy("cases", "Open"), cases, current=not shows_all),
        Tab(pgettext_lazy("cases", "All"), f"{cases}?all=1", current=shows_all),
        Tab(_("Lists and ledger"), address("rectification:lists", _FIRST)),
    ]
