"""The tabs of the pages of many cases: open ones, all, and the lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.documents.lists import LISTS
from rectification.web.access import address
from rectification.web.parts import Tab

_FIRST: Final = next(iter(LISTS))


def case_tabs(*, current: str) -> list[Tab]:
    """Of the cases (`open`, `all`) and of their figures; the lists on paper have their own."""
    cases = address("rectification:cases")
    tabs = {
        "open": (pgettext_lazy("cases", "Open"), cases),
        "all": (pgettext_lazy("cases", "All"), f"{cases}?all=1"),
        "lists": (_("Lists and ledger"), address("rectification:lists", _FIRST)),
        "figures": (_("Key figures"), address("rectification:figures")),
    }
    return [Tab(label, url, current=name == current) for name, (label, url) in tabs.items()]
