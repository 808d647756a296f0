"""What the frame of every page knows: navigation, unread messages, who is logged in.

Each value is computed when the template first asks for it, with one query at most (the offices:
two), so that an answer without a page costs nothing.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from rectification.models import (
    Appointment,
    InAppNotice,
    Membership,
    Organisation,
    Person,
    User,
)
from rectification.policies.confirming import STANDING_IN
from rectification.policies.days import today, valid_on
from rectification.policies.lights import KEEPING
from rectification.policies.narrowing import SEEING_SHOWN
from rectification.policies.occasions import RECORDERS
from rectification.policies.orders import ISSUING
from rectification.roles import Role
from rectification.web.access import address
from rectification.web.door import duty_of
from rectification.web.parts import COUNT_CAP, Holder, NavItem, Text
from rectification.web.rows import office_name

OWN_PAGES: tuple[tuple[str, Text], ...] = (
    ("rectification:inbox", _("To-do")),
    ("rectification:cases", _("Cases")),
    ("rectification:board", _("Notice board")),
)
PUBLIC_PAGES: tuple[tuple[str, Text], ...] = (
    ("rectification:board", _("Notice board")),
    ("workflows:opinion", _("Give an opinion")),
    ("rectification:receipt", _("Look up a receipt")),
)
BELONGS_TO = {
    "rectification:week": "rectification:inbox",
    "rectification:month": "rectification:inbox",
    "rectification:theme_day": "rectification:inbox",
    "rectification:done": "rectification:inbox",
    "rectification:submitted": "rectification:inbox",
    "rectification:copies": "rectification:inbox",
    "rectification:checks": "rectification:inbox",
    "rectification:self_check": "rectification:inbox",
    "rectification:organisation_check": "rectification:inbox",
    "rectification:coverage": "rectification:inbox",
    "rectification:negative_list": "rectification:inbox",
    "rectification:case": "rectification:cases",
    "rectification:plan_versions": "rectification:cases",
    "rectification:lists": "rectification:cases",
    "rectification:list_as_of": "rectification:cases",
    "rectification:figures": "rectification:cases",
    "rectification:case_as_of": "rectification:cases",
    "rectification:case_changes": "rectification:cases",
    "rectification:notice": "rectification:board",
    "rectification:postings": "rectification:board",
    "rectification:new_posting": "rectification:board",
    "rectification:posting": "rectification:board",
    "rectification:posting_sheet": "rectification:board",
    "workflows:paper_box": "rectification:board",
    "rectification:screens": "rectification:board",
    "rectification:new_screen": "rectification:board",
    "rectification:screen": "rectification:board",
    "rectification:own_calendar": "rectification:account",
    "rectification:own_mail": "rectification:account",
    "rectification:account_of": "rectification:accounts",
    "rectification:role_security": "rectification:accounts",
    "rectification:undelivered": "rectification:accounts",
    "rectification:organisation": "rectification:organisations",
    "rectification:people": "rectification:organisations",
    "rectification:person": "rectification:organisations",
    "rectification:templates": "rectification:organisations",
    "rectification:new_template": "rectification:organisations",
    "rectification:new_appointment": "rectification:organisations",
    "rectification:pending_appointments": "rectification:organisations",
    "rectification:appointment": "rectification:organisations",
    "rectification:roster": "rectification:organisations",
    "rectification:roster_file": "rectification:organisations",
    "rectification:ask_identity": "rectification:cases",
    "rectification:accesses": "rectification:records",
    "rectification:hashes": "rectification:records",
    "rectification:records_exports": "rectification:records",
    "rectification:take_records": "rectification:records",
    "rectification:seal_sheet": "rectification:records",
    "rectification:occasion": "rectification:occasions",
    "rectification:new_occasion": "rectification:occasions",
    "rectification:draws": "rectification:occasions",
    "rectification:new_draw": "rectification:occasions",
    "rectification:draw": "rectification:occasions",
    "rectification:routing": "workflows:intake_list",
    "rectification:new_rule": "workflows:intake_list",
    "rectification:rule": "workflows:intake_list",
    "rectification:orders": "workflows:intake_list",
    "rectification:order": "rectification:cases",
    "rectification:lessons": "rectification:checks",
    "rectification:lesson": "rectification:checks",
    "rectification:look_backs": "workflows:intake_list",
    "rectification:look_back_draw": "rectification:look_backs",
    "rectification:light_rules": "workflows:intake_list",
    "rectification:new_light_rule": "workflows:intake_list",
    "rectification:light_rule": "workflows:intake_list",
    "rectification:document": "rectification:cases",
    "rectification:new_paper_template": "rectification:paper_templates",
    "rectification:paper_template": "rectification:paper_templates",
    "rectification:document_codes": "rectification:paper_templates",
    "rectification:retention": "workflows:intake_list",
    "rectification:new_retention_rule": "rectification:retention",
    "rectification:retention_run": "rectification:retention",
    "rectification:new_hold": "rectification:retention",
    "rectification:hold": "rectification:retention",
    "rectification:readers": "rectification:cases",
    "rectification:poster": "rectification:opinions",
    "rectification:online_intake": "rectification:opinions",
    "rectification:transfer": "rectification:transfers",
    "rectification:sealing": "rectification:transfers",
    "workflows:seal_case": "rectification:transfers",
    "workflows:begin_by_number": "rectification:look_backs",
    "workflows:confirm_sealing": "rectification:transfers",
    "workflows:number_paper": "rectification:transfers",
    "workflows:propose_unsealing": "rectification:transfers",
    "workflows:decide_unsealing": "rectification:transfers",
    "workflows:batch_file": "workflows:intake_list",
    "workflows:opinion_of_case": "rectification:opinions",
    "workflows:paper_opinion": "rectification:opinions",
    "workflows:paper_report": "rectification:opinions",
    "workflows:paper_withdrawal": "rectification:opinions",
    "workflows:papers_told": "rectification:opinions",
    "workflows:paper_told": "rectification:opinions",
    "workflows:registers": "rectification:opinions",
    "workflows:register_file": "rectification:opinions",
    "workflows:batches": "workflows:intake_list",
    "workflows:narrow": "workflows:shown_notices",
    "workflows:moves": "rectification:organisations",
    "workflows:move": "rectification:organisations",
}
"""Pages that light up the navigation item of another page."""


OFFICE_PAGES: tuple[tuple[str, Text, frozenset[str]], ...] = (
    ("rectification:organisations", _("Organisations and people"), frozenset({Role.ORG})),
    (
        "rectification:pending_appointments",
        _("Confirm appointments"),
        frozenset(STANDING_IN),
    ),
    ("workflows:intake_list", _("Intake list"), frozenset({Role.OFF})),
    ("rectification:occasions", _("Visits and meetings"), frozenset(RECORDERS)),
    ("rectification:opinions", _("Opinions"), frozenset({Role.OFF, Role.SEC, Role.CLK})),
    (
        "rectification:transfers",
        _("Handed over"),
        frozenset({Role.DIS, Role.OFF, Role.GEN}),
    ),
    ("workflows:shown_notices", _("Notices being shown"), frozenset(SEEING_SHOWN)),
    (
        "rectification:paper_templates",
        _("Templates and codes of papers"),
        frozenset({Role.GEN}),
    ),
    # The office itself has both among its tabs.
    ("rectification:orders", _("Supervision orders"), frozenset(ISSUING) - {Role.OFF}),
    ("rectification:light_rules", _("Light rules"), frozenset(KEEPING) - {Role.OFF}),
    (
        "rectification:retention",
        _("Periods of retention"),
        frozenset({Role.ORG, Role.GEN, Role.DIS}),
    ),
    ("rectification:accounts", _("Accounts"), frozenset({Role.ADM})),
    ("rectification:records", _("Records"), frozenset({Role.AUD})),
)
"""Pages for those who hold one of these offices; the first three that fit are enough."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; anonymous readers get the reduced head and no query but the name.

    Whoever has something to do before anything else is shown nothing he cannot open yet.
    """
    position = Position(request)
    return {
        "nav": SimpleLazyObject(lambda: _items(request, position)),
        "messages_item": SimpleLazyObject(lambda: _messages_item(request)),
        "account_item": SimpleLazyObject(lambda: _account_item(request)),
        "holder": SimpleLazyObject(lambda: _holder(request, position)),
        "office_name": SimpleLazyObject(lambda: _office_name(position)),
    }


def _reader(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


class Position:
    """Offices, and the branch of whoever holds none; asked for by several parts of the head."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def found(self) -> tuple[Iterable[Appointment], list[Organisation]]:
        reader = _reader(self._request)
        return _position(self._request, reader.person) if reader else ((), [])

    def roles(self) -> set[str]:
        return {office.role for office in self.found[0]}

    def root(self) -> int | None:
        """The root of the tree in which he stands."""
        offices, branches = self.found
        places = [*(office.organisation for office in offices), *branches]
        return next((ids[0] for place in places if (ids := place.ancestor_ids())), None)


def _items(request: HttpRequest, position: Position) -> list[NavItem]:
    if duty_of(request):
        return []
    own = _reader(request) is not None
    pages = [*(OWN_PAGES if own else PUBLIC_PAGES), *(_office_pages(position) if own else ())]
    items = [_item(request, name, label) for name, label in pages]
    return [item for item in items if item.url]


def _office_pages(position: Position) -> list[tuple[str, Text]]:
    held = position.roles()
    return [(name, label) for name, label, roles in OFFICE_PAGES if roles & held][:3]


def _item(request: HttpRequest, name: str, label: Text, count: int = 0) -> NavItem:
    match = request.resolver_match
    here = match.view_name if match else ""
    return NavItem(label, address(name), name in (here, BELONGS_TO.get(here)), count)


def _messages_item(request: HttpRequest) -> NavItem | None:
    if duty_of(request):
        return None
    return _item(request, "rectification:messages", _("Messages"), _unread_count(request))


def _account_item(request: HttpRequest) -> NavItem | None:
    return None if duty_of(request) else _item(request, "rectification:account", _("My account"))


def _unread_count(request: HttpRequest) -> int:
    """Capped, so that a neglected centre does not slow every page down."""
    reader = _reader(request)
    if reader is None:
        return 0
    unread = InAppNotice.objects.filter(recipient_id=reader.person_id, read_at__isnull=True)
    return unread.values("pk").order_by()[: COUNT_CAP + 1].count()


def _holder(request: HttpRequest, position: Position) -> Holder:
    reader = _reader(request)
    if reader is None:
        return Holder()
    held, branches = position.found
    offices = sorted(held, key=lambda office: (office.valid_from, office.pk))
    words = [office_name(office.role, office.organisation) for office in offices]
    return Holder(reader.person.name, words or [branch.name for branch in branches])


def _position(
    request: HttpRequest, person: Person
) -> tuple[Iterable[Appointment], list[Organisation]]:
    """Offices held today, and the branch of whoever holds none; own pages have loaded both."""
    authority = getattr(request, "authority", None)
    if authority is not None:
        return authority.appointments, [m.organisation for m in authority.memberships]
    held = list(
        Appointment.objects.filter(
            valid_on(today()), person=person, confirmed_at__isnull=False
        ).select_related("organisation")
    )
    return held, [] if held else _branches(person.pk)


def _branches(person_id: int) -> list[Organisation]:
    here = Membership.objects.filter(valid_on(today()), person_id=person_id)
    return [row.organisation for row in here.order_by("pk").select_related("organisation")]


def _office_name(position: Position) -> str:
    """Whose house this is: the root of the reader's own tree, or of the first one."""
    own = position.root()
    roots = Organisation.objects.order_by("path", "pk").values_list("name", flat=True)
    return (roots.filter(pk=own) if own else roots).first() or ""
