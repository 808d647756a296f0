"""An office that is confirmed and has not begun is called off by a second person."""

from datetime import date, timedelta

import pytest
import time_machine

from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Appointment, OrganisationUserPermission, Person
from rectification.policies.authority import authority_of, in_office
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint, change_appointment, confirm_appointment
from rectification.services.calling_off import call_off_appointment
from rectification.services.office_endings import end_offices
from rectification.services.office_successions import succeed_in_office
from tests.factories import Township

REASON = "县委组织部通知暂缓任职，待重新研究。"
FIRST = date(2026, 6, 1)


@pytest.fixture
def someone(town: Township) -> Person:
    return town.east.members[0]


def coming(town: Township, someone: Person, *, first: date = FIRST) -> Appointment:
    """Entered by the organisation office, confirmed by the secretary of the committee."""
    office = appoint(
        person=someone,
        role=Role.CLK,
        organisation=town.west.organisation,
        valid_from=first,
        entered_by=town.org,
    )
    confirm_appointment(appointment=office, by=town.pse)
    return office


def following(town: Township, someone: Person) -> Appointment:
    """Confirmed successor of the secretary in the east."""
    held = Appointment.objects.get(person=town.east.secretary, role=Role.SEC)
    term = succeed_in_office(office=held, successor=someone, on=FIRST, entered_by=town.org)
    confirm_appointment(appointment=term, by=town.pse)
    return term


def call_off(office: Appointment, by: Person, reason: str = REASON) -> Appointment:
    call_off_appointment(appointment=office, by=by, reason=reason)
    return Appointment.objects.get(pk=office.pk)


def test_it_never_gives_a_right_and_stays_on_record(
    town: Township, someone: Person, clock: time_machine.Traveller
) -> None:
    office = call_off(coming(town, someone), town.dps)
    assert (office.confirmed_at, office.refused_by, office.refusal) == (None, town.dps, REASON)
    assert office.history.filter(confirmed_by=town.pse).exists()
    assert not OrganisationUserPermission.objects.filter(user=someone.user).exists()
    clock.move_to(FIRST)
    assert not authority_of(someone.user).appointments
    with pytest.raises(CaseError):
        confirm_appointment(appointment=office, by=town.pse)


def test_two_hands_as_for_confirming(town: Township, someone: Person) -> None:
    office = coming(town, someone)
    for who in (town.org, someone, town.officer, town.east.secretary):
        with pytest.raises(NotAllowed) as refused:
            call_off(office, who)
        assert refused.value.rule == "4.1"
    assert Appointment.objects.get(pk=office.pk).confirmed_at is not None


def test_reason_is_asked(town: Township, someone: Person) -> None:
    office = coming(town, someone)
    with pytest.raises(CaseError):
        call_off(office, town.pse, "不行")
    assert Appointment.objects.get(pk=office.pk).confirmed_at is not None


def test_what_has_begun_or_waits_is_not_called_off(town: Township, someone: Person) -> None:
    begun = coming(town, someone, first=today())
    waiting = appoint(
        person=town.east.members[1],
        role=Role.CLK,
        organisation=town.west.organisation,
        valid_from=FIRST,
        entered_by=town.org,
    )
    for office in (begun, waiting):
        with pytest.raises(CaseError):
            call_off(office, town.pse)


def test_whom_he_was_to_follow_stays(
    town: Township, someone: Person, clock: time_machine.Traveller
) -> None:
    term = following(town, someone)
    former = Appointment.objects.get(pk=term.replaces_id)
    assert former.valid_to == FIRST - timedelta(days=1)
    call_off(term, town.pse)
    former.refresh_from_db()
    assert former.valid_to is None
    clock.move_to(FIRST)
    assert list(in_office(Role.SEC, town.east.organisation, today())) == [town.east.secretary]
    assert following_anew(town, former, town.east.members[1]).pk


def following_anew(town: Township, held: Appointment, successor: Person) -> Appointment:
    on = FIRST + timedelta(days=9)
    return succeed_in_office(office=held, successor=successor, on=on, entered_by=town.org)


def test_whose_office_ended_for_another_reason_does_not_come_back(
    town: Township, someone: Person
) -> None:
    term = following(town, someone)
    former = Appointment.objects.get(pk=term.replaces_id)
    change_appointment(appointment=former, valid_to=today())
    call_off(term, town.pse)
    former.refresh_from_db()
    assert former.valid_to == today()


def test_a_term_that_was_to_end_anyway_ends_then(town: Township, someone: Person) -> None:
    held = Appointment.objects.get(person=town.east.secretary, role=Role.SEC)
    change_appointment(appointment=held, valid_to=FIRST + timedelta(days=30))
    term = following(town, someone)
    call_off(term, town.pse)
    held.refresh_from_db()
    assert held.valid_to == FIRST + timedelta(days=30)


def test_who_is_entered_to_follow_him_is_decided_first(town: Township, someone: Person) -> None:
    term = following(town, someone)
    later = following_anew(town, term, town.east.members[1])
    with pytest.raises(CaseError) as refused:
        call_off(term, town.pse)
    assert refused.value.rule == "4.1"
    assert later.refused_at is None


def test_second_secretary_entered_meanwhile_keeps_the_office_apart(
    town: Township, someone: Person
) -> None:
    """The former holder would stand beside him, so that one is ended first."""
    term = following(town, someone)
    change_appointment(appointment=term, valid_to=FIRST + timedelta(days=9))
    appoint(
        person=town.east.members[1],
        role=Role.SEC,
        organisation=town.east.organisation,
        valid_from=FIRST + timedelta(days=10),
        entered_by=town.org,
    )
    with pytest.raises(CaseError) as refused:
        call_off(term, town.pse)
    assert refused.value.rule == "E-SEC2"
    assert Appointment.objects.get(pk=term.pk).confirmed_at is not None


def test_office_that_has_not_begun_never_begins_once_its_holder_has_left(
    town: Township, someone: Person
) -> None:
    office = coming(town, someone)
    held = Appointment.objects.filter(person=someone)
    assert end_offices(offices=held, last=today() - timedelta(days=1), by=town.org) == []
    office.refresh_from_db()
    assert (office.confirmed_at, office.refused_by, office.valid_to) == (None, town.org, None)
    assert "生效前" in office.refusal
