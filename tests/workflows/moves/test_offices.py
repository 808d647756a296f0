"""An office passes to a successor, confirmed by a second person (docs/rules.md, scenario 13)."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Appointment, Delegation, OutboxMessage, Person, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.responsible import first_responsible
from rectification.services.appointments import appoint, confirm_appointment, refuse_appointment
from tests.factories import in_office
from tests.workflows.offices import stands_in
from tests.workflows.play import Play, user_of
from tests.workflows.racing import race
from workflows.invariants import breaches
from workflows.moves.handover import Preview, preview
from workflows.moves.offices import (
    confirm_succession,
    enter_succession,
    foresee_succession,
    take_offices,
)
from workflows.moves.suspensions import suspend_member
from workflows.sweep import sweep


def office_of(person: Person, role: str) -> Appointment:
    return Appointment.objects.get(person=person, role=role)


def entered(play: Play, successor: Person | None = None, on: date | None = None) -> Appointment:
    """The second member of the branch in the east is to follow its secretary."""
    town = play.town
    return enter_succession(
        user=user_of(town.org),
        office=office_of(town.east.secretary, Role.SEC),
        successor=successor or town.east.members[1],
        on=on or today(),
        mandate="云委〔2026〕8号",
    )


def confirmed(play: Play, successor: Person | None = None, on: date | None = None) -> Appointment:
    term = entered(play, successor, on)
    confirm_succession(user=user_of(play.town.pse), appointment=term)
    return term


def foreseen(play: Play, successor: Person | None = None, on: date | None = None) -> Preview:
    return preview(
        lambda: foresee_succession(
            user=user_of(play.town.org), appointment=entered(play, successor, on)
        )
    )


def told(kind: str) -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("recipient__name", flat=True))


# --- entering and confirming ----------------------------------------------------------------------


def test_holder_stays_until_a_second_person_has_confirmed(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    term = entered(play)
    assert authority_of(user_of(town.east.secretary)).holds(Role.SEC)
    assert not authority_of(user_of(town.east.members[1])).holds(Role.SEC)
    confirm_succession(user=user_of(town.pse), appointment=term)
    term.refresh_from_db()
    former = office_of(town.east.secretary, Role.SEC)
    assert (former.valid_to, term.valid_from) == (today() - timedelta(days=1), today())
    assert (term.replaces, term.mandate) == (former, "云委〔2026〕8号")
    assert not authority_of(user_of(town.east.secretary)).holds(Role.SEC)
    assert authority_of(user_of(town.east.members[1])).holds(Role.SEC)


def test_neither_who_entered_it_nor_the_successor_nor_the_former_confirms(play: Play) -> None:
    town = play.town
    in_office(town.dps, Role.ORG, town.organisation_office)
    term = enter_succession(
        user=user_of(town.org),
        office=office_of(town.pse, Role.PSE),
        successor=town.lg,
        on=today(),
    )
    for someone in (town.org, town.lg, town.pse):
        with pytest.raises(NotAllowed):
            confirm_succession(user=user_of(someone), appointment=term)
    confirm_succession(user=user_of(town.dps), appointment=term)
    assert authority_of(user_of(town.lg)).holds(Role.PSE)


def test_who_is_suspended_confirms_nobody(play: Play) -> None:
    town = play.town
    suspend_member(user=user_of(town.org), person=town.pse, on=today())
    with pytest.raises(NotAllowed):
        confirm_succession(user=user_of(town.pse), appointment=entered(play))


def test_successor_of_a_day_to_come_is_not_responsible_before(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    confirmed(play, on=today() + timedelta(days=5))
    assert [term.person for term in first_responsible(play.case)] == [play.town.east.secretary]


def test_only_the_organisation_office_enters_it(play: Play) -> None:
    with pytest.raises(NotAllowed):
        enter_succession(
            user=user_of(play.town.pse),
            office=office_of(play.town.east.secretary, Role.SEC),
            successor=play.town.east.members[1],
            on=today(),
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": date(2026, 5, 10)}, "on"),
        ({"successor": "holder"}, "successor"),
        ({"office": "unconfirmed"}, "office"),
        ({"office": "followed"}, "office"),
    ],
)
def test_entering_is_refused_with_the_field(
    play: Play, given: dict[str, object], field: str
) -> None:
    town = play.town
    office = office_of(town.east.secretary, Role.SEC)
    if given.get("office") == "unconfirmed":
        office = appoint(
            person=town.west.members[0],
            role=Role.CLK,
            organisation=town.east.organisation,
            valid_from=date(2026, 1, 1),
        )
    if given.get("office") == "followed":
        entered(play)
    named = {"successor": town.east.secretary} if "successor" in given else {}
    values = {"successor": town.east.members[0], "on": today(), **given, **named}
    with pytest.raises(InvalidInput) as refused:
        enter_succession(user=user_of(town.org), **{**values, "office": office})  # type: ignore[arg-type]
    assert set(refused.value.errors) == {field}


def test_office_that_begins_today_is_not_passed_on_today(play: Play) -> None:
    office = office_of(play.town.east.secretary, Role.SEC)
    office.valid_from = today()
    office.save()
    with pytest.raises(InvalidInput) as refused:
        entered(play)
    assert set(refused.value.errors) == {"on"}


def test_second_successor_is_refused_with_who_entered_the_first(play: Play) -> None:
    town = play.town
    entered(play)
    with pytest.raises(InvalidInput) as refused:
        entered(play, town.east.members[0])
    names = {"by": town.org.name, "successor": town.east.members[1].name}
    assert (
        refused.value.errors["office"]
        == _("%(by)s has entered %(successor)s as successor already; have that one decided first.")
        % names
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_successions_at_once_one_is_entered_and_one_refused(play: Play) -> None:
    people = play.town.east.members[:2]
    results = race(*(partial(entered, play, someone) for someone in people))
    won = [row for row in results if isinstance(row, Appointment)]
    lost = [error for error in results if isinstance(error, InvalidInput)]
    assert (len(won), len(lost)) == (1, 1), results
    assert set(lost[0].errors) == {"office"}
    assert won[0].person.name in lost[0].errors["office"]
    assert list(Appointment.objects.filter(replaces__isnull=False)) == won


def test_database_holds_one_succession_of_a_term(play: Play) -> None:
    term = entered(play)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            person=play.town.east.members[0],
            role=Role.SEC,
            organisation=term.organisation,
            jurisdiction=term.jurisdiction,
            valid_from=today(),
            replaces=term.replaces,
        )


def test_refused_successor_leaves_the_holder_and_another_may_be_entered(play: Play) -> None:
    town = play.town
    term = entered(play)
    refuse_appointment(appointment=term, by=town.pse, reason="人选须经支部党员大会选举产生。")
    assert office_of(town.east.secretary, Role.SEC).valid_to is None
    confirmed(play, town.east.members[0])
    assert authority_of(user_of(town.east.members[0])).holds(Role.SEC)


def test_late_confirmation_begins_on_its_own_day(play: Play) -> None:
    """What the former secretary did until then stands, so his term goes on until then."""
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    term = entered(play)
    play.pass_days(2)
    play.take("approve_plan", play.town.east.secretary, decision="approve")
    confirm_succession(user=user_of(play.town.pse), appointment=term)
    term.refresh_from_db()
    former = office_of(play.town.east.secretary, Role.SEC)
    assert (former.valid_to, term.valid_from) == (today() - timedelta(days=1), today())


def test_holder_who_left_meanwhile_keeps_his_last_day(play: Play) -> None:
    term = entered(play)
    former = office_of(play.town.east.secretary, Role.SEC)
    former.valid_to = today()
    former.save()
    play.pass_days(3)
    confirm_appointment(appointment=term, by=play.town.pse)
    last = former.valid_to
    former.refresh_from_db()
    assert former.valid_to == last


# --- open work ------------------------------------------------------------------------------------


def test_step_the_successor_is_recused_from_goes_past_him(play: Play) -> None:
    """He owns the case himself."""
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    owner = play.town.east.members[0]
    before = play.item("approve_plan")
    found = foreseen(play, owner).hand_over
    assert [(old.pk, new.role) for old, new in found.passed] == [(before.pk, Role.LIA)]
    assert found.kept == []
    confirmed(play, owner)
    after = play.item("approve_plan")
    assert (after.role, after.due_on, after.opened_at) == (
        Role.LIA,
        before.due_on,
        before.opened_at,
    )
    assert play.case.events.filter(verb=EventVerb.ACTOR_RECUSED).exists()
    assert list(breaches()) == []


def test_step_that_went_past_the_former_holder_is_the_successors(play: Play) -> None:
    """The secretary reported himself, so the liaison leader had his plan; the ground was his."""
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER, author=town.east.secretary)
    assert play.item("approve_plan").role == Role.LIA
    confirmed(play)
    assert play.item("approve_plan").role == Role.SEC
    play.take("approve_plan", town.east.members[1], decision="approve")


def test_successor_of_somebody_suspended_gets_what_lay_with_nobody(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    suspend_member(user=user_of(town.org), person=town.east.secretary, on=today())
    assert play.item("claim").unheld
    confirmed(play)
    assert (play.item("claim").role, play.item("claim").unheld) == (Role.SEC, False)
    play.take("claim", town.east.members[1])


def test_preview_shows_who_gets_what_and_changes_nothing(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
    found = foreseen(play, on=today() + timedelta(days=9))
    assert [item.step for item in found.hand_over.kept] == ["claim"]
    assert found.hand_over.passed == []
    assert found.hand_over.responsible == [play.case]
    assert [row.person for row in found.offices_lost] == [town.east.secretary]
    assert [row.person for row in found.offices_gained] == [town.east.members[1]]
    assert [row.deputy for row in found.deputyships_lost] == [town.east.clerk]
    assert set(found.signed_out) == {town.east.secretary, town.east.members[1]}
    assert Appointment.objects.filter(replaces__isnull=False).count() == 0
    assert office_of(town.east.secretary, Role.SEC).valid_to is None
    assert not play.case.events.filter(verb=EventVerb.OFFICE_SUCCEEDED).exists()
    assert told("office_taken") == []


def test_successor_former_holder_and_office_are_told_once(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    confirmed(play)
    assert told("office_taken") == [town.east.members[1].name]
    assert told("office_passed_on") == [town.east.secretary.name]
    assert set(told("responsible_changed")) == {town.intake.name, town.officer.name}
    item = play.item("claim")
    told_of_step = OutboxMessage.objects.filter(key__contains=f"item:{item.pk}:")
    assert [row.recipient for row in told_of_step.order_by("pk")] == [
        town.east.secretary,
        town.east.members[1],
    ]
    assert take_offices() == 0


def test_on_a_day_to_come_the_work_passes_on_that_day(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    day = today() + timedelta(days=2)
    confirmed(play, on=day)
    assert (take_offices(), told("office_taken")) == (0, [])
    assert authority_of(user_of(town.east.secretary)).holds(Role.SEC)
    play.pass_days(2)
    assert today() == day
    assert authority_of(user_of(town.east.members[1])).holds(Role.SEC)
    assert (take_offices(), take_offices()) == (1, 0)
    assert told("office_taken") == [town.east.members[1].name]
    assert play.case.events.filter(verb=EventVerb.OFFICE_SUCCEEDED).count() == 1


def test_deputy_of_the_former_holder_stands_in_no_more(play: Play) -> None:
    town = play.town
    stands_in(town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)
    sweep()
    confirmed(play)
    assert authority_of(user_of(town.east.clerk)).deputyships == ()
    assert told("delegation_ended") == [town.east.clerk.name, town.east.secretary.name]
    assert Delegation.objects.count() == 1


def test_named_verifier_who_hands_over_his_office_is_replaced(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    verifier = WorkItem.objects.filter(step="verify", closed_at__isnull=True).first()
    assert verifier is not None
    assert verifier.person is not None
    term = enter_succession(
        user=user_of(town.org),
        office=office_of(verifier.person, Role.DIS),
        successor=town.west.members[0],
        on=today(),
    )
    found = confirm_succession(user=user_of(town.pse), appointment=term)
    assert play.open_steps() == ["assign_verifiers"]
    assert {new.step for _old, new in found.passed} == {"assign_verifiers"}
    assert list(breaches()) == []


def test_office_with_another_duty_passes_with_its_duty(play: Play) -> None:
    term = enter_succession(
        user=user_of(play.town.org),
        office=office_of(play.town.intake, Role.OFF),
        successor=play.town.west.members[0],
        on=today(),
    )
    assert (term.duty, term.role) == ("intake_officer", Role.OFF)


def test_organisation_that_closed_meanwhile_gets_no_successor(play: Play) -> None:
    term = entered(play)
    branch = play.town.east.organisation
    branch.closed_on = today()
    branch.save()
    play.pass_days(1)
    term.refresh_from_db()
    with pytest.raises(CaseError) as refused:
        confirm_succession(user=user_of(play.town.pse), appointment=term)
    assert refused.value.rule == "E-CLOSED"
