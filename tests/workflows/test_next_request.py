"""A change of appointment takes effect with the person's next request, in every process."""

from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import AbsenceKind, CaseLevel, CaseStage
from rectification.models import Appointment, Case, Person, User
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.services.absences import record_absence
from rectification.services.appointments import (
    appoint,
    change_appointment,
    confirm_appointment,
    derive_grants,
)
from rectification.services.delegations import end_delegation
from tests.days import at
from tests.factories import Township, case_in, in_office, person, township
from tests.rectification.web.desk import client_of, open_step
from tests.workflows.offices import away, leave_office, stands_in
from tests.workflows.play import Play, user_of
from workflows.moves.members import transfer_member

SHUT, OPEN = 404, 200
Change = Callable[[Township], None]


def yesterday() -> Any:
    return today() - timedelta(days=1)


def office_of(someone: Person, role: str) -> Appointment:
    return Appointment.objects.get(person=someone, role=role)


def page_of(case: Case) -> str:
    return reverse("rectification:case", args=[case.pk])


def status_for(someone: Person, case: Case) -> int:
    """With a session that began after the change."""
    return client_of(someone).get(page_of(case)).status_code


# --- each way of change ---------------------------------------------------------------------------


def end_office(town: Township) -> None:
    change_appointment(appointment=office_of(town.lg, Role.LG), valid_to=yesterday())


def suspend(town: Township) -> None:
    record_absence(
        person=town.lg, kind=AbsenceKind.SUSPENSION, valid_from=today(), valid_to=None, by=town.org
    )


def change_role(town: Township) -> None:
    """From the leading group to publicity, which reads no case."""
    end_office(town)
    second = in_office(person("织月华"), Role.ORG, town.organisation_office)
    office = appoint(
        person=town.lg,
        role=Role.PUB,
        organisation=town.publicity,
        valid_from=today(),
        entered_by=town.org,
    )
    confirm_appointment(appointment=office, by=second)


def disable(town: Township) -> None:
    User.objects.filter(person=town.lg).update(is_active=False)


@pytest.mark.parametrize("change", [end_office, suspend, change_role])
def test_right_that_is_taken_is_gone_with_the_next_request(town: Township, change: Change) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    browsers = [client_of(town.lg), client_of(town.lg)]
    assert [browser.get(page_of(case)).status_code for browser in browsers] == [OPEN, OPEN]
    change(town)
    # Every session of the person is over; whoever logs in again finds nothing.
    for browser in browsers:
        assert browser.get(page_of(case)).url.startswith(reverse("rectification:login"))
    assert status_for(town.lg, case) == SHUT


def test_disabled_account_is_out_with_the_next_request(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    browser = client_of(town.lg)
    assert browser.get(page_of(case)).status_code == OPEN
    disable(town)
    assert browser.get(page_of(case)).url.startswith(reverse("rectification:login"))


def test_office_gives_nothing_before_the_request_after_its_confirmation(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    newcomer = person("组新人", branch=town.home)
    second = in_office(person("织月华"), Role.ORG, town.organisation_office)
    office = appoint(
        person=newcomer,
        role=Role.LG,
        organisation=town.leading_group,
        valid_from=today(),
        entered_by=town.org,
    )
    browser = client_of(newcomer)
    assert browser.get(page_of(case)).status_code == SHUT
    confirm_appointment(appointment=office, by=second)
    assert browser.get(page_of(case)).url.startswith(reverse("rectification:login"))
    assert status_for(newcomer, case) == OPEN


def test_office_that_runs_out_needs_nobody_to_end_it(town: Township, clock: Any) -> None:
    """The day alone does it: the session is over with it, and a new one opens nothing."""
    case = case_in(town, CaseStage.RECTIFYING)
    change_appointment(appointment=office_of(town.lg, Role.LG), valid_to=today())
    clock.move_to(at(today(), "23:59:00"))
    browser = client_of(town.lg)
    assert browser.get(page_of(case)).status_code == OPEN
    clock.shift(timedelta(minutes=2))
    assert office_of(town.lg, Role.LG).valid_to == yesterday()
    assert visible_to(user_of(town.lg)).count() == 0
    assert browser.get(page_of(case)).url.startswith(reverse("rectification:login"))
    assert status_for(town.lg, case) == SHUT


def test_transferred_members_case_changes_hands_between_two_requests(
    town: Township, clock: Any
) -> None:
    play = Play(town, clock)
    case = play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    old, new = client_of(town.east.secretary), client_of(town.west.secretary)
    assert [old.get(page_of(case)).status_code, new.get(page_of(case)).status_code] == [OPEN, SHUT]
    transfer_member(
        user=user_of(town.org),
        person=town.east.members[0],
        to=town.west.organisation,
        on=today(),
    )
    assert [old.get(page_of(case)).status_code, new.get(page_of(case)).status_code] == [SHUT, OPEN]


def test_deputyship_that_ends_shuts_the_step_with_the_next_request(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    open_step(case, "approve_plan", Role.SEC, town.east.organisation, opens_case=True)
    deputy = town.east.members[1]
    row = stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org)
    browsers = [client_of(deputy), client_of(deputy)]
    assert {browser.get(page_of(case)).status_code for browser in browsers} == {OPEN}
    end_delegation(delegation=row, by=town.east.secretary)
    assert {browser.get(page_of(case)).status_code for browser in browsers} == {SHUT}


def test_grants_left_over_by_a_change_give_nothing(town: Township) -> None:
    """The dates decide, also where the rows derived from the office are still there."""
    case = case_in(town, CaseStage.RECTIFYING)
    browser = client_of(town.lg)
    assert browser.get(page_of(case)).status_code == OPEN
    granted = authority_of(user_of(town.lg)).grants
    leave_office(town.lg, Role.LG, yesterday())
    assert granted
    assert authority_of(user_of(town.lg)).grants == granted
    assert browser.get(page_of(case)).status_code == SHUT
    derive_grants(user=user_of(town.lg))
    assert authority_of(user_of(town.lg)).grants == granted
    assert browser.get(page_of(case)).status_code == SHUT


def test_suspension_written_past_the_service_counts_too(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    browser = client_of(town.lg)
    assert browser.get(page_of(case)).status_code == OPEN
    away(town.lg, AbsenceKind.SUSPENSION)
    assert browser.get(page_of(case)).status_code == SHUT


# --- measured -------------------------------------------------------------------------------------


def test_authority_costs_four_queries_however_much_is_held(town: Township) -> None:
    """Asked anew with each request, each part once: four queries, and two more for a deputy."""
    user = user_of(town.lg)
    for more in ((), (Role.PUB, town.publicity), (Role.GEN, town.general_office)):
        if more:
            in_office(town.lg, *more)
        assert [_cost_of_all(user), _cost_of_nothing(user)] == [4, 0]
    stands_in(town.lg, town.pse, Role.PSE, approved_by=town.org)
    assert _cost_of_all(user) == 6


def _cost_of_all(user: User) -> int:
    with CaptureQueriesContext(connection) as asked:
        authority = authority_of(user)
        for _twice in range(2):
            for part in (authority.appointments, authority.memberships, authority.grants):
                assert part
            bool(authority.deputyships)
    return len(asked)


def _cost_of_nothing(user: User) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert authority_of(user).person == user.person
    return len(asked)


def _serve(pipe: Connection, pk: int, url: str) -> None:
    """A web process of its own: answers with the status of one request after another."""
    connections.close_all()
    browser = Client()
    user = User.objects.get(pk=pk)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    while pipe.recv():
        pipe.send(browser.get(url).status_code)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_no_process_remembers_what_somebody_was(clock: Any) -> None:
    """Two web processes that have served him; one change, and the next request of each is shut."""
    town = township()
    with transaction.atomic():
        case = case_in(town, CaseStage.RECTIFYING)
    connections.close_all()
    forked, pipes = get_context("fork"), []
    for _process in range(2):
        here, there = forked.Pipe()
        worker = forked.Process(target=_serve, args=(there, town.lg.user.pk, page_of(case)))
        worker.start()
        pipes.append((here, worker))

    def ask() -> list[int]:
        for pipe, _worker in pipes:
            pipe.send(True)
        return [pipe.recv() for pipe, _worker in pipes]

    try:
        assert ask() == [OPEN, OPEN]
        Appointment.objects.filter(person=town.lg).update(valid_to=yesterday())
        assert ask() == [SHUT, SHUT]
        Appointment.objects.filter(person=town.lg).update(valid_to=None)
        assert ask() == [OPEN, OPEN]
        connections.close_all()
    finally:
        for pipe, worker in pipes:
            pipe.send(False)
            worker.join(10)
    assert [worker.exitcode for _pipe, worker in pipes] == [0, 0]
