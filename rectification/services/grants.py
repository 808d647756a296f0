"""Guardian grants on organisations, derived from appointments; the only writer of those tables."""

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from rectification.models import Appointment, Organisation, OrganisationUserPermission, User
from rectification.policies.authority import committee_above
from rectification.roles import ROLES


def jurisdiction_of(*, role: str, organisation: Organisation) -> Organisation:
    """Where the grants of the office lie: its organisation, or the committee above a body."""
    return committee_above(organisation) if ROLES[role].township_wide else organisation


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
