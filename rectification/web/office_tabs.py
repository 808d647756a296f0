"""What the office that takes problems in keeps side by side."""

from django.utils.translation import gettext_lazy as _

from rectification.policies.authority import Authority
from rectification.policies.routing import rule_places
from rectification.roles import Role
from rectification.web.access import address
from rectification.web.parts import Tab, Text

TABS: tuple[tuple[str, Text], ...] = (
    ("workflows:intake_list", _("Intake list")),
    ("workflows:batches", _("Lists of inspections")),
    ("rectification:opinions", _("Opinions")),
    ("rectification:occasions", _("Visits and meetings")),
    ("rectification:draws", _("Random draws")),
    ("rectification:routing", _("Routing rules")),
    ("rectification:orders", _("Supervision orders")),
    ("rectification:look_backs", _("Look-backs")),
    ("rectification:light_rules", _("Light rules")),
    ("rectification:transfers", _("Handed over")),
    ("rectification:retention", _("Periods of retention")),
)


SUPERVISION_TABS: tuple[tuple[str, Text], ...] = (
    ("rectification:orders", _("Supervision orders")),
    ("rectification:look_backs", _("Look-backs")),
    ("rectification:retention", _("Periods of retention")),
    ("rectification:referrals", _("Referrals")),
)
"""What the discipline committee follows after others have acted."""
_OF_LEADING_GROUP: tuple[tuple[str, Text], ...] = (SUPERVISION_TABS[0], SUPERVISION_TABS[-1])


def office_tabs(authority: Authority, current: str) -> list[Tab]:
    """Nothing for those who come to one of the pages in another office."""
    if not rule_places(authority):
        return []
    return _tabs(TABS, current)


def supervision_tabs(authority: Authority, current: str) -> list[Tab]:
    """The same for a page that the discipline committee or the leading group has as well."""
    office = office_tabs(authority, current)
    if office and current != SUPERVISION_TABS[-1][0]:
        return office
    if authority.holds(Role.DIS):
        return _tabs(SUPERVISION_TABS, current)
    return _tabs(_OF_LEADING_GROUP, current) if authority.holds(Role.LG) else []


def _tabs(pages: tuple[tuple[str, Text], ...], current: str) -> list[Tab]:
    return [Tab(label, address(name), current=name == current) for name, label in pages]
