"""Co-units accept, decline or keep silent; what it means for their measures (T10, scenario 7)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import ActorKind, CaseStage, EventVerb, ShareAnswer, UnitKind
from rectification.exceptions import CaseError
from rectification.models import Assignment, Case, Measure, WorkItem
from rectification.services.dispatching import dispatch
from rectification.services.reminders import remind
from rectification.services.shares import (
    accept_share,
    decline_share,
    expire_share,
    release_unit,
    start_measures,
)
from tests.factories import Township, acting, case_in
from tests.outbox import told

REASON = "该事项由西边村党支部组织，与我支部无关。"


def shared_case(town: Township) -> tuple[Case, Assignment]:
    case = case_in(town, CaseStage.REGISTERED)
    dispatch(case=case, actor=acting(town.officer), lead=None, co_units=[town.west.organisation])
    return case, case.assignments.get(kind=UnitKind.CO)


def test_accept_share_tells_office_and_owner(town: Township) -> None:
    case, share = shared_case(town)
    event = accept_share(case=case, actor=acting(town.west.secretary), assignment=share)
    assert event.verb == EventVerb.SHARE_ACCEPTED
    assert (share.answer, share.answered_by) == (ShareAnswer.ACCEPTED, town.west.secretary)
    assert told("share_answered", case) == {
        town.intake,
        town.officer,
        town.east.secretary,
        town.east.clerk,
    }


def test_decline_share_keeps_the_reason(town: Township) -> None:
    case, share = shared_case(town)
    event = decline_share(
        case=case, actor=acting(town.west.secretary), assignment=share, reason=REASON
    )
    assert (event.verb, event.payload.text) == (EventVerb.SHARE_DECLINED, REASON)
    assert (share.answer, share.reason) == (ShareAnswer.DECLINED, REASON)


def test_accept_share_after_declining_is_refused(town: Township) -> None:
    case, share = shared_case(town)
    decline_share(case=case, actor=acting(town.west.secretary), assignment=share, reason=REASON)
    with pytest.raises(CaseError):
        accept_share(case=case, actor=acting(town.west.secretary), assignment=share)


def test_accept_share_of_lead_unit_is_refused(town: Township) -> None:
    case, _share = shared_case(town)
    lead = case.assignments.get(kind=UnitKind.LEAD)
    with pytest.raises(CaseError):
        accept_share(case=case, actor=acting(town.east.secretary), assignment=lead)


# --- silence --------------------------------------------------------------------------------------


def asked(case: Case, share: Assignment, due_on: date) -> WorkItem:
    return WorkItem.objects.create(
        case=case,
        task_id=1,
        process_id=1,
        step="accept_share",
        organisation=share.organisation,
        assignment=share,
        role="SEC",
        opened_at=timezone.now(),
        due_on=due_on,
    )


def test_expire_share_on_its_last_day_is_refused(town: Township) -> None:
    case, share = shared_case(town)
    asked(case, share, timezone.localdate())
    with pytest.raises(CaseError) as refused:
        expire_share(case=case, assignment=share)
    assert refused.value.rule == "8.7"


def test_expire_share_without_a_reminder_on_a_day_before_is_refused(
    town: Township, clock: time_machine.Traveller
) -> None:
    case, share = shared_case(town)
    item = asked(case, share, timezone.localdate() - timedelta(days=1))
    with pytest.raises(CaseError):
        expire_share(case=case, assignment=share)
    remind(case=case, item=item)
    assert told("answer_due", case) == {town.west.secretary, town.west.clerk}
    with pytest.raises(CaseError):
        expire_share(case=case, assignment=share)
    clock.shift(timedelta(days=1))
    event = expire_share(case=case, assignment=share)
    assert (event.verb, event.actor_kind) == (EventVerb.SHARE_EXPIRED, ActorKind.SYSTEM)
    assert (share.answer, share.disputes.get().kind) == (ShareAnswer.PENDING, "silent")


def test_remind_twice_is_refused(town: Township) -> None:
    case, share = shared_case(town)
    item = asked(case, share, timezone.localdate())
    remind(case=case, item=item)
    with pytest.raises(CaseError):
        remind(case=case, item=item)


# --- measures -------------------------------------------------------------------------------------


def waiting_measure(town: Township) -> tuple[Case, Assignment, Measure]:
    """A plan in force with a measure for a unit that has not taken its part."""
    case = case_in(town, CaseStage.RECTIFYING)
    share = Assignment.objects.create(
        case=case, organisation=town.west.organisation, kind=UnitKind.CO
    )
    plan = case.plans.get()
    plan.decided_at = timezone.now() - timedelta(days=7)
    plan.save()
    measure = Measure.objects.create(
        plan=plan,
        position=9,
        text="核对名单",
        deliverable="名单",
        organisation=share.organisation,
        person=town.west.secretary,
        due_on=timezone.localdate() + timedelta(days=7),
    )
    return case, share, measure


def test_measures_keep_the_days_the_plan_gave_them(town: Township) -> None:
    case, share, measure = waiting_measure(town)
    start_measures(case=case, actor=acting(town.west.secretary), assignment=share)
    measure.refresh_from_db()
    assert measure.due_on == timezone.localdate() + timedelta(days=14)
    assert case.due_on is not None
    assert case.due_on >= measure.due_on


def test_release_drops_what_was_planned_and_nothing_that_is_done(town: Township) -> None:
    case, share, measure = waiting_measure(town)
    done = Measure.objects.get(pk=measure.pk)
    done.pk, done.position, done.done_at = None, 10, timezone.now()
    done.save()
    release_unit(case=case, assignment=share)
    measure.refresh_from_db()
    done.refresh_from_db()
    assert share.ended_at is not None
    assert (measure.dropped_at is not None, done.dropped_at) == (True, None)
