"""People and organisations of the suite, in office when asked, and who of them acts."""

from collections.abc import Iterable
from datetime import date
from itertools import count

from django.contrib.auth.models import Permission
from django.utils import timezone

from rectification.enums import MembershipKind, OrganisationKind, Sector
from rectification.models import (
    Appointment,
    Membership,
    Organisation,
    OrganisationUserPermission,
    Person,
    User,
)
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.roles import ROLES, Role
from rectification.services.appointments import appoint
from rectification.services.organisations import found_organisation

FOUNDED = date(2020, 1, 1)
PASSWORD = "a-password-of-the-suite"
_numbers = count(1)


def organisation(kind: str, name: str, parent: Organisation | None = None) -> Organisation:
    return found_organisation(
        code=f"T-{next(_numbers):04d}",
        name=name,
        kind=kind,
        sector=Sector.RURAL if kind == OrganisationKind.BRANCH else "",
        opened_on=FOUNDED,
        parent=parent,
    )


def person(name: str, *, branch: Organisation | None = None) -> Person:
    """A person with an account, and a member of the branch when one is given."""
    code = f"P-{next(_numbers):04d}"
    someone = Person.objects.create(code=code, name=name)
    User.objects.create_user(code, PASSWORD, someone)
    if branch is not None:
        _join(someone, branch)
    return someone


def without_account(name: str, branch: Organisation) -> Person:
    """A member who cannot log in: his branch enters for him what he signs."""
    someone = Person.objects.create(code=f"N-{name}", name=name)
    _join(someone, branch)
    return someone


def _join(someone: Person, branch: Organisation) -> None:
    Membership.objects.create(
        person=someone, organisation=branch, kind=MembershipKind.FULL, valid_from=FOUNDED
    )


def in_office(
    someone: Person, role: str, at: Organisation, *, duty: str = "", since: date = FOUNDED
) -> Person:
    """Appoint the person and put the appointment into force.

    Whoever holds the office already goes on in it, with the duty that is given. The grants are
    those of `services.grants.derive_grants`, in one insert: every test
    starts with a township.
    """
    held = Appointment.objects.filter(person=someone, role=role, organisation=at).first()
    appointment = held or appoint(person=someone, role=role, organisation=at, valid_from=since)
    appointment.duty, appointment.valid_to = duty, None
    appointment.confirmed_at = timezone.now()
    appointment.save()
    rights = Permission.objects.filter(codename__in=ROLES[role].grants)
    OrganisationUserPermission.objects.bulk_create(
        [
            OrganisationUserPermission(
                user=someone.user, permission=right, content_object=appointment.jurisdiction
            )
            for right in rights
        ],
        ignore_conflicts=True,
    )
    return someone


def rights(someone: Person) -> Authority:
    """What he holds today, as his next request would find it."""
    return authority_of(User.objects.select_related("person").get(person=someone))


def acting(someone: Person, role: str = "", at: Organisation | None = None) -> Actor:
    """The person acting in an office; without a role, in the only one he holds."""
    if not role:
        held = someone.appointments.select_related("organisation").first()
        if held is None:
            membership = someone.memberships.select_related("organisation").get()
            return Actor(person=someone, role=Role.MEM, organisation=membership.organisation)
        role, at = held.role, at or held.organisation
    return Actor(person=someone, role=role, organisation=at)


def names(people: Iterable[Person]) -> set[str]:
    """Names of people, for comparing whom something reached."""
    return {someone.name for someone in people}
