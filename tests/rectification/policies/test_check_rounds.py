"""docs/rules.md 3.6: who opens a round, says it is done, reads how far it is, is reminded."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import CaseLevel, OrganisationKind
from rectification.models import CheckRound, Person
from rectification.policies.authority import Authority, authority_of
from rectification.policies.check_rounds import (
    checks_for,
    half_time,
    has_begun,
    is_running,
    is_secretary,
    keeping_office,
    last_days,
    level_of,
    opening_office,
    reads_coverage,
    reads_names,
    takes_part,
    takes_self_check,
    usual_items,
    why_not_change,
    why_not_new_period,
    why_not_period,
    why_not_remind,
)
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from tests.factories import Township, check_round, in_office, organisation, person


@pytest.fixture
def running(far: Township, town: Township) -> CheckRound:
    return check_round(town)


def authority(someone: Person) -> Authority:
    return authority_of(someone.user)


def test_organisation_office_and_office_open_a_round(town: Township) -> None:
    for someone, role in ((town.org, Role.ORG), (town.officer, Role.OFF)):
        office = opening_office(authority(someone))
        assert office is not None
        assert (office.role, office.jurisdiction) == (role, town.committee)
    for someone in (town.pse, town.lg, town.dis[0], town.east.secretary, town.east.members[0]):
        assert opening_office(authority(someone)) is None


def test_leaders_offices_and_observers_of_the_township_read_how_far_it_is(
    far: Township, town: Township, running: CheckRound
) -> None:
    observer = in_office(person("上观察"), Role.SUP, town.committee)
    for someone in (town.org, town.officer, town.pse, town.lg, observer):
        assert reads_coverage(authority(someone), running)
    strangers = (far.org, far.officer, far.pse, far.lg)
    for someone in (*strangers, town.dps, town.dis[0], town.gen, town.east.secretary):
        assert not reads_coverage(authority(someone), running)


def test_observer_reads_how_far_a_round_is_and_no_name(
    far: Township, town: Township, running: CheckRound
) -> None:
    for someone in (town.org, town.officer):
        assert reads_names(authority(someone), running)
    observer = in_office(person("谷望"), Role.SUP, town.committee)
    assert reads_coverage(authority(observer), running)
    for someone in (observer, far.org, town.east.secretary):
        assert not reads_names(authority(someone), running)


def test_each_says_it_for_his_own_organisation(
    far: Township, town: Township, running: CheckRound
) -> None:
    east = town.east
    for someone in (east.secretary, east.clerk):
        assert checks_for(authority(someone), running) == [east.organisation]
    assert checks_for(authority(town.pse), running) == [town.committee]
    for someone in (town.liaison, town.dps, town.org, east.members[0], far.pse):
        assert checks_for(authority(someone), running) == []
    assert checks_for(authority(far.east.secretary), running) == []


def test_open_party_units_of_the_township_take_part(
    far: Township, town: Township, running: CheckRound
) -> None:
    general = organisation(OrganisationKind.GENERAL_BRANCH, "东片党总支", town.committee)
    units = (town.committee, general, town.east.organisation)
    assert all(takes_part(unit, running) for unit in units)
    assert not takes_part(town.discipline, running)
    assert not takes_part(far.east.organisation, running)
    assert not takes_part(far.committee, running)
    general.closed_on = today()
    assert not takes_part(general, running)


def test_members_of_the_township_check_themselves_while_the_round_runs(
    far: Township, town: Township, running: CheckRound, clock: time_machine.Traveller
) -> None:
    assert takes_self_check(authority(town.east.members[0]), running)
    assert takes_self_check(authority(town.pse), running)
    for someone in (far.east.members[0], person("无组织关系")):
        assert not takes_self_check(authority(someone), running)
    clock.shift(timedelta(days=31))
    assert not is_running(running)
    assert not takes_self_check(authority(town.east.members[0]), running)
    clock.shift(timedelta(days=-1))
    assert is_running(running)
    clock.shift(timedelta(days=-31))
    assert not is_running(running)


def test_level_follows_the_kind_and_the_usual_items_are_ten(town: Township) -> None:
    assert level_of(town.committee) == CaseLevel.COMMITTEE
    assert level_of(town.east.organisation) == CaseLevel.BRANCH
    assert [len(usual_items()[level]) for level in CaseLevel] == [3, 3, 4]


def test_secretary_is_that_of_this_branch(town: Township) -> None:
    east = town.east
    assert is_secretary(authority(east.secretary), east.organisation)
    for someone in (east.clerk, town.west.secretary, town.pse, east.members[0]):
        assert not is_secretary(authority(someone), east.organisation)


def test_days_of_the_reminders(running: CheckRound) -> None:
    """From 11 May to 10 June 2026."""
    assert half_time(running) == date(2026, 5, 26)
    assert last_days(running, current_calendar()) == date(2026, 6, 8)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (-1, 9, True),
        (31, 31, True),
        (31, 32, False),
        (31, 397, False),
        (31, 398, True),
        (30, 40, True),
        (0, 5, True),
    ],
)
def test_period_of_a_round(running: CheckRound, first: int, last: int, refused: bool) -> None:
    days = (today() + timedelta(days=first), today() + timedelta(days=last))
    why = why_not_period(*days, [running])
    assert ((why.rule if why else "") == "3.6") == refused


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0, 30, ""),
        (0, 45, ""),
        (0, 29, "不提前结束"),
        (1, 45, "首日不变"),
        (0, 400, "不超过一年"),
        (0, 65, "请在其前结束"),
    ],
)
def test_round_that_has_begun_ends_later_and_no_earlier(
    town: Township, running: CheckRound, first: int, last: int, told: str
) -> None:
    """Another one begins in 60 days."""
    later = check_round(town, begins_in=60)
    assert (has_begun(running), has_begun(later)) == (True, False)
    days = (today() + timedelta(days=first), today() + timedelta(days=last))
    why = why_not_new_period(running, *days, [later])
    assert (why.rule if why else "") == ("3.6" if told else "")
    assert told in str(why.message if why else "")


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [(31, 40, False), (70, 100, False), (0, 10, True), (-1, 40, True), (40, 40, True)],
)
def test_round_that_has_not_begun_takes_any_days_a_new_one_could(
    town: Township, running: CheckRound, first: int, last: int, refused: bool
) -> None:
    later = check_round(town, begins_in=60)
    days = (today() + timedelta(days=first), today() + timedelta(days=last))
    assert (why_not_new_period(later, *days, [running]) is not None) == refused


def test_round_over_or_called_off_stays_as_it_is(
    running: CheckRound, clock: time_machine.Traveller
) -> None:
    assert why_not_change(running) is None
    clock.shift(timedelta(days=31))
    why = why_not_change(running)
    assert why is not None
    assert why.rule == "3.6"
    clock.shift(timedelta(days=-20))
    running.called_off_at = timezone.now()
    assert why_not_change(running) is not None
    assert not is_running(running)


def test_round_called_off_stands_in_the_way_of_none(running: CheckRound) -> None:
    days = (today(), today() + timedelta(days=9))
    assert why_not_period(*days, [running]) is not None
    running.called_off_at = timezone.now()
    assert why_not_period(*days, [running]) is None


def test_offices_that_open_rounds_keep_those_of_their_township(
    far: Township, town: Township, running: CheckRound
) -> None:
    for someone, role in ((town.org, Role.ORG), (town.officer, Role.OFF)):
        office = keeping_office(authority(someone), running)
        assert office is not None
        assert office.role == role
    for someone in (far.org, far.officer, town.pse, town.lg, town.east.secretary):
        assert keeping_office(authority(someone), running) is None


def test_reminder_needs_a_running_round_a_working_day_and_none_today(
    running: CheckRound, clock: time_machine.Traveller
) -> None:
    calendar = current_calendar()
    assert why_not_remind(running, False, calendar) is None
    assert why_not_remind(running, True, calendar) is not None
    clock.move_to("2026-05-16 10:00+08:00")
    assert why_not_remind(running, False, calendar) is not None
    clock.move_to("2026-06-11 10:00+08:00")
    assert why_not_remind(running, False, calendar) is not None
