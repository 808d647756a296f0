"""docs/rules.md 3.6: rounds, who has done his check, and who is reminded; never what was found."""

from datetime import date, timedelta

import pytest
import time_machine

from rectification.enums import CaseLevel, OrganisationKind
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import MemberCheck, Membership, OutboxMessage, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.days import today
from rectification.policies.figures import Share, Shown
from rectification.roles import Role
from rectification.selectors.check_rounds import coverage_of, members_left
from rectification.services.check_rounds import (
    announce_due,
    announce_round,
    mark_checked,
    mark_self_checked,
    open_round,
    remind_branch,
    remind_due,
)
from tests.factories import Township, check_round, in_office, names, organisation, person


def authority(someone: Person) -> Authority:
    return authority_of(someone.user)


def told(kind: str) -> set[str]:
    rows = OutboxMessage.objects.filter(kind=kind).select_related("recipient")
    return names(row.recipient for row in rows)


# --- opening ------------------------------------------------------------------------------------


def test_round_starts_with_the_ten_items_of_the_plan(town: Township) -> None:
    found = check_round(town)
    levels = [item.level for item in found.items.all()]
    assert [levels.count(level) for level in CaseLevel] == [3, 3, 4]
    assert (found.committee, found.opened_for) == (town.committee, town.organisation_office)


def test_office_opens_a_round_and_nobody_else(town: Township) -> None:
    office = town.officer.appointments.get(role=Role.OFF)
    items = {level.value: ["是否做到"] for level in CaseLevel}
    later = today() + timedelta(days=9)
    found = open_round(office=office, title="自查", starts_on=today(), ends_on=later, items=items)
    assert found.opened_for == town.office
    with pytest.raises(NotAllowed):
        open_round(
            office=town.east.secretary.appointments.get(role=Role.SEC),
            title="自查",
            starts_on=later + timedelta(days=1),
            ends_on=later + timedelta(days=9),
            items=items,
        )


@pytest.mark.parametrize(("first", "last"), [(-1, 9), (5, 5), (0, 400), (30, 40), (0, 9)], ids=str)
def test_round_that_cannot_run_then_is_refused(town: Township, first: int, last: int) -> None:
    check_round(town)
    office = town.org.appointments.get(role=Role.ORG)
    with pytest.raises(CaseError) as refused:
        open_round(
            office=office,
            title="又一轮",
            starts_on=today() + timedelta(days=first),
            ends_on=today() + timedelta(days=last),
            items={level.value: ["是否做到"] for level in CaseLevel},
        )
    assert refused.value.rule == "3.6"


# --- announced ----------------------------------------------------------------------------------


def within(town: Township) -> set[str]:
    """Every member of the township; secretaries, clerks and the committee's secretary are some."""
    members = Membership.objects.filter(organisation__path__startswith=town.committee.path)
    return names(row.person for row in members.select_related("person"))


def test_everybody_within_is_told_when_a_round_opens_and_once(town: Township) -> None:
    stranger = in_office(person("外来书记"), Role.SEC, town.home)
    elsewhere = organisation(OrganisationKind.COMMITTEE, "中共远山镇委员会")
    far = organisation(OrganisationKind.BRANCH, "远山村党支部", elsewhere)
    person("远道来", branch=far)
    found = check_round(town)
    assert told("round_opened") == within(town) | {stranger.name}
    assert (announce_due(), announce_round(found)) == (0, False)
    messages = OutboxMessage.objects.filter(kind="round_opened")
    assert messages.count() == len(within(town)) + 1
    assert {(row.case, row.event, row.step) for row in messages} == {(None, None, "")}


def test_round_ahead_is_announced_on_its_first_day_or_as_soon_as_the_job_runs_again(
    town: Township, clock: time_machine.Traveller
) -> None:
    found = check_round(town, begins_in=7)
    assert (announce_due(), told("round_opened")) == (0, set())
    clock.shift(timedelta(days=9))
    assert (announce_due(), announce_due()) == (1, 0)
    assert told("round_opened") == within(town)
    found.refresh_from_db()
    assert found.announced_on == date(2026, 5, 20)
    assert found.history.count() == 1


def test_round_that_went_by_unannounced_is_announced_to_nobody(
    town: Township, clock: time_machine.Traveller
) -> None:
    check_round(town, days=5, begins_in=2)
    clock.shift(timedelta(days=8))
    assert (announce_due(), told("round_opened")) == (0, set())


# --- done ---------------------------------------------------------------------------------------


def test_secretary_and_clerk_say_it_for_their_branch_and_the_secretary_for_the_committee(
    town: Township,
) -> None:
    found = check_round(town)
    east, west = town.east, town.west
    mark_checked(round_=found, organisation=east.organisation, by=authority(east.clerk))
    again = mark_checked(round_=found, organisation=east.organisation, by=authority(east.secretary))
    assert (again.done_on, again.marked_by) == (today(), east.clerk)
    mark_checked(round_=found, organisation=town.committee, by=authority(town.pse))
    for someone in (east.secretary, west.members[0], town.liaison, town.org):
        with pytest.raises(NotAllowed):
            mark_checked(round_=found, organisation=west.organisation, by=authority(someone))
    days = {row.organisation.name: row.done_on for row in coverage_of(found)}
    assert days == {
        "中共云溪镇委员会": today(),
        "云溪镇机关党支部": None,
        "青石村党支部": today(),
        "白塔村党支部": None,
    }


def test_of_a_member_nothing_is_kept_but_that_he_is_done(town: Township) -> None:
    found, member = check_round(town), town.east.members[0]
    for _time in range(2):
        mark_self_checked(round_=found, by=authority(member))
    assert MemberCheck.objects.filter(person=member).count() == 1
    assert {field.name for field in MemberCheck._meta.fields} == {"id", "round", "person"}
    assert not hasattr(MemberCheck, "history")
    with pytest.raises(NotAllowed):
        mark_self_checked(round_=found, by=authority(person("过路客")))


def test_coverage_of_members_holds_back_what_points_to_somebody(town: Township) -> None:
    found, west = check_round(town), town.west.organisation
    people = [person(f"塔新{number}", branch=west) for number in range(8)]
    for someone in people[:5]:
        mark_self_checked(round_=found, by=authority(someone))

    def share(name: str) -> Share | None:
        return next(r.members for r in coverage_of(found) if r.organisation.name == name)

    assert share("白塔村党支部") == Share(Shown.EXACT, 5, 12)
    assert share("青石村党支部") == Share(Shown.FEW)
    assert share("中共云溪镇委员会") is None
    for someone in people[5:]:
        mark_self_checked(round_=found, by=authority(someone))
    assert share("白塔村党支部") == Share(Shown.FEW_LEFT, 0, 12)


def test_coverage_stands_in_the_order_of_the_tree(town: Township) -> None:
    found = check_round(town)
    organisation(OrganisationKind.GENERAL_BRANCH, "东片党总支", town.committee)
    before = [row.organisation for row in coverage_of(found)]
    mark_checked(
        round_=found, organisation=town.west.organisation, by=authority(town.west.secretary)
    )
    assert [row.organisation for row in coverage_of(found)] == before


# --- reminded -----------------------------------------------------------------------------------


def test_secretary_reminds_those_who_are_left_once_a_working_day(
    town: Township, clock: time_machine.Traveller
) -> None:
    found, east = check_round(town), town.east
    mark_self_checked(round_=found, by=authority(east.members[0]))
    remind_branch(round_=found, organisation=east.organisation, by=authority(east.secretary))
    left = {east.secretary.name, east.clerk.name, *names(east.members[1:])}
    assert told("self_check_due") == left
    with pytest.raises(CaseError):
        remind_branch(round_=found, organisation=east.organisation, by=authority(east.secretary))
    clock.move_to("2026-05-16 10:00+08:00")
    with pytest.raises(CaseError):
        remind_branch(round_=found, organisation=east.organisation, by=authority(east.secretary))
    clock.move_to("2026-05-18 10:00+08:00")
    remind_branch(round_=found, organisation=east.organisation, by=authority(east.secretary))
    assert OutboxMessage.objects.filter(kind="self_check_due").count() == 2 * len(left)


def test_nobody_but_the_secretary_reminds_his_branch(town: Township) -> None:
    found, east = check_round(town), town.east
    for someone in (east.clerk, town.west.secretary, town.org, town.officer):
        with pytest.raises(NotAllowed):
            remind_branch(round_=found, organisation=east.organisation, by=authority(someone))
    assert told("self_check_due") == set()


def test_system_reminds_at_half_time_and_two_working_days_before_the_end(
    town: Township, clock: time_machine.Traveller
) -> None:
    """From Monday 11 May to Wednesday 10 June: half is 26 May, two working days before 8 June."""
    found = check_round(town)
    mark_self_checked(round_=found, by=authority(town.east.members[0]))
    mark_checked(
        round_=found, organisation=town.east.organisation, by=authority(town.east.secretary)
    )
    fired = []
    day = date(2026, 5, 11)
    while day <= date(2026, 6, 12):
        clock.move_to(f"{day} 00:05+08:00")
        fired += [day] * remind_due()
        assert remind_due() == 0
        day += timedelta(days=1)
    assert fired == [date(2026, 5, 26), date(2026, 6, 8)]
    assert told("self_check_due") == names(members_left(found))
    assert town.east.members[0].name not in told("self_check_due")
    assert told("check_due") == {town.west.secretary.name, town.west.clerk.name, town.pse.name}


def test_reminder_that_was_missed_is_not_sent_beside_the_last_one(
    town: Township, clock: time_machine.Traveller
) -> None:
    check_round(town)
    clock.move_to("2026-06-09 10:00+08:00")
    assert (remind_due(), remind_due()) == (1, 0)


def test_round_of_another_township_reminds_and_counts_nobody_here(town: Township) -> None:
    found = check_round(town)
    other = organisation(OrganisationKind.COMMITTEE, "中共远山镇委员会")
    far = organisation(OrganisationKind.BRANCH, "远山村党支部", other)
    stranger = in_office(person("远道来", branch=far), Role.SEC, far)
    assert stranger not in members_left(found)
    with pytest.raises(NotAllowed):
        mark_checked(round_=found, organisation=far, by=authority(stranger))
