"""A member moves or leaves; his open cases and open steps follow (docs/rules.md, scenario 3)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    AccountEvent,
    Membership,
    OrganisationRecusal,
    OutboxMessage,
    WorkItem,
)
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.policies.facts import recused_in
from rectification.roles import Role
from rectification.services.appointments import appoint, refuse_appointment
from tests.workflows.play import Play, user_of
from tests.workflows.seen import sees
from workflows.invariants import breaches
from workflows.moves.handover import preview
from workflows.moves.members import follow_members, member_leaves, transfer_member


def transfer(play: Play, on: date | None = None) -> object:
    town = play.town
    return transfer_member(
        user=user_of(town.org),
        person=town.east.members[0],
        to=town.west.organisation,
        on=on or today(),
    )


def test_open_approval_goes_to_the_new_secretary_and_keeps_its_day(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    before = play.item("approve_plan")
    play.pass_days(1)
    transfer(play)
    after = play.item("approve_plan")
    assert after.organisation == play.town.west.organisation
    assert (after.due_on, after.opened_at) == (before.due_on, before.opened_at)
    assert sees(play.town.west.secretary, play.case)
    assert not sees(play.town.east.secretary, play.case)
    assert play.case.events.filter(verb=EventVerb.OWNER_MOVED).count() == 1
    assert list(breaches()) == []
    play.take("approve_plan", play.town.west.secretary, decision="approve")


def test_whoever_was_recused_from_the_former_branch_stays_so(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    OrganisationRecusal.objects.create(
        person=town.west.secretary,
        organisation=town.east.organisation,
        ground="relative",
        since=today(),
    )
    transfer(play)
    play.case.refresh_from_db()
    assert recused_in(play.case) == {town.west.secretary.pk: "relative"}
    item = play.item("approve_plan")
    assert town.west.secretary not in (item.person, play.holder_of(item))
    assert not sees(town.west.secretary, play.case)
    assert list(breaches()) == []


def test_approval_given_stands_and_the_old_secretary_loses_sight(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    plan = play.case.plans.get()
    assert sees(play.town.east.secretary, play.case)
    transfer(play)
    plan.refresh_from_db()
    play.case.refresh_from_db()
    assert (plan.decided_by, plan.status) == (play.town.east.secretary, "approved")
    assert not sees(play.town.east.secretary, play.case)
    assert play.item("carry_out").person == play.town.east.members[0]
    assert set(plan.measures.values_list("organisation", flat=True)) == {
        play.town.west.organisation.pk
    }
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert play.item("first_review").organisation == play.town.west.organisation


def test_old_secretary_still_finds_his_own_act(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    transfer(play)
    client = Client()
    client.force_login(
        user_of(play.town.east.secretary), backend="django.contrib.auth.backends.ModelBackend"
    )
    done = client.get(reverse("rectification:done")).content.decode()
    assert play.case.number in done
    assert play.case.title not in done


def test_transfer_on_a_day_to_come_moves_the_case_on_that_day(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    transfer(play, on=today() + timedelta(days=3))
    assert play.item("approve_plan").organisation == play.town.east.organisation
    assert follow_members() == 0
    play.pass_days(3)
    assert follow_members() == 1
    assert play.item("approve_plan").organisation == play.town.west.organisation
    assert follow_members() == 0


def test_preview_shows_what_would_change_hands_and_changes_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    item = play.item("approve_plan")
    found = preview(lambda: transfer(play))
    assert [(old.pk, new.organisation) for old, new in found.hand_over.passed] == [
        (item.pk, play.town.west.organisation)
    ]
    assert play.item("approve_plan") == item
    assert Membership.objects.get(person=play.town.east.members[0]).valid_to is None
    assert not OutboxMessage.objects.filter(kind="case_moved").exists()


@pytest.mark.parametrize(
    ("who", "to", "field"),
    [("secretary", "west", "person"), ("members", "east", "to")],
)
def test_transfer_is_refused_with_the_field(play: Play, who: str, to: str, field: str) -> None:
    town = play.town
    person = town.east.secretary if who == "secretary" else town.east.members[0]
    with pytest.raises(InvalidInput) as refused:
        transfer_member(
            user=user_of(town.org),
            person=person,
            to=getattr(town, to).organisation,
            on=today(),
        )
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize(("days", "late"), [(31, False), (32, True)])
@pytest.mark.parametrize("move", ["transfer", "departure"])
def test_move_is_entered_within_a_month(play: Play, move: str, days: int, late: bool) -> None:
    town, on = play.town, today() - timedelta(days=days)
    user, person = user_of(town.org), town.east.members[0]

    def enter() -> None:
        if move == "transfer":
            transfer_member(user=user, person=person, to=town.west.organisation, on=on)
        else:
            member_leaves(user=user, person=person, on=on)

    if late:
        with pytest.raises((InvalidInput, CaseError), match="31"):
            enter()
    else:
        enter()
    ended = Membership.objects.filter(person=person, valid_to=on - timedelta(days=1))
    assert ended.exists() is not late


def test_office_that_was_refused_holds_nobody_back(play: Play) -> None:
    town = play.town
    member = town.east.members[0]
    office = appoint(
        person=member, role=Role.CLK, organisation=town.east.organisation, valid_from=today()
    )
    refuse_appointment(appointment=office, by=town.org, reason="支部已有联络员，不再增设。")
    transfer(play)
    assert members_of(town.west.organisation, today()).filter(pk=member.pk).exists()


def test_only_the_organisation_office_moves_people(play: Play) -> None:
    with pytest.raises(NotAllowed):
        transfer_member(
            user=user_of(play.town.intake),
            person=play.town.east.members[0],
            to=play.town.west.organisation,
            on=today(),
        )


def test_who_leaves_holds_nothing_any_more_and_the_office_hears_of_his_cases(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    found = member_leaves(user=user_of(town.org), person=town.east.secretary, on=today())
    assert play.item("approve_plan").role == Role.LIA
    assert [old.step for old, _new in found.passed] == ["approve_plan"]
    user = user_of(town.east.secretary)
    user.refresh_from_db()
    assert not user.is_active
    closed = AccountEvent.objects.get(user=user)
    assert (closed.verb, closed.by) == ("disabled", town.org)
    found = member_leaves(user=user_of(town.org), person=town.east.members[0], on=today())
    assert [case.pk for case in found.orphaned] == [play.case.pk]
    told = OutboxMessage.objects.filter(kind="owner_left").values_list("recipient", flat=True)
    assert set(told) == {town.intake.pk, town.officer.pk}
    assert WorkItem.objects.filter(case=play.case, closed_at__isnull=True).count() == 1


def test_nobody_enters_his_own_departure(play: Play) -> None:
    with pytest.raises(NotAllowed):
        member_leaves(user=user_of(play.town.org), person=play.town.org, on=today())


def test_departure_is_not_entered_ahead(play: Play) -> None:
    with pytest.raises(CaseError) as refused:
        member_leaves(
            user=user_of(play.town.org),
            person=play.town.east.members[0],
            on=today() + timedelta(days=1),
        )
    assert refused.value.field == "on"
