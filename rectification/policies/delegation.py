"""Who may be a deputy, who decides on it, and who records that somebody is away.

docs/rules.md, “Absence and deputies”. A deputy comes from the same organisation as the office, so
that a delegation moves nothing out of the circle that knows it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rectification.enums import AbsenceKind, MembershipKind
from rectification.models import Appointment, Delegation, Membership, Organisation, Person
from rectification.policies.absence import present, suspended_on
from rectification.policies.authority import committee_above, offices_on
from rectification.policies.confirming import KEEPING, STANDING_IN
from rectification.policies.days import valid_on
from rectification.policies.reasons import Reason
from rectification.roles import WITHOUT_STEPS, Role

_LEADERS: Final[Mapping[str, frozenset[str]]] = {
    Role.PSE: frozenset({Role.DPS, Role.LG}),
    Role.DPS: frozenset({Role.PSE, Role.LG}),
    Role.LG: frozenset({Role.PSE, Role.DPS, Role.LG}),
    Role.LIA: frozenset({Role.PSE, Role.DPS, Role.LG, Role.LIA}),
}
"""By whom those who lead the township may be stood in for."""

DELEGABLE: Final = frozenset(
    {*_LEADERS, Role.SEC, Role.OFF, Role.ORG, Role.DIS, Role.GEN, Role.PUB}
)
"""A member's own case and a clerk's entries are nobody's to delegate."""


def delegable_offices(person: Person, day: date) -> QuerySet[Appointment]:
    """The offices for which the person may ask for a deputy."""
    held = offices_on(day).filter(person=person, role__in=DELEGABLE)
    return held.select_related("organisation").order_by("valid_from", "pk")


def why_not_delegate(person: Person, day: date, office: Appointment | None = None) -> Reason | None:
    """Why he cannot ask for a deputy in this office, or in any."""
    offices = delegable_offices(person, day)
    if (offices if office is None else offices.filter(pk=office.pk)).exists():
        return None
    return Reason(
        _(
            "You may ask for a deputy only in an office of your own whose steps can be delegated; "
            "a member's own case and a clerk's entries cannot."
        ),
        "4.1",
    )


def possible_deputies(office: Appointment, day: date) -> QuerySet[Person]:
    """Who may stand in for the holder of this office, by where he belongs and what else he is.

    Whoever keeps the system, its records or a watch on others acts for nobody.
    """
    found = Person.objects.filter(pk__in=_near(office, day), user__is_active=True)
    shut_out = offices_on(day).filter(role__in=WITHOUT_STEPS).values("person")
    return (
        found.exclude(pk=office.person_id)
        .exclude(pk__in=shut_out)
        .exclude(pk__in=suspended_on(day))
        .order_by("code")
    )


def _near(office: Appointment, day: date) -> QuerySet[Any, Any]:
    organisation = office.organisation
    if office.role == Role.SEC:
        members = Membership.objects.filter(
            valid_on(day),
            organisation__path__startswith=organisation.path,
            kind=MembershipKind.FULL,
        )
        return members.values("person")
    held = offices_on(day)
    if office.role in _LEADERS:
        root = committee_above(organisation)
        held = held.filter(role__in=_LEADERS[office.role], organisation__path__startswith=root.path)
    else:
        held = held.filter(organisation=organisation)
    return held.values("person")


def deciders_on(delegation: Delegation, day: date) -> list[Person]:
    """The organisation office, where nobody of it is free the first secretary or his deputy.

    Neither the delegator nor the deputy decides.
    """
    root = committee_above(delegation.appointment.organisation)
    concerned = {delegation.delegator.pk, delegation.deputy_id}
    for roles in (KEEPING, STANDING_IN):
        held = offices_on(day).filter(role__in=roles, organisation__path__startswith=root.path)
        people = Person.objects.filter(pk__in=held.values("person")).exclude(pk__in=concerned)
        here = present(people, day)
        if here:
            return list(people.filter(pk__in=here).order_by("code"))
    return []


def why_not_decide(delegation: Delegation, person: Person, day: date) -> Reason | None:
    """Why he cannot approve or refuse the request."""
    if person.pk in (delegation.delegator.pk, delegation.deputy_id):
        return Reason(_("Neither the delegator nor the deputy decides on the delegation."), "4.1")
    if person in deciders_on(delegation, day):
        return None
    return Reason(
        _(
            "The organisation office decides on deputies; where it has nobody free, the secretary "
            "of the committee or his deputy."
        ),
        "4.1",
    )


def may_end(delegation: Delegation, person: Person, day: date) -> bool:
    """Delegator and deputy at any time, and whoever decides on deputies."""
    if person.pk in (delegation.delegator.pk, delegation.deputy_id):
        return True
    return person in deciders_on(delegation, day)


def may_record_absence(by: Person, of: Person, kind: str, day: date) -> bool:
    """One's own leave; the organisation office any leave and suspension but its own."""
    if by.pk == of.pk:
        return kind == AbsenceKind.LEAVE
    return any(
        people_below(office.jurisdiction, day).filter(pk=of.pk).exists()
        for office in offices_on(day).filter(person=by, role__in=KEEPING)
    )


def people_below(node: Organisation, day: date) -> QuerySet[Person]:
    """Members and officials of the organisations in this part of the tree."""
    members = Membership.objects.filter(valid_on(day), organisation__path__startswith=node.path)
    held = Appointment.objects.filter(
        valid_on(day), organisation__path__startswith=node.path, confirmed_at__isnull=False
    )
    found = Person.objects.filter(pk__in=members.values("person"))
    return (found | Person.objects.filter(pk__in=held.values("person"))).order_by("code")
