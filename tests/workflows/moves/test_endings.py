"""Somebody leaves or a branch closes while something of it is only entered (scenarios 3, 4, 13)."""

from datetime import date, timedelta

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Appointment, Membership, Person
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import refuse_appointment
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches
from workflows.moves.branches import merge_branches
from workflows.moves.members import member_leaves, transfer_member
from workflows.moves.offices import confirm_succession, enter_succession

DAY = timedelta(days=1)


def enter(play: Play, on: date | None = None) -> Appointment:
    """The second member of the branch in the east is to follow its secretary."""
    town = play.town
    return enter_succession(
        user=user_of(town.org),
        office=Appointment.objects.get(person=town.east.secretary, role=Role.SEC),
        successor=town.east.members[1],
        on=on or today(),
    )


def leave(play: Play, person: Person, on: date | None = None) -> None:
    member_leaves(user=user_of(play.town.org), person=person, on=on or today())


def merge(play: Play) -> None:
    merge_branches(
        user=user_of(play.town.org),
        organisation=play.town.east.organisation,
        successor=play.town.west.organisation,
        on=today(),
    )


def days_of(person: Person) -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(person=person).order_by("valid_from")
    return list(rows.values_list("organisation__name", "valid_from", "valid_to"))


def test_who_leaves_follows_nobody_any_more(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    term = enter(play)
    leave(play, play.town.east.members[1])
    term.refresh_from_db()
    assert (term.refused_by, term.confirmed_at) == (play.town.org, None)
    assert term.refusal == "该人员已离任或者该组织已撤销，任职生效前作废。"
    assert play.item("approve_plan").role == Role.SEC
    assert enter(play).valid_to is None


def test_office_of_a_day_to_come_is_called_off_with_the_departure(play: Play) -> None:
    term = enter(play, on=today() + 5 * DAY)
    confirm_succession(user=user_of(play.town.pse), appointment=term)
    leave(play, play.town.east.members[1])
    term.refresh_from_db()
    assert (term.refused_by, term.confirmed_at) == (play.town.org, None)
    play.pass_days(6)
    staying = in_office(Role.SEC, play.town.east.organisation, today())
    assert list(staying) == [play.town.east.secretary]
    assert list(breaches()) == []


def test_departure_entered_late_ends_what_began_meanwhile(play: Play) -> None:
    """The day he left lies before the first day of an office that only waits until now."""
    term = enter(play)
    play.pass_days(3)
    leave(play, play.town.east.members[1], on=today() - 2 * DAY)
    term.refresh_from_db()
    assert term.refused_at is not None


def test_who_leaves_goes_to_no_other_branch_either(play: Play) -> None:
    town, person = play.town, play.town.east.members[1]
    transfer_member(
        user=user_of(town.org), person=person, to=town.west.organisation, on=today() + 5 * DAY
    )
    leave(play, person)
    east, west = days_of(person)
    assert east == (town.east.organisation.name, date(2020, 1, 1), today() - DAY)
    assert west == (town.west.organisation.name, today() + 5 * DAY, today() + 5 * DAY)


def test_refused_office_of_that_day_keeps_no_branch_from_merging(play: Play) -> None:
    refuse_appointment(
        appointment=enter(play), by=play.town.pse, reason="尚未研究决定，请重新报送。"
    )
    merge(play)
    play.town.east.organisation.refresh_from_db()
    assert play.town.east.organisation.closed_on == today() - DAY


def test_succession_that_waits_falls_with_its_branch(play: Play) -> None:
    term = enter(play)
    play.pass_days(3)
    merge(play)
    term.refresh_from_db()
    assert (term.refused_by, term.valid_to) == (play.town.org, None)


def test_who_is_to_leave_a_merged_branch_belongs_to_its_successor_until_then(play: Play) -> None:
    town, person = play.town, play.town.east.members[1]
    transfer_member(user=user_of(town.org), person=person, to=town.home, on=today() + 5 * DAY)
    merge(play)
    assert days_of(person)[1:] == [
        (town.west.organisation.name, today(), today() + 4 * DAY),
        (town.home.name, today() + 5 * DAY, None),
    ]
