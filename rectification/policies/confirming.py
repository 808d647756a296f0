"""Who puts an office into force: a second person, never oneself (docs/rules.md 4.1).

A second officer of the organisation office; where there is none, the committee's secretary or
his deputy. Entering and confirming are two hands, neither confirms his own office, and who is
succeeded does not confirm his successor.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, Organisation, Person
from rectification.policies.authority import Authority, committee_above, offices_on
from rectification.policies.offices import reaches
from rectification.policies.reasons import Reason
from rectification.roles import Role

KEEPING: Final = (Role.ORG,)
"""Who enters organisations, people, offices, absences and changes of them."""
STANDING_IN: Final = (Role.PSE, Role.DPS)
CONFIRMING: Final = (*KEEPING, *STANDING_IN)


@dataclass
class Confirmers:
    """Those who may confirm offices of one township on one day; loaded once, asked often."""

    committee: Organisation
    day: date

    @cached_property
    def _held(self) -> set[tuple[int, str]]:
        rows = offices_on(self.day).filter(jurisdiction=self.committee, role__in=CONFIRMING)
        return set(rows.values_list("person_id", "role"))

    def hold(self, person: Person) -> bool:
        """Whether the person holds an office that confirms at all."""
        return any(pk == person.pk for pk, _role in self._held)

    def why_not(self, appointment: Appointment, person: Person) -> Reason | None:
        """What keeps this person from confirming; None when he may."""
        message = self._why_not(appointment, person)
        return Reason(message, "4.1") if message else None

    def _why_not(self, appointment: Appointment, person: Person) -> str:
        former = appointment.replaces.person_id if appointment.replaces else None
        hands = {appointment.person_id, appointment.entered_by_id, former}
        if person.pk == appointment.person_id:
            return _("Nobody may confirm his own appointment; ask another officer to confirm it.")
        if person.pk == appointment.entered_by_id:
            return _("You entered this appointment; a second person confirms it.")
        if person.pk == former:
            return _("You hold this office now; somebody else confirms your successor.")
        if (person.pk, Role.ORG.value) in self._held:
            return ""
        if any(role == Role.ORG and pk not in hands for pk, role in self._held):
            return _("A second officer of the organisation office confirms it.")
        if any((person.pk, role.value) in self._held for role in STANDING_IN):
            return ""
        return _("The organisation office, the secretary or the deputy secretary confirms it.")


def confirmers_of(organisation: Organisation, day: date) -> Confirmers:
    return Confirmers(committee_above(organisation), day)


def why_not_call_off(appointment: Appointment, day: date) -> Reason | None:
    """Why an office cannot be called off any more, or not yet."""
    if appointment.confirmed_at is None:
        return Reason(_("Only an office that is confirmed can be called off."), "4.1", CaseError)
    if appointment.valid_from <= day:
        return Reason(
            _("The office has begun; let it end, or enter a successor."), "4.1", CaseError
        )
    if appointment.successions.filter(refused_at__isnull=True).exists():
        return Reason(
            _("Somebody is entered who follows in this office; have that one decided first."),
            "4.1",
            CaseError,
        )
    return None


def keeps_roster(authority: Authority) -> bool:
    """Organisations, people and offices are kept by the organisation office."""
    return any(authority.holds(role) for role in KEEPING)


def keeping_office(authority: Authority, *places: Organisation) -> Appointment | None:
    """The office in which he keeps the roster of the township to which all the places belong."""
    held = (a for a in authority.appointments if a.role in KEEPING)
    return next((a for a in held if all(reaches(a, place) for place in places)), None)


def why_not_move(authority: Authority, *places: Organisation) -> Reason | None:
    """Why somebody cannot enter a transfer, departure, succession, suspension, merger or split
    that touches these places."""
    if keeping_office(authority, *places) is not None:
        return None
    return Reason(
        _(
            "Only the organisation office enters changes of people and branches; write to it what "
            "has to be changed."
        ),
        "4.1",
    )


def confirms_offices(authority: Authority) -> bool:
    return any(authority.holds(role) for role in CONFIRMING)


def townships_of(authority: Authority, roles: Collection[str]) -> list[Organisation]:
    """The committees below which one of these offices of the person reaches."""
    found = {a.jurisdiction_id: a.jurisdiction for a in authority.appointments if a.role in roles}
    return list(found.values())
