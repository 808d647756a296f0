"""Somebody is suspended from his offices, and comes back (docs/rules.md 4.1, 停职)."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from rectification.enums import AbsenceKind, CaseStage
from rectification.models import Absence, Appointment, Case, Person, User
from rectification.policies.authority import offices_on
from rectification.policies.days import today
from rectification.services.absences import end_absence, record_absence
from workflows.moves.handover import (
    HandOver,
    cases_around,
    cases_of_offices,
    cases_with,
    move_cases,
    organiser,
)

CATCH_UP: Final = timedelta(days=7)


@transaction.atomic
def suspend_member(*, user: User, person: Person, on: date, until: date | None = None) -> HandOver:
    """His offices rest: their open steps go to whoever is next. What is his as a member stays.

    A day to come is recorded now; on that day the sweep passes the steps on.
    """
    by = organiser(user).hand
    offices = _offices(person)
    record_absence(person=person, kind=AbsenceKind.SUSPENSION, valid_from=on, valid_to=until, by=by)
    own = Case.objects.filter(owner_person=person, stage__in=CaseStage.open()).order_by("pk")
    hand_over = HandOver(own=list(own))
    if on <= today():
        cases = cases_of_offices(offices) | cases_with([Q(person=person)])
        move_cases(user=user, cases=cases, service=lambda _case: None, hand_over=hand_over)
    return hand_over


@transaction.atomic
def reinstate_member(*, user: User, absence: Absence) -> HandOver:
    """From today on his offices give their rights again, and their open steps come back."""
    end_absence(absence=absence, by=organiser(user).hand)
    hand_over = HandOver()
    _give_back(user, absence, hand_over)
    return hand_over


def reinstate_members() -> int:
    """The same for whoever is back because his suspension is over; returns how many.

    Looks back some days, so that a night without a run is caught up; safe to repeat.
    """
    yesterday = today() - timedelta(days=1)
    over = Absence.objects.filter(
        kind=AbsenceKind.SUSPENSION,
        valid_to__range=(yesterday - CATCH_UP, yesterday),
        ended_on__isnull=True,
    )
    rows = list(over.select_related("person").order_by("pk"))
    for absence in rows:
        _give_back(None, absence, HandOver())
    return len(rows)


def _give_back(user: User | None, absence: Absence, hand_over: HandOver) -> None:
    """Open steps that would lie with his offices had he not been suspended."""
    cases = cases_around(_offices(absence.person), absence.valid_from)
    move_cases(user=user, cases=cases, service=lambda _case: None, hand_over=hand_over)


def _offices(person: Person) -> list[tuple[int, str]]:
    held: list[Appointment] = list(offices_on(today()).filter(person=person))
    return [(row.organisation_id, row.role) for row in held]
