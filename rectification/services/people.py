"""People and where they belong. Nothing on record is overwritten: what ends gets an end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from rectification.enums import OrganisationKind
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Appointment, Membership, Organisation, Person
from rectification.policies.days import ENTERED_WITHIN, is_too_late, today, valid_on
from rectification.policies.offices import ends_before_it_begins, overlap, runs_outside
from rectification.roles import Role
from rectification.services.sessions import end_sessions_of

_BRANCHES = frozenset({OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH})
_OF_THE_BRANCH = frozenset({Role.SEC, Role.CLK})


@dataclass(frozen=True)
class NewMembership:
    """A membership as it is entered."""

    person: Person
    organisation: Organisation
    kind: str
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def enter_people(*, names: Mapping[str, str]) -> list[Person]:
    """People by their codes; accounts are given by an administrator."""
    rows = [Person(code=code, name=name) for code, name in names.items()]
    entered: list[Person] = bulk_create_with_history(rows, Person)
    return entered


@transaction.atomic
def correct_name(*, person: Person, name: str) -> None:
    """Write the name anew; the field history keeps the former one."""
    person.name = name
    person.save(update_fields=["name"])


@transaction.atomic
def enter_memberships(*, rows: Sequence[NewMembership]) -> list[Membership]:
    """Enter memberships, in their order; raises CaseError for E-PERIOD, E-CLOSED, E-OVERLAP."""
    people = {row.person.pk for row in rows}
    locked = Person.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True)
    list(locked.values_list("pk"))
    held: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    periods = Membership.objects.filter(person__in=people)
    for pk, begin, end in periods.values_list("person_id", "valid_from", "valid_to"):
        held[pk].append((begin, end))
    for row in rows:
        _check(row, held[row.person.pk])
        held[row.person.pk].append((row.valid_from, row.valid_to))
    entered: list[Membership] = bulk_create_with_history(
        [
            Membership(
                person=row.person,
                organisation=row.organisation,
                kind=row.kind,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ],
        Membership,
    )
    return entered


def _check(row: NewMembership, held: list[tuple[date, date | None]]) -> None:
    node = row.organisation
    if ends_before_it_begins(row.valid_from, row.valid_to):
        raise CaseError(
            _("The last day lies before the first one."), field="valid_to", rule="E-PERIOD"
        )
    if runs_outside(row.valid_from, row.valid_to, node.opened_on, node.closed_on):
        raise CaseError(
            _("The organisation does not exist during the whole of this period."),
            field="valid_from",
            rule="E-CLOSED",
        )
    if any(overlap(row.valid_from, row.valid_to, begin, end) for begin, end in held):
        raise CaseError(
            _("The person is a member elsewhere in this period; end that membership first."),
            field="valid_from",
            rule="E-OVERLAP",
        )


@transaction.atomic
def change_membership(*, membership: Membership, kind: str, valid_to: date | None) -> None:
    """Correct the kind, or let it end; an end on record is moved earlier at most."""
    ended = membership.valid_to
    if ended is not None and (valid_to is None or valid_to > ended):
        raise CaseError(
            _("The membership has ended before; enter a new one."),
            field="valid_to",
            rule="E-ENDED",
        )
    if ends_before_it_begins(membership.valid_from, valid_to):
        raise CaseError(
            _("The last day lies before the first one."), field="valid_to", rule="E-PERIOD"
        )
    membership.kind, membership.valid_to = kind, valid_to
    membership.save(update_fields=["kind", "valid_to"])


@transaction.atomic
def transfer_membership(*, person: Person, to: Organisation, on: date) -> Membership:
    """Move the person to another branch from that day on (组织关系转接).

    Raises InvalidInput naming the field; whoever still holds an office of the old branch is
    succeeded first, so that no branch is left without a secretary by the way.
    """
    present = Membership.objects.filter(valid_on(on), person=person).first()
    errors = _errors_of_transfer(person, to, on, present)
    if errors or present is None:
        raise InvalidInput(errors, rule="8.3")
    present.valid_to = on - timedelta(days=1)
    present.save()
    end_sessions_of(person=person)
    return Membership.objects.create(
        person=person, organisation=to, kind=present.kind, valid_from=on
    )


def _errors_of_transfer(
    person: Person, to: Organisation, on: date, present: Membership | None
) -> dict[str, str]:
    if present is None:
        return {"person": _("This person is a member of no branch on that day.")}
    errors = {}
    if to.kind not in _BRANCHES or to.closed_on is not None or on < to.opened_on:
        errors["to"] = _("Choose an open branch.")
    elif present.organisation_id == to.pk:
        errors["to"] = _("The person is a member of this branch already.")
    if is_too_late(on):
        errors["on"] = _("Enter it up to %(days)d days after the day.") % {
            "days": ENTERED_WITHIN.days
        }
    elif present.valid_from >= on:
        errors["on"] = _("The present membership only begins on that day or later.")
    elif present.valid_to is not None:
        errors["on"] = _("The present membership has an end already.")
    elif offices_in(person, present.organisation, on):
        errors["person"] = _("He still holds an office of his branch; appoint a successor first.")
    return errors


def offices_in(person: Person, organisation: Organisation, day: date) -> list[Appointment]:
    """Offices of the branch itself that the person holds on that day."""
    held = Appointment.objects.filter(
        valid_on(day),
        person=person,
        organisation=organisation,
        role__in=_OF_THE_BRANCH,
        refused_at__isnull=True,
    )
    return list(held.order_by("pk"))


@transaction.atomic
def end_membership(*, person: Person, on: date) -> None:
    """The person belongs to no branch from that day on, nor to one he was to go to later."""
    rows = Membership.objects.filter(person=person).exclude(valid_to__lt=on)
    for row in rows.order_by("valid_from"):
        if on <= row.valid_from <= today():
            raise CaseError(
                _("The present membership only begins on that day or later."), field="on"
            )
        # A membership has a day at least: one that has not begun keeps its first.
        row.valid_to = max(on - timedelta(days=1), row.valid_from)
        row.save(update_fields=["valid_to"])
    end_sessions_of(person=person)
