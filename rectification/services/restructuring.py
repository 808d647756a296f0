"""Branches merge and split: the old one closes and keeps its name, its people go on elsewhere."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rectification.enums import OrganisationKind
from rectification.exceptions import InvalidInput
from rectification.models import (
    Appointment,
    Membership,
    Organisation,
    OrganisationEdge,
    OrganisationRecusal,
    Person,
)
from rectification.policies.days import ENTERED_WITHIN, is_too_late, today, valid_on
from rectification.services.office_endings import end_offices
from rectification.services.organisations import found_organisation, rebuild_tree
from rectification.wording import listed

_MERGING = frozenset({OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH})


@transaction.atomic
def merge_into(
    *, organisation: Organisation, successor: Organisation, on: date, by: Person
) -> None:
    """Close a branch and move its members to the successor (scenario 4).

    Its offices end the day before; closed cases stay under the old name.
    """
    errors = _errors(organisation, on)
    if successor.pk == organisation.pk or successor.kind not in _MERGING or successor.closed_on:
        errors["successor"] = _("Choose another open branch as successor.")
    if errors:
        raise InvalidInput(errors, rule="8.4")
    organisation.succeeded_by = successor
    members = _members(organisation, on)
    _close(organisation, on, by)
    _keep_recusals(organisation, [successor], on)
    _move(members, dict.fromkeys([member.person_id for member in members], successor), on)


@transaction.atomic
def split_into(
    *,
    organisation: Organisation,
    successors: Mapping[str, str],
    members: Mapping[Person, str],
    on: date,
    by: Person,
) -> list[Organisation]:
    """Close a branch and found its successors (code -> name); `members` says who goes where.

    Raises InvalidInput when a member is left without a branch or a code is taken.
    """
    errors = _errors(organisation, on)
    present = _members(organisation, on)
    if len(successors) < 2 or not all(code and name for code, name in successors.items()):
        errors["successors"] = _("Give code and name of at least two successors.")
    taken = Organisation.objects.filter(code__in=successors).values_list("code", flat=True)
    if taken:
        errors["successors"] = _("These codes are taken: %(codes)s.") % {"codes": listed(taken)}
    homes = {person.pk: code for person, code in members.items()}
    if any(homes.get(member.person_id) not in successors for member in present):
        errors["members"] = _("Say for every member to which successor he belongs.")
    if errors:
        raise InvalidInput(errors, rule="8.4")
    parent = OrganisationEdge.objects.filter(valid_on(on), child=organisation).first()
    founded = {
        code: _found(organisation, code, name, on, parent.parent if parent else None)
        for code, name in successors.items()
    }
    _close(organisation, on, by)
    _keep_recusals(organisation, list(founded.values()), on)
    _move(present, {pk: founded[code] for pk, code in homes.items()}, on)
    return list(founded.values())


def _found(
    old: Organisation, code: str, name: str, on: date, parent: Organisation | None
) -> Organisation:
    new = found_organisation(
        code=code, name=name, kind=old.kind, sector=old.sector, opened_on=on, parent=parent
    )
    new.split_from = old
    new.save(update_fields=["split_from"])
    return new


def _errors(organisation: Organisation, on: date) -> dict[str, str]:
    errors = {}
    if organisation.kind not in _MERGING or organisation.closed_on is not None:
        errors["organisation"] = _("Choose an open branch.")
    elif Organisation.objects.filter(
        path__startswith=organisation.path, closed_on__isnull=True
    ).exclude(pk=organisation.pk):
        errors["organisation"] = _("Branches still stand under it; settle those first.")
    elif _begins_later(organisation, on):
        errors["organisation"] = _(
            "A membership or an office of it begins on that day or later; settle it first."
        )
    if is_too_late(on) or on > today():
        errors["on"] = _("Enter it on the day itself or up to %(days)d days later.") % {
            "days": ENTERED_WITHIN.days
        }
    elif on <= organisation.opened_on:
        errors["on"] = _("The day lies before the branch was founded.")
    return errors


def _begins_later(organisation: Organisation, on: date) -> bool:
    later = {"organisation": organisation, "valid_from__gte": on}
    offices = Appointment.objects.filter(**later, refused_at__isnull=True)
    return offices.exists() or Membership.objects.filter(**later).exists()


def _members(organisation: Organisation, on: date) -> list[Membership]:
    """Also whoever is to leave it later: until then he belongs to what takes its place."""
    rows = Membership.objects.filter(
        valid_on(today()), organisation=organisation, valid_from__lt=on
    )
    return list(rows.select_related("person").order_by("person__code"))


def _close(organisation: Organisation, on: date, by: Person) -> None:
    last = on - timedelta(days=1)
    organisation.closed_on = last
    organisation.save(update_fields=["closed_on", "succeeded_by"])
    for edge in OrganisationEdge.objects.filter(child=organisation, valid_to__isnull=True):
        edge.valid_to = last
        edge.save(update_fields=["valid_to"])
    offices = Appointment.objects.filter(organisation=organisation)
    end_offices(offices=offices, last=last, by=by)


def _keep_recusals(old: Organisation, successors: list[Organisation], on: date) -> None:
    """Whoever declared himself recused from the old one is so from what takes its place."""
    standing = OrganisationRecusal.objects.filter(organisation=old, until__isnull=True)
    for row in standing.order_by("pk"):
        for successor in successors:
            OrganisationRecusal.objects.get_or_create(
                person=row.person,
                organisation=successor,
                until=None,
                defaults={"ground": row.ground, "since": on},
            )


def _move(members: list[Membership], homes: Mapping[int, Organisation], on: date) -> None:
    for member in members:
        until, member.valid_to = member.valid_to, on - timedelta(days=1)
        member.save(update_fields=["valid_to"])
        Membership.objects.create(
            person=member.person,
            organisation=homes[member.person_id],
            kind=member.kind,
            valid_from=on,
            valid_to=until,
        )
    rebuild_tree()
