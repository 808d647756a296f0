"""People move between branches and leave; every row keeps its days (docs/rules.md, scenario 3)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import OrganisationKind
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Appointment, Membership, Organisation, Person
from rectification.policies.authority import valid_on
from rectification.roles import Role

_BRANCHES = frozenset({OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH})
_OF_THE_BRANCH = frozenset({Role.SEC, Role.CLK})


@transaction.atomic
def transfer_membership(*, person: Person, to: Organisation, on: date) -> Membership:
    """Move the person to another branch from that day on (组织关系转接).

    Raises InvalidInput naming the field; whoever still holds an office of the old branch is
    succeeded first, so that no branch is left without a secretary by the way.
    """
    present = Membership.objects.filter(valid_on(on), person=person).first()
    errors = {}
    if to.kind not in _BRANCHES or to.closed_on is not None:
        errors["to"] = _("Choose an open branch.")
    if present is None:
        errors["person"] = _("This person is a member of no branch on that day.")
    elif present.organisation_id == to.pk:
        errors["to"] = _("The person is a member of this branch already.")
    elif present.valid_from >= on:
        errors["on"] = _("The present membership only begins on that day or later.")
    elif present.valid_to is not None:
        errors["on"] = _("The present membership has an end already.")
    elif offices_in(person, present.organisation, on):
        errors["person"] = _("He still holds an office of his branch; appoint a successor first.")
    if errors or present is None:
        raise InvalidInput(errors, rule="8.3")
    present.valid_to = on - timedelta(days=1)
    present.save()
    return Membership.objects.create(
        person=person, organisation=to, kind=present.kind, valid_from=on
    )


def offices_in(person: Person, organisation: Organisation, day: date) -> list[Appointment]:
    """Offices of the branch itself that the person holds on that day."""
    held = Appointment.objects.filter(
        valid_on(day), person=person, organisation=organisation, role__in=_OF_THE_BRANCH
    )
    return list(held.order_by("pk"))


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date) -> None:
    """The office is held up to the day before; raises CaseError where it began only then."""
    last = on - timedelta(days=1)
    if last < appointment.valid_from:
        raise CaseError(
            _("The office of %(name)s only begins on that day or later.")
            % {"name": appointment.person.name},
            field="on",
        )
    appointment.valid_to = last
    appointment.save(update_fields=["valid_to"])


@transaction.atomic
def end_membership(*, person: Person, on: date) -> Membership | None:
    """The person belongs to no branch from that day on; None when he did not before."""
    present = Membership.objects.filter(valid_on(on), person=person, valid_to__isnull=True).first()
    if present is None:
        return None
    if present.valid_from >= on:
        raise CaseError(_("The present membership only begins on that day or later."), field="on")
    present.valid_to = on - timedelta(days=1)
    present.save()
    return present
