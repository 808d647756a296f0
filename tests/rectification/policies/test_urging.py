"""docs/rules.md 4.5, “Urging”: who urges, whom, and at most once a working day."""

from datetime import date, timedelta

import pytest
import time_machine

from rectification.calendar import WorkingCalendar, shipped_schedules
from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import Case, WorkItem
from rectification.policies import urging
from rectification.policies.authority import authority_of
from tests.factories import Township, case_in

CALENDAR = WorkingCalendar.of(shipped_schedules().values())


def test_office_and_whoever_waits(town: Township, far: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    for someone, role in (
        (town.officer, "OFF"),
        (town.east.secretary, "SEC"),
        (town.east.clerk, None),
        (town.pse, None),
        (town.west.secretary, None),
        (far.officer, None),
    ):
        office = urging.urging_office(case, authority_of(someone.user))
        assert (office[0] if office else None) == role


def test_a_member_urges_in_his_own_case_and_nobody_before_it_is_registered(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    own, other = (authority_of(member.user) for member in town.east.members[:2])
    assert urging.urging_office(case, own) == ("MEM", town.east.organisation)
    assert urging.urging_office(case, other) is None
    early = case_in(town, CaseStage.SUBMITTED)
    assert urging.urging_office(early, authority_of(town.officer.user)) is None


def step(pk: int, name: Step, due_in: int | None, *, unheld: bool = False) -> WorkItem:
    due_on = None if due_in is None else date(2026, 6, 1) + timedelta(days=due_in)
    return WorkItem(pk=pk, step=name, due_on=due_on, unheld=unheld)


def test_the_first_step_that_lies_with_others_is_urged() -> None:
    mine = step(1, Step.REPORT_EFFECT, 1)
    notice = step(2, Step.NOTICE_PERIOD, 1)
    waiting = step(3, Step.APPROVE_PLAN, 1, unheld=True)
    undated, late = step(4, Step.POST_NOTICE, None), step(5, Step.DECIDE_TERMINATION, 5)
    assert urging.step_to_urge([mine, notice, waiting, undated, late], [mine]) == late
    assert urging.step_to_urge([mine, notice, undated], [mine]) == undated
    assert urging.step_to_urge([mine, notice, waiting], [mine]) is None


@pytest.mark.parametrize(
    ("day", "urged_today", "may"),
    [("2026-06-03", False, True), ("2026-06-03", True, False), ("2026-06-06", False, False)],
)
def test_once_a_working_day(day: str, urged_today: bool, may: bool) -> None:
    with time_machine.travel(f"{day} 10:00+08:00", tick=False):
        why = urging.why_not_urge(Case(), urged_today=urged_today, calendar=CALENDAR)
    assert (why is None) is may
