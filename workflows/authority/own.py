"""What one person is today: offices and where they come from, and the steps that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rectification.enums import Step
from rectification.models import Appointment, Membership, User
from rectification.policies.absence import suspended_on
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.deputies import Deputyship
from rectification.roles import ROLES
from rectification.selectors.roster import Force, force_of
from workflows.authority.table import Line, lines, steps_of_member, steps_of_office


@dataclass(frozen=True)
class Office:
    """An appointment with the rights granted for it and the steps that may come to it."""

    appointment: Appointment
    force: Force
    rights: Sequence[str]
    steps: Sequence[Step]


@dataclass(frozen=True)
class StandingIn:
    """An office of somebody else, and those of its steps that the delegation reaches."""

    deputyship: Deputyship
    steps: Sequence[Step]


@dataclass(frozen=True)
class OwnAuthority:
    authority: Authority
    offices: Sequence[Office]
    memberships: Sequence[Membership]
    standing_in: Sequence[StandingIn]
    member_steps: Sequence[Step]


def own_authority_of(user: User) -> OwnAuthority:
    authority = authority_of(user)
    day, table = today(), lines()
    held = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        person=user.person,
        refused_at__isnull=True,
    ).select_related("organisation", "jurisdiction", "confirmed_by", "entered_by")
    suspended = suspended_on(day).filter(person=user.person).exists()
    return OwnAuthority(
        authority=authority,
        offices=[
            _office(row, authority, _force(row, user, day, suspended=suspended), table)
            for row in held.order_by("valid_from", "pk")
        ],
        memberships=authority.memberships,
        standing_in=[_standing_in(deputyship, table) for deputyship in authority.deputyships],
        member_steps=steps_of_member(table) if authority.memberships else (),
    )


def _standing_in(deputyship: Deputyship, table: Sequence[Line]) -> StandingIn:
    steps = steps_of_office(deputyship.delegation.appointment, table)
    return StandingIn(deputyship, [step for step in steps if step in deputyship.steps])


def _office(row: Appointment, authority: Authority, force: Force, table: Sequence[Line]) -> Office:
    if force != Force.IN_FORCE:
        return Office(row, force, (), ())
    granted = {right for right, node in authority.grants if node == row.jurisdiction_id}
    rights = sorted(ROLES[row.role].grants & granted)
    return Office(row, force, rights, steps_of_office(row, table))


def _force(row: Appointment, user: User, day: date, *, suspended: bool) -> Force:
    force = force_of(row, day)
    if force != Force.IN_FORCE:
        return force
    if suspended:
        return Force.SUSPENDED
    return Force.IN_FORCE if user.is_active else Force.DISABLED
