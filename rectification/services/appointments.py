"""Offices: entered by one, confirmed by another, and turned into grants on organisations."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from rectification.exceptions import NotAllowed
from rectification.models import (
    Appointment,
    Organisation,
    OrganisationUserPermission,
    Person,
    User,
)
from rectification.policies.authority import committee_above
from rectification.roles import ROLES
from rectification.services.sessions import end_sessions


def jurisdiction_of(*, role: str, organisation: Organisation) -> Organisation:
    """Where the grants of the office lie: its organisation, or the committee above a body."""
    return committee_above(organisation) if ROLES[role].township_wide else organisation


@transaction.atomic
def appoint(
    *,
    person: Person,
    role: str,
    organisation: Organisation,
    valid_from: date,
    valid_to: date | None = None,
    mandate: str = "",
    duty: str = "",
) -> Appointment:
    """Enter an appointment; it gives no right before somebody else has confirmed it."""
    return Appointment.objects.create(
        person=person,
        role=role,
        organisation=organisation,
        jurisdiction=jurisdiction_of(role=role, organisation=organisation),
        valid_from=valid_from,
        valid_to=valid_to,
        mandate=mandate,
        duty=duty,
    )


@transaction.atomic
def confirm_appointment(*, appointment: Appointment, by: Person | None) -> None:
    """Put the appointment into force and grant its rights.

    `by` is None only while the office itself is being founded, before anybody holds a role.
    Raises NotAllowed when somebody confirms his own appointment.
    """
    if by is not None and by.pk == appointment.person_id:
        raise NotAllowed(
            _("Nobody may confirm his own appointment; ask another officer to confirm it.")
        )
    appointment.confirmed_by = by
    appointment.confirmed_at = timezone.now()
    appointment.save(update_fields=["confirmed_by", "confirmed_at"])
    user = User.objects.filter(person=appointment.person).first()
    if user is not None:
        derive_grants(user=user)
        end_sessions(user=user)


@transaction.atomic
def derive_grants(*, user: User) -> None:
    """Make the guardian rows of the account exactly what its appointments give; never by hand."""
    wanted = {
        (codename, appointment.jurisdiction_id)
        for appointment in Appointment.objects.filter(
            person_id=user.person_id, confirmed_at__isnull=False
        )
        for codename in ROLES[appointment.role].grants
    }
    present = set(
        OrganisationUserPermission.objects.filter(user=user).values_list(
            "permission__codename", "content_object_id"
        )
    )
    nodes = Organisation.objects.in_bulk({pk for _code, pk in wanted | present})
    for codename, pk in wanted - present:
        assign_perm(codename, user, nodes[pk])
    for codename, pk in present - wanted:
        remove_perm(codename, user, nodes[pk])
