"""Who is away, since when, and what it ends (docs/rules.md, “Absence and deputies”)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from rectification.enums import AbsenceKind
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Absence, OutboxMessage, Person
from rectification.policies.absence import suspended_on
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.absences import end_absence, record_absence
from tests.factories import Township, person, township
from tests.workflows.offices import away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town() -> Township:
    return township()


def told(someone: Person) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=someone).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def leave(town: Township, **given: Any) -> Absence:
    values = {
        "person": town.east.secretary,
        "kind": AbsenceKind.LEAVE,
        "valid_from": today(),
        "valid_to": None,
        "by": town.east.secretary,
        **given,
    }
    return record_absence(**values)


def test_own_leave_and_any_by_the_organisation_office(town: Township) -> None:
    leave(town)
    leave(town, person=town.pse, by=town.org, kind=AbsenceKind.SUSPENSION)
    assert (told(town.east.secretary), told(town.pse)) == ([], ["suspended"])
    assert list(suspended_on(today())) == [town.pse.pk]


@pytest.mark.parametrize("case", ["other's", "own suspension", "org suspends himself", "stranger"])
def test_absence_is_not_recorded_by_just_anybody(town: Township, case: str) -> None:
    given = {
        "other's": {"by": town.pse},
        "own suspension": {"kind": AbsenceKind.SUSPENSION},
        "org suspends himself": {
            "person": town.org,
            "by": town.org,
            "kind": AbsenceKind.SUSPENSION,
        },
        "stranger": {"person": person("局外人"), "by": town.org},
    }[case]
    with pytest.raises(NotAllowed):
        leave(town, **given)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"valid_from": date(2026, 5, 10)}, "valid_from"),
        ({"valid_to": date(2026, 5, 10)}, "valid_to"),
    ],
)
def test_days_of_an_absence(town: Township, days: dict[str, date], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        leave(town, **days)
    assert set(refused.value.errors) == {field}


def test_absences_of_one_person_do_not_overlap(town: Township) -> None:
    first = leave(town, valid_to=today() + timedelta(days=3))
    with pytest.raises(InvalidInput):
        leave(town, valid_from=today() + timedelta(days=3))
    leave(town, valid_from=today() + timedelta(days=4), valid_to=today() + timedelta(days=5))
    end_absence(absence=first, by=town.east.secretary)
    leave(town, valid_to=today() + timedelta(days=3))


def test_end_of_an_absence_counts_from_that_day(
    town: Township, clock: time_machine.Traveller
) -> None:
    row = leave(town, person=town.pse, by=town.org, kind=AbsenceKind.SUSPENSION)
    assert not authority_of(town.pse.user).holds(Role.PSE)
    assert authority_of(town.pse.user).memberships
    with pytest.raises(NotAllowed):
        end_absence(absence=row, by=town.pse)
    clock.shift(timedelta(days=2))
    end_absence(absence=row, by=town.org)
    assert authority_of(town.pse.user).holds(Role.PSE)
    with pytest.raises(CaseError):
        end_absence(absence=row, by=town.org)
    assert row.history.count() == 2


def test_whoever_is_on_leave_keeps_his_rights(town: Township) -> None:
    leave(town)
    assert authority_of(town.east.secretary.user).holds(Role.SEC)


def test_suspension_ends_every_session_and_leave_ends_none(town: Township) -> None:
    epoch = town.pse.user.session_epoch
    away(town.pse)
    town.pse.user.refresh_from_db()
    assert town.pse.user.session_epoch == epoch
    record_absence(
        person=town.gen,
        kind=AbsenceKind.SUSPENSION,
        valid_from=today(),
        valid_to=None,
        by=town.org,
    )
    epoch = town.gen.user.session_epoch
    town.gen.user.refresh_from_db()
    assert town.gen.user.session_epoch == epoch + 1
