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
from rectification.policies.days import today, valid_on
from rectification.web.access import address
from rectification.web.door import duty_of
from rectification.web.head_pages import BELONGS_TO, OFFICE_PAGES, OWN_PAGES, PUBLIC_PAGES
from rectification.web.parts import COUNT_CAP, Holder, NavItem, Text
from rectification.web.rows import office_name


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
