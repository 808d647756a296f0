"""Deputies asked for, decided, ended; absences recorded (docs/rules.md, “Absence and deputies”)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from rectification.enums import AbsenceKind, DelegationScope, MembershipKind
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Appointment,
    Delegation,
    Membership,
    NumberSeries,
    OutboxMessage,
    Person,
    RoleSecurity,
)
from rectification.policies.accounts import second_factor_required
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.delegation import deciders_on, possible_deputies
from rectification.roles import Role
from rectification.services.delegations import (
    approve_delegation,
    delegate,
    end_delegation,
    refuse_delegation,
    tell_deputies,
)
from tests.factories import FOUNDED, Township, in_office, names, person, township
from tests.workflows.offices import away, leave_office

pytestmark = pytest.mark.django_db

REASON = "赴省委党校学习，期间不在岗。"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town() -> Township:
    return township()


def office_of(someone: Person, role: str = "") -> Appointment:
    held = Appointment.objects.filter(person=someone)
    return (held.filter(role=role) if role else held).select_related("organisation").earliest("pk")


def ask(town: Township, **given: Any) -> Delegation:
    secretary = town.east.secretary
    values = {
        "by": secretary,
        "appointment": office_of(secretary),
        "deputy": town.east.clerk,
        "scope": DelegationScope.EVERYTHING,
        "valid_from": today(),
        "valid_to": today() + timedelta(days=9),
        "reason": REASON,
        **given,
    }
    return delegate(**values)


def told(someone: Person) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=someone).order_by("pk")
    return list(rows.values_list("kind", flat=True))


# --- asking -------------------------------------------------------------------------------------


def test_request_waits_for_the_organisation_office(town: Township) -> None:
    row = ask(town)
    assert (row.approved_at, row.number, row.reference) == (None, None, "")
    assert authority_of(town.east.clerk.user).deputyships == ()
    assert (told(town.org), told(town.east.clerk)) == (["delegation_asked"], [])
    assert row.history.count() == 1


def test_only_an_office_of_ones_own_is_delegated(town: Township) -> None:
    with pytest.raises(NotAllowed):
        ask(town, by=town.east.clerk)
    with pytest.raises(NotAllowed):
        ask(town, by=town.pse)
    with pytest.raises(NotAllowed):
        ask(town, by=town.east.clerk, appointment=office_of(town.east.clerk))
    leave_office(town.east.secretary, Role.SEC, date(2026, 5, 10))
    with pytest.raises(NotAllowed):
        ask(town)
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"valid_from": date(2026, 5, 10)}, "valid_from"),
        ({"valid_to": date(2026, 5, 10)}, "valid_to"),
        ({"scope": "all"}, "scope"),
        ({"deputy": None}, "deputy"),
        ({"reason": "外出"}, "reason"),
    ],
)
def test_faults_are_named_by_field(town: Township, fault: dict[str, Any], field: str) -> None:
    with pytest.raises(CaseError) as refused:
        ask(town, **fault)
    error = refused.value
    fields = set(error.errors) if isinstance(error, InvalidInput) else {error.field}
    assert fields == {field}
    assert not Delegation.objects.exists()


def test_delegation_does_not_outlast_the_office(town: Township) -> None:
    leave_office(town.east.secretary, Role.SEC, date(2026, 5, 15))
    with pytest.raises(InvalidInput) as refused:
        ask(town)
    assert set(refused.value.errors) == {"valid_to"}
    ask(town, valid_to=date(2026, 5, 15))


def test_one_deputy_for_one_thing_at_one_time(town: Township) -> None:
    ask(town, scope=DelegationScope.WORK)
    other = {"deputy": town.east.members[0]}
    for scope in (DelegationScope.WORK, DelegationScope.EVERYTHING):
        with pytest.raises(InvalidInput) as refused:
            ask(town, scope=scope, **other)
        assert set(refused.value.errors) == {"valid_from"}
    ask(town, scope=DelegationScope.APPROVALS, **other)
    later = today() + timedelta(days=10)
    ask(town, valid_from=later, valid_to=later, **other)


# --- who may be a deputy ------------------------------------------------------------------------


def fit(town: Township, someone: Person, role: str = "") -> set[str]:
    return names(possible_deputies(office_of(someone, role), today()))


def test_deputies_come_from_where_the_office_is(town: Township) -> None:
    east = {town.east.clerk.name, *names(town.east.members)}
    leaders = {"PSE": town.pse.name, "DPS": town.dps.name, "LG": town.lg.name}
    assert fit(town, town.east.secretary) == east
    assert fit(town, town.pse) == {leaders["DPS"], leaders["LG"]}
    assert fit(town, town.dps) == {leaders["PSE"], leaders["LG"]}
    assert fit(town, town.lg) == {leaders["PSE"], leaders["DPS"]}
    assert fit(town, town.liaison) == set(leaders.values())
    assert fit(town, town.intake) == {town.officer.name}
    assert fit(town, town.dis[0]) == names(town.dis[1:])
    assert fit(town, town.gen) == set()


@pytest.mark.parametrize("role", ["ADM", "AUD", "SUP", "INS"])
def test_whoever_keeps_the_system_stands_in_for_nobody(town: Township, role: str) -> None:
    keeper = town.east.members[0]
    assert keeper.name in fit(town, town.east.secretary)
    in_office(keeper, role, town.east.organisation)
    assert keeper.name not in fit(town, town.east.secretary)


def test_deputy_must_be_able_to_act(town: Township) -> None:
    probationer = person("石预备")
    Membership.objects.create(
        person=probationer,
        organisation=town.east.organisation,
        kind=MembershipKind.PROBATIONARY,
        valid_from=FOUNDED,
    )
    away(town.east.clerk, AbsenceKind.SUSPENSION)
    user = town.east.members[0].user
    user.is_active = False
    user.save()
    assert fit(town, town.east.secretary) == {town.east.members[1].name}


# --- deciding -----------------------------------------------------------------------------------


def test_approval_puts_it_into_force_with_the_next_number(town: Township) -> None:
    row = approve_delegation(delegation=ask(town), by=town.org)
    assert (row.year, row.number, row.approved_by) == (2026, 1, town.org)
    assert [d.delegation for d in authority_of(town.east.clerk.user).deputyships] == [row]
    assert told(town.east.clerk) == ["delegation_started"]
    assert told(town.east.secretary) == ["delegation_approved"]
    second = ask(
        town,
        by=town.west.secretary,
        appointment=office_of(town.west.secretary),
        deputy=town.west.clerk,
    )
    assert approve_delegation(delegation=second, by=town.org).number == 2


def test_deputy_is_told_when_his_first_day_has_come(
    town: Township, clock: time_machine.Traveller
) -> None:
    tomorrow = today() + timedelta(days=1)
    row = approve_delegation(delegation=ask(town, valid_from=tomorrow), by=town.org)
    assert (told(town.east.clerk), row.start_told_at) == ([], None)
    assert authority_of(town.east.clerk.user).deputyships == ()


def test_neither_side_decides_nor_anybody_else(town: Township) -> None:
    row = ask(town)
    for other in (town.east.secretary, town.east.clerk, town.pse, town.dps, town.intake, town.lg):
        with pytest.raises(NotAllowed):
            approve_delegation(delegation=row, by=other)
        with pytest.raises(NotAllowed):
            refuse_delegation(delegation=row, by=other, reason=REASON)
    assert Delegation.objects.get().approved_at is None


def test_leaders_decide_where_the_organisation_office_is_concerned_or_away(town: Township) -> None:
    second = in_office(person("织第二", branch=town.home), Role.ORG, town.organisation_office)
    own = ask(town, by=town.org, appointment=office_of(town.org), deputy=second)
    assert deciders_on(own, today()) == [town.pse, town.dps]
    assert approve_delegation(delegation=own, by=town.dps).number == 1
    other = ask(town)
    assert set(deciders_on(other, today())) == {town.org, second}
    for someone in (town.org, second):
        away(someone)
    assert deciders_on(other, today()) == [town.pse, town.dps]


def test_nobody_to_decide_is_no_consent(town: Township, clock: time_machine.Traveller) -> None:
    leave_office(town.org, Role.ORG, date(2026, 5, 10))
    row = ask(town, by=town.pse, appointment=office_of(town.pse), deputy=town.dps)
    assert deciders_on(row, today()) == []
    clock.shift(timedelta(days=5))
    assert authority_of(town.dps.user).deputyships == ()
    with pytest.raises(NotAllowed):
        approve_delegation(delegation=row, by=town.lg)


def test_request_is_decided_once(town: Township, clock: time_machine.Traveller) -> None:
    row = ask(town)
    approve_delegation(delegation=row, by=town.org)
    for decide in (
        lambda: approve_delegation(delegation=row, by=town.org),
        lambda: refuse_delegation(delegation=row, by=town.org, reason=REASON),
    ):
        with pytest.raises(CaseError):
            decide()
    assert NumberSeries.objects.get(series="delegation").last == 1


def test_refused_request_takes_no_number_and_gives_its_reason(town: Township) -> None:
    row = refuse_delegation(
        delegation=ask(town), by=town.org, reason="该期间支部另有安排，请改期。"
    )
    assert (row.number, row.ended_on, row.refusal) == (
        None,
        today(),
        "该期间支部另有安排，请改期。",
    )
    assert told(town.east.secretary) == ["delegation_refused"]
    assert not NumberSeries.objects.filter(series="delegation").exists()
    assert approve_delegation(delegation=ask(town), by=town.org).number == 1


def test_late_request_and_unfit_deputy_are_not_approved(
    town: Township, clock: time_machine.Traveller
) -> None:
    unfit, late = (
        ask(town),
        ask(
            town,
            by=town.west.secretary,
            appointment=office_of(town.west.secretary),
            deputy=town.west.clerk,
            valid_to=today(),
        ),
    )
    Membership.objects.filter(person=town.east.clerk).update(valid_to=date(2026, 5, 10))
    clock.shift(timedelta(days=1))
    for row in (unfit, late):
        with pytest.raises(CaseError):
            approve_delegation(delegation=row, by=town.org)


# --- ending -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["delegator", "deputy", "org"])
def test_end_takes_effect_at_once(town: Township, who: str) -> None:
    row = approve_delegation(delegation=ask(town), by=town.org)
    by = {"delegator": town.east.secretary, "deputy": town.east.clerk, "org": town.org}[who]
    end_delegation(delegation=row, by=by)
    assert authority_of(town.east.clerk.user).deputyships == ()
    assert told(town.east.clerk) == ["delegation_started", "delegation_ended"]
    assert told(town.east.secretary) == ["delegation_approved", "delegation_ended"]
    with pytest.raises(CaseError):
        end_delegation(delegation=row, by=by)
    approve_delegation(delegation=ask(town), by=town.org)


def test_others_do_not_end_it(town: Township) -> None:
    row = approve_delegation(delegation=ask(town), by=town.org)
    for other in (town.pse, town.west.secretary, town.east.members[0]):
        with pytest.raises(NotAllowed):
            end_delegation(delegation=row, by=other)


def test_request_is_taken_back(town: Township) -> None:
    row = end_delegation(delegation=ask(town), by=town.east.secretary)
    assert (row.approved_at, row.ended_on) == (None, today())
    with pytest.raises(CaseError):
        approve_delegation(delegation=row, by=town.org)


def test_deputy_needs_the_second_factor_that_the_office_needs(town: Township) -> None:
    RoleSecurity.objects.update_or_create(role=Role.SEC, defaults={"second_factor_required": True})
    deputy = town.east.clerk.user
    assert not second_factor_required(authority_of(deputy))
    epoch = deputy.session_epoch
    approve_delegation(delegation=ask(town), by=town.org)
    deputy.refresh_from_db()
    assert second_factor_required(authority_of(deputy))
    assert deputy.session_epoch == epoch + 1


@pytest.mark.parametrize("why", ["left", "suspended"])
def test_whoever_does_not_hold_the_office_at_that_moment_gets_no_deputy(
    town: Township, clock: time_machine.Traveller, why: str
) -> None:
    row = ask(town)
    if why == "left":
        leave_office(town.east.secretary, Role.SEC, today())
        clock.shift(timedelta(days=1))
    else:
        away(town.east.secretary, AbsenceKind.SUSPENSION)
    with pytest.raises(CaseError):
        approve_delegation(delegation=row, by=town.org)
    row.refresh_from_db()
    assert row.approved_at is None
    refuse_delegation(delegation=row, by=town.org, reason="委托人已不担任该职务，不再委托。")


def test_deputy_who_left_the_branch_stands_in_no_more(town: Township) -> None:
    row = approve_delegation(delegation=ask(town), by=town.org)
    Membership.objects.filter(person=town.east.clerk).update(valid_to=today() - timedelta(days=1))
    tell_deputies()
    row.refresh_from_db()
    assert row.ended_on == today()


# --- the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["deputy approves", "delegator approves", "no number", "double"])
def test_database_refuses(town: Township, fault: str) -> None:
    row = approve_delegation(delegation=ask(town), by=town.org)
    if fault == "deputy approves":
        row.approved_by = row.deputy
    elif fault == "delegator approves":
        row.approved_by = row.entered_by
    elif fault == "no number":
        row.number = None
    else:
        row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
