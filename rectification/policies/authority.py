"""Offices held today and the rights that follow; the only reader of the guardian tables.

A grant row has no dates, so each right also needs the appointment it was derived from to be
valid today (docs/architecture.md, “Permissions”). Nothing is kept between requests: a change of
office takes effect with the next one.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar, cast

from django.db.models import QuerySet, Value
from django.utils.functional import SimpleLazyObject

from rectification.models import (
    Appointment,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Person,
    User,
)
from rectification.policies.absence import suspended_on
from rectification.policies.days import today, valid_on
from rectification.policies.deputies import Deputyship, deputyships_of
from rectification.policies.offices import reaches
from rectification.roles import ROLES, Role

T = TypeVar("T")


@dataclass(frozen=True)
class Authority:
    """What one person is today: offices in force, memberships, granted rights.

    `deputyships` are offices of others in which he stands in; nothing he holds himself.
    """

    person: Person
    appointments: tuple[Appointment, ...]
    memberships: tuple[Membership, ...]
    grants: frozenset[tuple[str, int]]
    deputyships: tuple[Deputyship, ...] = ()

    def nodes(self, permission: str) -> list[Organisation]:
        """Organisations on which the right lies with what is below them; none below another."""
        found = {
            a.jurisdiction_id: a.jurisdiction
            for a in self._giving(permission)
            if ROLES[a.role].below
        }
        return [node for node in found.values() if not _is_below(node, found)]

    def own_places(self, permission: str) -> list[Organisation]:
        """Organisations on which the right lies without what is below them, beside the nodes."""
        nodes = {node.pk for node in self.nodes(permission)}
        found = {
            a.jurisdiction_id: a.jurisdiction
            for a in self._giving(permission)
            if not ROLES[a.role].below
        }
        return [place for place in found.values() if not nodes & {*place.ancestor_ids(), place.pk}]

    def may(self, permission: str, organisation: Organisation) -> bool:
        """Whether the right reaches this organisation."""
        return bool(self.roles_with(permission, organisation))

    def roles_with(self, permission: str, organisation: Organisation) -> set[str]:
        """The offices from which the right reaches this organisation."""
        return {a.role for a in self._giving(permission) if reaches(a, organisation)}

    def _giving(self, permission: str) -> Iterator[Appointment]:
        """Offices that give the right, as far as it was granted."""
        for a in self.appointments:
            named = permission in ROLES[a.role].grants
            if named and (permission, a.jurisdiction_id) in self.grants:
                yield a

    def office_reaching(self, organisation: Organisation, *roles: str) -> Appointment | None:
        """The first of his offices of these roles that reaches the organisation."""
        held = (a for a in self.appointments if a.role in roles)
        return next((a for a in held if reaches(a, organisation)), None)

    def first_office(self, *roles: str) -> Appointment | None:
        """The first of his offices of these roles, wherever it is."""
        return next((a for a in self.appointments if a.role in roles), None)

    def offices(self) -> set[tuple[int, str]]:
        """(organisation, role) pairs; a member holds the role MEM in his branch."""
        held = {(a.organisation_id, a.role) for a in self.appointments}
        return held | {(m.organisation_id, Role.MEM.value) for m in self.memberships}

    def holds(self, role: str, organisation_id: int | None = None) -> bool:
        return any(r == role and organisation_id in (None, o) for o, r in self.offices())


def _is_below(node: Organisation, others: Collection[int]) -> bool:
    return any(other in others for other in node.ancestor_ids() if other != node.pk)


def authority_of(user: User) -> Authority:
    """What the user is today, each part asked for when it is first wanted.

    Up to four queries, whatever he holds; two more for a deputy.
    """
    person, day = user.person, today()
    if not user.is_active:
        return Authority(person, (), (), frozenset())
    return Authority(
        person=person,
        appointments=_wanted(lambda: tuple(_appointments(person, day))),
        memberships=_wanted(lambda: tuple(_memberships(person, day))),
        grants=_wanted(lambda: frozenset(_grants(user))),
        deputyships=_wanted(lambda: deputyships_of(person, day)),
    )


def _wanted(ask: Callable[[], T]) -> T:
    return cast(T, SimpleLazyObject(ask))


def _appointments(person: Person, day: date) -> QuerySet[Appointment]:
    held = offices_on(day).filter(person=person)
    return held.select_related("organisation", "jurisdiction")


def _memberships(person: Person, day: date) -> QuerySet[Membership]:
    held = Membership.objects.filter(valid_on(day), person=person)
    return held.select_related("organisation")


def _grants(user: User) -> QuerySet[OrganisationUserPermission, tuple[str, int]]:
    rows = OrganisationUserPermission.objects.filter(user=user)
    return rows.values_list("permission__codename", "content_object_id")


def offices_on(day: date) -> QuerySet[Appointment]:
    """Offices that give rights on the day: confirmed, and their holder is not suspended."""
    return _offices_on(day).all()


@lru_cache(maxsize=8)
def _offices_on(day: date) -> QuerySet[Appointment]:
    """The question of the day, put together once; never answered here, but in copies of it."""
    held = Appointment.objects.filter(valid_on(day), confirmed_at__isnull=False)
    return held.exclude(person__in=suspended_on(day))


def in_office(role: str, organisation: Organisation | None, day: date) -> QuerySet[Person]:
    """Persons who hold the office on that day; each bears by which one he was found."""
    if organisation is None:
        return Person.objects.none()
    held = offices_on(day).filter(role=role, organisation=organisation)
    found = Person.objects.filter(pk__in=held.values("person")).order_by("code")
    return found.annotate(found_role=Value(role), found_at=Value(organisation.pk))


def holders_in(
    committee: Organisation, roles: Collection[str], *, but: Person | None = None
) -> list[Person]:
    """Whoever holds one of these offices for the township today, without the one who acts."""
    held = offices_on(today()).filter(role__in=roles, jurisdiction=committee)
    people = Person.objects.filter(pk__in=held.values("person"))
    if but is not None:
        people = people.exclude(pk=but.pk)
    return list(people.order_by("code"))


def members_of(organisation: Organisation, day: date) -> QuerySet[Person]:
    """Members of the branch on that day."""
    rows = Membership.objects.filter(valid_on(day), organisation=organisation)
    return Person.objects.filter(pk__in=rows.values("person")).order_by("code")


def committee_above(organisation: Organisation) -> Organisation:
    """The township committee in whose tree the organisation stands (itself, if it is one).

    Raises Organisation.DoesNotExist for an organisation outside any committee's tree.
    """
    return (
        Organisation.objects.filter(pk__in=organisation.ancestor_ids(), kind="committee")
        .order_by("-path")
        .first()
        or Organisation.objects.none().get()
    )
