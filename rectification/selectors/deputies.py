"""Delegations and absences as their people see them: one's own, those to decide, those in force."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from rectification.models import Absence, Delegation, Person
from rectification.policies.absence import present
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import not_ended_by
from rectification.policies.delegation import people_below
from rectification.roles import Role

SHOWN: Final = 30
"""How many of each list a page shows, latest first."""


def _delegations() -> QuerySet[Delegation]:
    rows = Delegation.objects.select_related(
        "appointment__person", "appointment__organisation", "deputy"
    )
    return rows.order_by("-entered_at", "-pk")


def delegation_by_id(pk: int) -> Delegation | None:
    rows = _delegations().select_related("approved_by", "ended_by")
    return rows.filter(pk=pk).first()


def given_by(person: Person) -> list[Delegation]:
    """Delegations of the person's own offices, whatever became of them."""
    return list(_delegations().filter(appointment__person=person)[:SHOWN])


def received_by(person: Person) -> list[Delegation]:
    """Approved delegations in which the person is the deputy."""
    return list(_delegations().filter(deputy=person, approved_at__isnull=False)[:SHOWN])


def to_decide(authority: Authority, day: date) -> list[Delegation]:
    """Requests that wait for this person (`policies.delegation.deciders_on`, for all at once)."""
    person = authority.person
    if person.pk not in present([person], day):
        return []
    pending = _below(_delegations(), _reach(authority, Role.ORG, Role.PSE, Role.DPS))
    rows = list(
        pending.filter(approved_at__isnull=True, ended_on__isnull=True, valid_to__gte=day)
        .exclude(appointment__person=person)
        .exclude(deputy=person)[:SHOWN]
    )
    if not rows or authority.holds(Role.ORG):
        return rows
    officers = Person.objects.filter(pk__in=offices_on(day).filter(role=Role.ORG).values("person"))
    here = present(officers, day)
    return [row for row in rows if not here - {row.appointment.person_id, row.deputy_id}]


def in_force_below(authority: Authority, day: date) -> list[Delegation]:
    """What the organisation office keeps in sight: deputies of its township, now and to come."""
    rows = _below(_delegations(), _reach(authority, Role.ORG))
    return list(
        rows.filter(not_ended_by(day), approved_at__isnull=False, valid_to__gte=day)[:SHOWN]
    )


def absences_for(authority: Authority, day: date) -> list[Absence]:
    """Absences that are not over: one's own, and for the organisation office those of all."""
    mine = Q(person=authority.person)
    for office in authority.appointments:
        if office.role == Role.ORG:
            mine |= Q(person__in=people_below(office.jurisdiction, day).values("pk"))
    rows = Absence.objects.filter(mine, not_ended_by(day)).exclude(valid_to__lt=day)
    return list(rows.select_related("person").order_by("valid_from", "pk")[:SHOWN])


def absence_by_id(pk: int) -> Absence | None:
    return Absence.objects.select_related("person").filter(pk=pk).first()


def recordable_people(authority: Authority, day: date) -> QuerySet[Person]:
    """Whose absence the person may record: his own, and as organisation office everybody's."""
    found = Person.objects.filter(pk=authority.person.pk)
    for office in authority.appointments:
        if office.role == Role.ORG:
            found = found | Person.objects.filter(
                pk__in=people_below(office.jurisdiction, day).values("pk")
            )
    return found.order_by("code")


def _reach(authority: Authority, *roles: str) -> Sequence[str]:
    """Parts of the tree in which the person holds one of these offices."""
    return [a.jurisdiction.path for a in authority.appointments if a.role in roles]


def _below(rows: QuerySet[Delegation], paths: Sequence[str]) -> QuerySet[Delegation]:
    if not paths:
        return rows.none()
    scope = Q()
    for path in paths:
        scope |= Q(appointment__organisation__path__startswith=path)
    return rows.filter(scope)
