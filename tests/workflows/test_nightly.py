"""Once a day: work follows owners and offices, and what lies with nobody is reported."""

from datetime import timedelta

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Appointment, Case, OutboxMessage, User, WorkItem
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import check_round
from tests.workflows.beaten import failing
from tests.workflows.play import Play, user_of
from workflows.moves.members import transfer_member
from workflows.moves.offices import confirm_succession, enter_succession
from workflows.moves.suspensions import suspend_member
from workflows.nightly import look_after
from workflows.tasks import look_after as fired


def test_case_follows_its_owner_on_the_day_of_his_transfer(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    town = play.town
    transfer_member(
        user=user_of(town.org),
        person=town.east.members[0],
        to=town.west.organisation,
        on=today() + timedelta(days=1),
    )
    play.pass_days(1)
    assert look_after() == 0
    assert play.item("approve_plan").organisation == town.west.organisation
    assert not OutboxMessage.objects.filter(kind="orphans_found").exists()


def test_open_work_follows_an_office_on_the_first_day_of_its_new_holder(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    office = Appointment.objects.get(person=town.east.secretary, role=Role.SEC)
    term = enter_succession(
        user=user_of(town.org),
        office=office,
        successor=town.east.members[1],
        on=today() + timedelta(days=1),
    )
    confirm_succession(user=user_of(town.pse), appointment=term)
    play.pass_days(1)
    look_after()
    told = OutboxMessage.objects.filter(kind="office_taken").values_list("recipient", flat=True)
    assert list(told) == [town.east.members[1].pk]
    play.take("claim", town.east.members[1])


def test_open_work_comes_back_after_the_last_day_of_a_suspension(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    suspend_member(user=user_of(town.org), person=town.east.secretary, on=today(), until=today())
    assert play.item("approve_plan").role == Role.LIA
    play.pass_days(1)
    look_after()
    assert play.item("approve_plan").role == Role.SEC


def nobody_logs_in(play: Play) -> None:
    """Neither the member nor those of his branch who would enter his steps for him."""
    east = play.town.east
    for user in User.objects.filter(person__in=[east.members[0], east.secretary, east.clerk]):
        user.is_active = False
        user.save()


def test_step_that_nobody_can_take_is_reported_once_a_day(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    nobody_logs_in(play)
    assert (look_after(), look_after()) == (1, 1)
    told = OutboxMessage.objects.filter(kind="orphans_found")
    assert {m.recipient for m in told} == {play.town.intake, play.town.officer}
    assert {m.case for m in told} == {None}
    play.clock.shift(timedelta(days=1))
    assert look_after() == 1
    assert OutboxMessage.objects.filter(kind="orphans_found").count() == 4


def test_work_that_fails_keeps_no_other_waiting_and_is_tried_again_the_next_hour(
    play: Play,
) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    transfer_member(
        user=user_of(play.town.org),
        person=play.town.east.members[0],
        to=play.town.west.organisation,
        on=today() + timedelta(days=1),
    )
    check_round(play.town, begins_in=1)
    play.pass_days(1)
    opened = OutboxMessage.objects.filter(kind="round_opened")
    with failing('UPDATE "rectification_case"'), pytest.raises(ExceptionGroup, match="nightly"):
        fired()
    assert opened.exists()
    assert fired() == 0
    play.case.refresh_from_db()
    assert play.case.owner_organisation == play.town.west.organisation


def broken(play: Play, step: str) -> None:
    """The step is lost to the engine, and whatever moves it fails."""
    WorkItem.objects.filter(pk=play.item(step).pk).update(task_id=10**9)
    play.case = Case()


def test_case_that_cannot_be_moved_keeps_no_other_member_waiting(play: Play) -> None:
    town = play.town
    members = town.east.members[:2]
    for member in members:
        transfer_member(
            user=user_of(town.org),
            person=member,
            to=town.west.organisation,
            on=today() + timedelta(days=1),
        )
        play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER, author=member)
        if member == min(members, key=lambda one: one.pk):
            broken(play, "approve_plan")
    play.pass_days(1)
    with pytest.raises(ExceptionGroup, match="nightly"):
        look_after()
    owners = Case.objects.order_by("owner_person").values_list("owner_organisation", flat=True)
    assert list(owners) == [town.east.organisation.pk, town.west.organisation.pk]


def test_office_that_cannot_be_handed_over_keeps_no_other_waiting(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    broken(play, "claim")
    for branch in (town.east, town.west):
        term = enter_succession(
            user=user_of(town.org),
            office=Appointment.objects.get(person=branch.secretary, role=Role.SEC),
            successor=branch.members[1],
            on=today() + timedelta(days=1),
        )
        confirm_succession(user=user_of(town.pse), appointment=term)
    play.pass_days(1)
    with pytest.raises(ExceptionGroup, match="nightly"):
        look_after()
    told = OutboxMessage.objects.filter(kind="office_taken").values_list("recipient", flat=True)
    assert list(told) == [town.west.members[1].pk]


def test_second_beat_does_nothing(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    nobody_logs_in(play)
    assert (fired(), fired()) == (1, 0)


def test_round_is_announced_in_the_night_of_its_first_day(play: Play) -> None:
    check_round(play.town, begins_in=1)
    look_after()
    opened = OutboxMessage.objects.filter(kind="round_opened")
    assert not opened.exists()
    play.pass_days(1)
    look_after()
    told = opened.count()
    look_after()
    assert (told > 0, opened.count()) == (True, told)
