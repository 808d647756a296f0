"""Offices, absences and deputies of the small township, entered straight into the rows."""

from datetime import date

from django.utils import timezone

from rectification.enums import AbsenceKind, AppointmentDuty, DelegationScope
from rectification.models import Absence, Appointment, Delegation, Person
from rectification.policies.days import today
from rectification.roles import Role


def make_discipline_member(clerk: Person) -> None:
    """The clerk is the discipline member of his branch."""
    office = Appointment.objects.get(person=clerk, role=Role.CLK)
    office.duty = AppointmentDuty.DISCIPLINE_MEMBER
    office.save()


def leave_office(person: Person, role: str, day: date) -> None:
    """The last day in the office."""
    for office in Appointment.objects.filter(person=person, role=role):
        office.valid_to = day
        office.save()


def away(person: Person, kind: str = AbsenceKind.LEAVE, until: date | None = None) -> Absence:
    return Absence.objects.create(
        person=person,
        kind=kind,
        valid_from=today(),
        valid_to=until,
        recorded_by=person,
        recorded_at=timezone.now(),
    )


def stands_in(
    deputy: Person,
    delegator: Person,
    role: str,
    *,
    approved_by: Person,
    scope: str = DelegationScope.EVERYTHING,
    until: date | None = None,
) -> Delegation:
    """A delegation in force from today, approved by a third."""
    return Delegation.objects.create(
        year=today().year,
        number=Delegation.objects.count() + 1,
        appointment=Appointment.objects.filter(person=delegator, role=role).earliest("pk"),
        deputy=deputy,
        scope=scope,
        valid_from=today(),
        valid_to=until or date(2026, 12, 31),
        reason="外出学习，期间由其代为办理。",
        entered_by=delegator,
        entered_at=timezone.now(),
        approved_by=approved_by,
        approved_at=timezone.now(),
    )
