"""What a deputy may take, and which delegations are in force today."""

from datetime import date, timedelta
from typing import Any

import pytest

from rectification.enums import OrganisationKind, Step
from rectification.models import Appointment, Delegation, User
from rectification.permissions import APPROVE_PLANS, TRIAGE_CASES
from rectification.policies.days import today
from rectification.policies.deputies import (
    APPROVALS,
    NEVER,
    WORK,
    Deputyship,
    delegations_at,
    deputyships_of,
    in_force,
)
from rectification.roles import Role
from tests.factories import Township, organisation
from tests.workflows.offices import away, stands_in


@pytest.fixture
def row(town: Township) -> Delegation:
    """The east clerk stands in for his secretary."""
    return stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)


def of(town: Township, scope: str = "everything") -> Deputyship:
    Delegation.objects.update(scope=scope)
    return deputyships_of(town.east.clerk, today())[0]


@pytest.mark.parametrize(
    ("scope", "steps"),
    [("everything", APPROVALS | WORK), ("approvals", APPROVALS), ("work", WORK)],
)
def test_scope_gives_its_steps(town: Township, row: Delegation, scope: str, steps: Any) -> None:
    assert of(town, scope).steps == steps
    assert not of(town, scope).steps & NEVER


def test_deputyship_is_of_one_office_of_the_delegator(town: Township, row: Delegation) -> None:
    found = of(town)
    assert found.delegator == town.east.secretary
    assert found.office == (town.east.organisation.pk, Role.SEC)


def test_right_of_the_deputy_is_that_of_the_office(
    far: Township, town: Township, row: Delegation
) -> None:
    found = of(town)
    assert found.may(APPROVE_PLANS, town.east.organisation)
    assert not found.may(TRIAGE_CASES, town.east.organisation)
    below = organisation(OrganisationKind.BRANCH, "青石村岭上党支部", town.east.organisation)
    for elsewhere in (below, town.west.organisation, town.committee, far.east.organisation):
        assert not found.may(APPROVE_PLANS, elsewhere)


def test_nobody_is_deputy_who_was_not_made_one(town: Township, row: Delegation) -> None:
    assert deputyships_of(town.east.secretary, today()) == ()
    assert [d.delegation for d in deputyships_of(town.east.clerk, today())] == [row]


def later(town: Township, row: Delegation) -> None:
    row.valid_from = today() + timedelta(days=1)


def past(town: Township, row: Delegation) -> None:
    row.valid_from = row.valid_to = today() - timedelta(days=1)


def pending(town: Township, row: Delegation) -> None:
    row.year = row.number = row.approved_by = row.approved_at = None


def ended(town: Township, row: Delegation) -> None:
    row.ended_on, row.ended_by = today(), town.org


def office_over(town: Township, row: Delegation) -> None:
    Appointment.objects.filter(pk=row.appointment_id).update(valid_to=date(2026, 5, 10))


def office_unconfirmed(town: Township, row: Delegation) -> None:
    Appointment.objects.filter(pk=row.appointment_id).update(confirmed_at=None)


def delegator_suspended(town: Township, row: Delegation) -> None:
    away(town.east.secretary, "suspension")


def deputy_suspended(town: Township, row: Delegation) -> None:
    away(town.east.clerk, "suspension")


def deputy_disabled(town: Township, row: Delegation) -> None:
    User.objects.filter(person=town.east.clerk).update(is_active=False)


@pytest.mark.parametrize(
    "change",
    [
        later,
        past,
        pending,
        ended,
        office_over,
        office_unconfirmed,
        delegator_suspended,
        deputy_suspended,
        deputy_disabled,
    ],
)
def test_delegation_is_in_force_only_while_everything_it_rests_on_is(
    town: Township, row: Delegation, change: Any
) -> None:
    office = (Role.SEC, town.east.organisation)
    assert list(in_force(today())) == [row]
    assert delegations_at(*office, Step.APPROVE_PLAN, today()) == [row]
    change(town, row)
    row.save()
    assert list(in_force(today())) == []
    assert deputyships_of(town.east.clerk, today()) == ()
    assert delegations_at(*office, Step.APPROVE_PLAN, today()) == []


def test_delegations_of_a_step_are_those_of_its_office(town: Township, row: Delegation) -> None:
    east, west = town.east.organisation, town.west.organisation
    assert delegations_at(Role.SEC, west, Step.APPROVE_PLAN, today()) == []
    assert delegations_at(Role.CLK, east, Step.APPROVE_PLAN, today()) == []
    assert delegations_at(Role.SEC, None, Step.APPROVE_PLAN, today()) == []
    for step in NEVER:
        assert delegations_at(Role.SEC, east, step, today()) == []
    Delegation.objects.update(scope="work")
    assert delegations_at(Role.SEC, east, Step.APPROVE_PLAN, today()) == []
    assert delegations_at(Role.SEC, east, Step.CLAIM, today()) == [row]
