"""Who is not at his post on a day (docs/rules.md, “Absence and deputies”).

Whoever is on leave keeps his rights and is passed over when a decision is given out; whoever is
suspended has no rights from his offices at all.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from rectification.enums import AbsenceKind
from rectification.models import Absence, Person, User
from rectification.policies.days import not_ended_by, valid_on


def absences_on(day: date) -> QuerySet[Absence]:
    """Absences in force on the day, of whatever kind."""
    return _absences_on(day).all()


@lru_cache(maxsize=8)
def _absences_on(day: date) -> QuerySet[Absence]:
    """The question of the day, put together once; never answered here, but in copies of it."""
    return Absence.objects.filter(valid_on(day), not_ended_by(day))


def suspended_on(day: date) -> QuerySet[Absence, int]:
    """Keys of those whose offices give nothing on the day."""
    return absences_on(day).filter(kind=AbsenceKind.SUSPENSION).values_list("person_id", flat=True)


def present(people: Iterable[Person], day: date) -> set[int]:
    """Keys of those who are at their post and can log in."""
    keys = {person.pk for person in people}
    active = User.objects.filter(person__in=keys, is_active=True)
    away = absences_on(day).filter(person__in=keys).values_list("person_id", flat=True)
    return set(active.values_list("person_id", flat=True)) - set(away)
