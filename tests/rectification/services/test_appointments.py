"""Offices: which stand beside one another, who confirms them, and what then is granted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rectification.exceptions import CaseError, NotAllowed, StepGone
from rectification.models import Appointment, OrganisationUserPermission, Person
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import (
    appoint,
    change_appointment,
    confirm_appointment,
    refuse_appointment,
)
from tests.factories import FOUNDED, Township, in_office, person, township

REASON = "任命文件尚未收到，请补充后重新录入。"


def entered(town: Township, by: Person | None = None, **given: Any) -> Appointment:
    values: dict[str, Any] = {
        "person": town.east.members[0],
        "role": Role.CLK,
        "organisation": town.west.organisation,
        "valid_from": FOUNDED,
        **given,
    }
    return appoint(**values, entered_by=by)


def rule_of(town: Township, **given: Any) -> tuple[str, str]:
    with pytest.raises(CaseError) as refused:
        entered(town, **given)
    return refused.value.rule, refused.value.field


# --- entering -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "rule", "field"),
    [
        ({"valid_to": FOUNDED - timedelta(days=1)}, "E-PERIOD", "valid_to"),
        ({"valid_from": FOUNDED - timedelta(days=1)}, "E-CLOSED", "valid_from"),
        ({"role": Role.SEC}, "E-SEC2", "role"),
    ],
)
def test_entering_is_refused_by_rule(
    town: Township, given: dict[str, Any], rule: str, field: str
) -> None:
    assert rule_of(town, **given) == (rule, field)


def test_office_must_not_outlive_its_organisation(town: Township) -> None:
    town.west.organisation.closed_on = date(2026, 1, 31)
    assert rule_of(town) == ("E-CLOSED", "valid_to")
    assert entered(town, valid_to=date(2026, 1, 31)).pk


def test_administrator_holds_no_business_role(town: Township) -> None:
    assert rule_of(town, person=town.east.clerk, role=Role.ADM, organisation=town.committee) == (
        "E-ROLE",
        "role",
    )
    assert entered(town, role=Role.ADM, organisation=town.committee).pk
    assert rule_of(town) == ("E-ROLE", "role")


def test_same_office_is_not_entered_twice(town: Township) -> None:
    entered(town)
    assert rule_of(town, valid_from=today()) == ("E-OVERLAP", "valid_from")


def test_secretary_follows_on_the_day_after(town: Township) -> None:
    former = Appointment.objects.get(person=town.west.secretary)
    change_appointment(appointment=former, valid_to=today())
    assert rule_of(town, role=Role.SEC, valid_from=today())[0] == "E-SEC2"
    assert entered(town, role=Role.SEC, valid_from=today() + timedelta(days=1)).pk


def test_database_holds_one_open_secretary(town: Township) -> None:
    seat = Appointment.objects.get(person=town.west.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            person=town.east.members[0],
            role=Role.SEC,
            organisation=seat.organisation,
            jurisdiction=seat.jurisdiction,
            valid_from=today(),
        )


def test_end_on_record_is_not_taken_back(town: Township) -> None:
    office = entered(town, valid_to=date(2026, 1, 31))
    for later in (None, date(2026, 2, 1)):
        with pytest.raises(CaseError) as refused:
            change_appointment(appointment=office, valid_to=later)
        assert refused.value.rule == "E-ENDED"
    change_appointment(appointment=office, valid_to=date(2025, 12, 31), mandate="柳委〔2026〕1号")
    office.refresh_from_db()
    assert (office.valid_to, office.mandate) == (date(2025, 12, 31), "柳委〔2026〕1号")


# --- confirming ---------------------------------------------------------------------------------


def second_officer(town: Township) -> Person:
    return in_office(person("织从云", branch=town.home), Role.ORG, town.organisation_office)


def why_not(office: Appointment, by: Person) -> str:
    with pytest.raises(NotAllowed) as refused:
        confirm_appointment(appointment=office, by=by)
    return str(refused.value)


def test_office_gives_rights_once_a_second_officer_confirms_it(town: Township) -> None:
    member = town.east.members[0]
    office = entered(town, by=town.org)
    assert authority_of(member.user).appointments == ()
    confirm_appointment(appointment=office, by=second_officer(town))
    assert [a.role for a in authority_of(member.user).appointments] == [Role.CLK]
    assert OrganisationUserPermission.objects.filter(user=member.user).exists()


def test_nobody_confirms_what_he_entered_or_what_is_his_own(town: Township) -> None:
    second = second_officer(town)
    assert why_not(entered(town, by=town.org), town.org)
    assert why_not(entered(town, by=town.org, person=second), second)
    assert not Appointment.objects.filter(confirmed_by__isnull=False).exists()


def test_secretary_or_deputy_confirms_where_there_is_no_second_officer(town: Township) -> None:
    office = entered(town, by=town.org)
    confirm_appointment(appointment=office, by=town.dps)
    office.refresh_from_db()
    assert office.confirmed_by == town.dps
    own = entered(town, by=town.org, person=town.pse)
    assert why_not(own, town.pse)
    confirm_appointment(appointment=own, by=town.dps)


def test_secretary_does_not_confirm_where_there_is_a_second_officer(town: Township) -> None:
    second = second_officer(town)
    assert why_not(entered(town, by=town.org), town.pse)
    # The second officer's own office leaves nobody of the organisation office.
    confirm_appointment(appointment=entered(town, by=town.org, person=second), by=town.pse)


@pytest.mark.parametrize("who", ["lg", "officer", "gen"])
def test_no_other_office_confirms(town: Township, who: str) -> None:
    assert why_not(entered(town, by=town.org), getattr(town, who))


def test_officer_of_another_township_does_not_confirm(town: Township) -> None:
    assert why_not(entered(town, by=town.org), township().org)


def test_decision_is_taken_once(town: Township) -> None:
    office = entered(town, by=town.org)
    confirm_appointment(appointment=office, by=town.pse)
    with pytest.raises(StepGone):
        confirm_appointment(appointment=office, by=town.dps)
    with pytest.raises(StepGone):
        refuse_appointment(appointment=office, by=town.dps, reason=REASON)


def test_refused_office_stays_without_force_and_stands_in_nobodys_way(town: Township) -> None:
    former = Appointment.objects.get(person=town.west.secretary)
    change_appointment(appointment=former, valid_to=today() - timedelta(days=1))
    office = entered(town, by=town.org, role=Role.SEC, valid_from=today())
    refuse_appointment(appointment=office, by=town.pse, reason=REASON)
    assert authority_of(office.person.user).appointments == ()
    again = entered(town, by=town.org, role=Role.SEC, valid_from=today())
    assert again.confirmed_at is None
    office.refresh_from_db()
    assert (office.refused_by, office.refusal) == (town.pse, REASON)


def test_refusal_needs_a_reason(town: Township) -> None:
    with pytest.raises(CaseError):
        refuse_appointment(appointment=entered(town, by=town.org), by=town.pse, reason="不行")


def test_database_refuses_one_hand_for_both(town: Township) -> None:
    office = entered(town, by=town.org)
    office.confirmed_at = timezone.now()
    for hand in (office.person, town.org):
        office.confirmed_by = hand
        with pytest.raises(IntegrityError), transaction.atomic():
            office.save()
