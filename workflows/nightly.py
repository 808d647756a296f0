"""What is done once a day: open work follows owners and offices, check rounds are announced, and
orphans are looked for."""

from typing import Final

from django.utils import timezone

from rectification import notifications
from rectification.models import Appointment, Person
from rectification.policies.days import today, valid_on
from rectification.roles import Role
from rectification.services.check_rounds import announce_due
from rectification.services.look_back_draws import draw_look_backs
from workflows.apart import faults_of
from workflows.invariants import breaches
from workflows.moves.members import follow_members
from workflows.moves.offices import take_offices
from workflows.moves.ownerless import ask_for_owners
from workflows.moves.suspensions import reinstate_members

WORKS: Final = (
    follow_members,
    take_offices,
    reinstate_members,
    announce_due,
    ask_for_owners,
    draw_look_backs,
)


def look_after() -> int:
    """Returns how many breaches were found; the office and the administrator are told once a day.

    The message holds no case: whoever may see one finds it with `check_invariants` or in his list.
    One work that fails keeps no other waiting; its fault is raised when all else is done, so that
    the day is not taken and the next hour tries again.
    """
    faults = faults_of(WORKS)
    found = len(list(breaches()))
    if found:
        notifications.queue(
            kind="orphans_found",
            recipients=_watchers(),
            about=f"day:{timezone.localdate().isoformat()}",
        )
    if faults:
        raise ExceptionGroup("nightly work", faults)
    return found


def _watchers() -> list[Person]:
    held = Appointment.objects.filter(
        valid_on(today()), role__in=[Role.OFF, Role.ADM], confirmed_at__isnull=False
    )
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("code"))
