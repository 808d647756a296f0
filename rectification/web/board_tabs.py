"""What stands beside the notice board for those who show notices and take what is said to them."""

from django.utils.translation import gettext_lazy as _

from rectification.policies.authority import Authority
from rectification.policies.paper_box import OPENING
from rectification.policies.postings import ENTERING
from rectification.policies.screens import REGISTERING
from rectification.web.access import address
from rectification.web.parts import Tab, Text

BOARD: Text = _("Notice board")
POSTINGS: Text = _("Shown at meetings and on sheets")
BOX: Text = _("Paper box")
SCREENS: Text = _("Screens")

TABS: tuple[tuple[str, Text, frozenset[str]], ...] = (
    ("rectification:board", BOARD, frozenset(REGISTERING | ENTERING | OPENING)),
    ("rectification:postings", POSTINGS, frozenset(ENTERING)),
    ("workflows:paper_box", BOX, frozenset(OPENING)),
    ("rectification:screens", SCREENS, frozenset(REGISTERING)),
)
"""Each with the offices in which it is used."""


def board_tabs(authority: Authority, current: str) -> list[Tab]:
    """Nothing for those who only read the board."""
    held = {office.role for office in authority.appointments}
    return [
        Tab(label, address(name), current=name == current)
        for name, label, roles in TABS
        if held & roles
    ]
