"""Offices held today and the rights that follow; the only reader of the guardian tables.

A grant row has no dates, so each right also needs the appointment it was derived from to be
valid today (docs/architecture.md, “Permissions”). Nothing is kept between requests: a change of
office takes effect with the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from rectification.models import (
    Appointment,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Person,
    User,
)
from rectification.roles import ROLES, Role


def valid_on(day: date) -> Q:
    """Filter for rows with `valid_from` and `valid_to` (both days included)."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def today() -> date:
    """The present day in Asia/Shanghai."""
    return timezone.localdate()


@dataclass(frozen=True)
class Authority:
    """What one person is today: offices in force, memberships, granted rights."""

    person: Person
    appointments: tuple[Appointment, ...]
    memberships: tuple[Membership, ...]
    grants: frozenset[tuple[str, int]]

    def nodes(self, permission: str) -> list[Organisation]:
        """Organisations on which the right lies; none of them below another one of them."""
        found = {
            a.jurisdiction_id: a.jurisdiction
            for a in self.appointments
            if permission in ROLES[a.role].grants and (permission, a.jurisdiction_id) in self.grants
        }
        return [
            node
            for node in found.values()
            if not any(other in found for other in node.ancestor_ids() if other != node.pk)
        ]

    def may(self, permission: str, organisation: Organisation) -> bool:
        """Whether the right reaches this organisation, from it or from a node above it."""
        reach = set(organisation.ancestor_ids()) | {organisation.pk}
        return any(node.pk in reach for node in self.nodes(permission))

    def roles_with(self, permission: str, organisation: Organisation) -> set[str]:
        """The offices from which the right reaches this organisation."""
        reach = {*organisation.ancestor_ids(), organisation.pk}
        return {
            a.role
            for a in self.appointments
            if a.jurisdiction_id in reach
            and permission in ROLES[a.role].grants
            and (permission, a.jurisdiction_id) in self.grants
        }

    def offices(self) -> set[tuple[int, str]]:
        """(organisation, role) pairs; a member holds the role MEM in his branch."""
        held = {(a.organisation_id, a.role) for a in self.appointments}
        return held | {(m.organisation_id, Role.MEM.value) for m in self.memberships}

    def holds(self, role: str, organisation_id: int | None = None) -> bool:
        return any(r == role and organisation_id in (None, o) for o, r in self.offices())


def authority_of(user: User) -> Authority:
    """Load what the user is today: three queries, whatever he holds."""
    person = user.person
    day = today()
    appointments = Appointment.objects.filter(
        valid_on(day), person=person, confirmed_at__isnull=False
    ).select_related("organisation", "jurisdiction")
    memberships = Membership.objects.filter(valid_on(day), person=person).select_related(
        "organisation"
    )
    grants = OrganisationUserPermission.objects.filter(user=user).values_list(
        "permission__codename", "content_object_id"
    )
    return Authority(
        person=person,
        appointments=tuple(appointments) if user.is_active else (),
        memberships=tuple(memberships) if user.is_active else (),
        grants=frozenset(grants),
    )


def in_office(role: str, organisation: Organisation | None, day: date) -> QuerySet[Person]:
    """Persons who hold the office on that day, in the order they took it."""
    if organisation is None:
        return Person.objects.none()
    held = Appointment.objects.filter(
        valid_on(day), role=role, organisation=organisation, confirmed_at__isnull=False
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("code")


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


def offices_with(role: str, committee: Organisation) -> Iterable[Organisation]:
    """Organisations under the committee where somebody holds the role today."""
    rows = Appointment.objects.filter(
        valid_on(today()), role=role, jurisdiction=committee, confirmed_at__isnull=False
    )
    return Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("code")
