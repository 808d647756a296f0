"""What the frame of every page knows: navigation, unread messages, who is logged in.

Each value is computed when the template first asks for it, with one query at most (the offices:
two), so that an answer without a page costs nothing.
"""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind
from rectification.models import (
    Appointment,
    InAppNotice,
    Membership,
    Organisation,
    User,
)
from rectification.policies.authority import today, valid_on
from rectification.roles import ROLES, Role
from rectification.web.door import duty_of
from rectification.web.parts import COUNT_CAP, Holder, NavItem, Text

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
ADMINISTRATOR_PAGES: tuple[tuple[str, Text], ...] = (("rectification:accounts", _("Accounts")),)
BELONGS_TO = {
    "rectification:done": "rectification:inbox",
    "rectification:submitted": "rectification:inbox",
    "rectification:copies": "rectification:inbox",
    "rectification:case": "rectification:cases",
    "rectification:notice": "rectification:board",
    "rectification:account_of": "rectification:accounts",
    "rectification:role_security": "rectification:accounts",
}
"""Pages that light up the navigation item of another page."""

Position = tuple[Sequence[Appointment], list[str]]
"""Offices held today, and the branch of whoever holds none."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; anonymous readers get the reduced head and no query but the name.

    Whoever has something to do before anything else is shown nothing he cannot open yet.
    """
    position = cast(Position, SimpleLazyObject(lambda: _position(request)))
    return {
        "nav": SimpleLazyObject(lambda: _items(request, position)),
        "messages_item": SimpleLazyObject(lambda: _messages_item(request)),
        "account_item": SimpleLazyObject(lambda: _account_item(request)),
        "holder": SimpleLazyObject(lambda: _holder(request, position)),
        "office_name": SimpleLazyObject(_office_name),
    }


def _reader(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _items(request: HttpRequest, position: Position) -> list[NavItem]:
    if duty_of(request):
        return []
    pages = OWN_PAGES if _reader(request) else PUBLIC_PAGES
    if any(office.role == Role.ADM for office in position[0]):
        pages = (*pages, *ADMINISTRATOR_PAGES)
    items = [_item(request, name, label) for name, label in pages]
    return [item for item in items if item.url]


def _item(request: HttpRequest, name: str, label: Text, count: int = 0) -> NavItem:
    match = request.resolver_match
    here = match.view_name if match else ""
    return NavItem(label, _address(name), name in (here, BELONGS_TO.get(here)), count)


def _address(name: str) -> str:
    """Error pages wear this frame too: a page that is not served must not break them."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


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
    held, branches = position
    offices = sorted(held, key=lambda office: (office.valid_from, office.pk))
    return Holder(reader.person.name, [office_words(office) for office in offices] or branches)


def _position(request: HttpRequest) -> Position:
    """Offices, and the branch of whoever holds none; own pages have loaded both already."""
    reader = _reader(request)
    if reader is None:
        return (), []
    person = reader.person
    authority = getattr(request, "authority", None)
    if authority is not None:
        return authority.appointments, [m.organisation.name for m in authority.memberships]
    held = list(
        Appointment.objects.filter(
            valid_on(today()), person=person, confirmed_at__isnull=False
        ).select_related("organisation")
    )
    return held, [] if held else _branches(person.pk)


def office_words(office: Appointment) -> str:
    """Whoever sits in a body is known by its name; the role would only repeat it."""
    is_body = office.organisation.kind not in OrganisationKind.party_units()
    if is_body and ROLES[office.role].township_wide:
        return office.organisation.name
    return f"{office.organisation.name} {office.get_role_display()}"


def _branches(person_id: int) -> list[str]:
    here = Membership.objects.filter(valid_on(today()), person_id=person_id)
    return list(here.order_by("pk").values_list("organisation__name", flat=True))


def _office_name() -> str:
    """The root of the tree: whose house this is."""
    root = Organisation.objects.order_by("path", "pk").values_list("name", flat=True).first()
    return root or ""
