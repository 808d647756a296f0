"""docs/rules.md 4.5, “Lights”: what the lights are read from, with each row and no query more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, Step, UnitKind
from rectification.models import Assignment, Case, Measure, WorkItem
from rectification.policies.lights import Marks
from rectification.roles import Role
from rectification.selectors.lights import marks_of, rule_of, with_marks, with_progress
from tests.factories import Township, case_in
from tests.rectification.services.test_light_rules import confirmed
from tests.rectification.web.desk import happen, open_step, share

pytestmark = pytest.mark.django_db


def marks(case: Case) -> Marks:
    return marks_of(with_marks(Case.objects.all()).get(pk=case.pk))


def test_measures_of_the_plan_in_force_that_are_somebodys_duty(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.west.organisation, "pending")
    plan = case.plans.get()
    for position, unit in enumerate((town.west.organisation, town.east.organisation), start=2):
        Measure.objects.create(
            plan=plan,
            position=position,
            text="措施",
            deliverable="记录",
            organisation=unit,
            person=town.east.clerk,
            due_on=timezone.localdate(),
            done_at=timezone.now() if position == 3 else None,
        )
    assert marks(case) == Marks(measures=2, done=1)


def test_returns_and_failures_count_and_a_void_failure_does_not(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    for verb in (
        EventVerb.PLAN_RETURNED,
        EventVerb.REVIEW_RETURNED,
        EventVerb.OBJECTION_UPHELD,
        EventVerb.VERIFICATION_FAILED,
        EventVerb.PUBLICATION_RETURNED,
    ):
        happen(case, verb)
    assert marks(case).faults == 4
    happen(case, EventVerb.CONCLUSION_VOIDED)
    assert marks(case).faults == 3
    case.round = 2
    case.save()
    assert marks(case).faults == 0


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_rectification_handed_in_after_its_day_was_late(
    town: Township, days: int, late: bool
) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    item = open_step(case, Step.REPORT_EFFECT, Role.SEC, town.east.organisation)
    item.closed_at = timezone.now()
    item.due_on = timezone.localdate() - timedelta(days=days)
    item.save()
    assert marks(case).late is late


def test_step_knows_what_its_own_unit_has_done(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    unit = Assignment.objects.get(case=case, kind=UnitKind.LEAD)
    other = share(case, town.west.organisation)
    for one in (unit, other):
        open_step(case, Step.CARRY_OUT, Role.SEC, one.organisation, assignment=one)
    rows = with_progress(WorkItem.objects.order_by("pk"))
    assert [marks_of(row).measures for row in rows] == [1, 0]


def test_marks_and_rule_come_with_the_rows(town: Township) -> None:
    confirmed(town, soon_days=9)
    for _ in range(3):
        case_in(town, CaseStage.RECTIFYING)
    with CaptureQueriesContext(connection) as seen:
        found = [
            (marks_of(row).measures, rule_of(row).soon_days)
            for row in with_marks(Case.objects.all())
        ]
    assert (found, len(seen)) == ([(1, 9)] * 3, 1)
