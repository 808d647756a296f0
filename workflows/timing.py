"""Which clock runs for a step, from which day: adapters to `calendar.clocks`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from rectification.calendar.clocks import Clock, due
from rectification.calendar.working import Due
from rectification.enums import DeadlineClass, Step
from rectification.models import Case, Notice
from rectification.policies.look_backs import look_back_under_way
from rectification.policies.merging import inspected_on
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, open_measures
from rectification.selectors.publication import current_notice
from rectification.selectors.rehabilitation import rehabilitation_of
from rectification.sources import source_of


@dataclass(frozen=True)
class Timing:
    """The clock of a step: counted from `start` (that day not counted) until `due`."""

    clock: str = ""
    start: date | None = None
    due: Due | None = None


Timer = Callable[[Case, Any], Timing]


def _run(clock: Clock, start: date) -> Timing:
    return Timing(clock, start, due(clock, start, current_calendar()))


def from_today(clock: Clock) -> Timer:
    """The step's clock starts with the step."""

    def timer(_case: Case, _activation: Any) -> Timing:
        return _run(clock, timezone.localdate())

    return timer


def plan_clock(case: Case, _activation: Any) -> Timing:
    """7 working days; with the claim for the immediate class; 30 days after an inspection.

    Those are counted from the receipt of its list; where they are over when the owner is known,
    he has the days of any other case.
    """
    today = timezone.localdate()
    if case.deadline_class == DeadlineClass.IMMEDIATE:
        claim = case.work_items.filter(step=Step.CLAIM).order_by("-pk").first()
        start = claim.clock_from if claim and claim.clock_from else today
        return _not_past(_run(Clock.PLAN_IMMEDIATE, start), today)
    received = inspected_on(case)
    if received is not None:
        timing = _run(Clock.PLAN_INSPECTION, received)
        late = timing.due is not None and timing.due.on < today
        return _run(Clock.PLAN, today) if late else timing
    return _run(source_of(case.source).plan_clock, today)


def _not_past(timing: Timing, today: date) -> Timing:
    """A returned or late plan gets its clock anew: nothing starts overdue."""
    if timing.due is not None and timing.due.on < today:
        return _run(Clock.PLAN_IMMEDIATE, today)
    return timing


def approval_clock(case: Case, _activation: Any) -> Timing:
    """Opinion and approval share the days counted from submission (docs/rules.md T13)."""
    plan = current_plan(case)
    submitted = plan.submitted_at if plan else None
    start = timezone.localdate(submitted) if submitted else timezone.localdate()
    return _run(Clock.APPROVAL, start)


def rectify_clock(case: Case, _activation: Any) -> Timing:
    """The limit fixed with the approved plan, or the correction date after a failure (T31)."""
    clock = {
        DeadlineClass.IMMEDIATE: Clock.RECTIFY_IMMEDIATE,
        DeadlineClass.LONG_TERM: Clock.RECTIFY_LONG_TERM,
    }.get(DeadlineClass(case.deadline_class), Clock.RECTIFY_LIMITED)
    if case.due_on is None:
        return _run(clock, timezone.localdate())
    fixed = Due(case.due_on, case.due_provisional, current_calendar().version)
    return Timing(clock, None, fixed)


def share_clock(case: Case, activation: Any) -> Timing:
    """Measures that waited for their unit: until the last of them, counted from the decision."""
    unit = activation.process.assignment.organisation
    last = open_measures(case, unit).order_by("-due_on").first()
    if last is None:
        return rectify_clock(case, activation)
    fixed = Due(last.due_on, False, current_calendar().version)
    return Timing(Clock.RECTIFY_LIMITED, timezone.localdate(), fixed)


def order_clock(_case: Case, activation: Any) -> Timing:
    """Until the day that the order names."""
    order = activation.process.order
    fixed = Due(order.reply_on, order.reply_provisional, current_calendar().version)
    return Timing(Clock.ORDER, timezone.localdate(order.issued_at), fixed)


def look_back_clock(case: Case, _activation: Any) -> Timing:
    """Until the last day of the look-back under way, whoever has its step."""
    look_back = look_back_under_way(case)
    if look_back is None:
        return Timing(Clock.LOOK_BACK)
    fixed = Due(look_back.due_on, look_back.due_provisional, current_calendar().version)
    return Timing(Clock.LOOK_BACK, look_back.begins_on, fixed)


def notice_clock(case: Case, _activation: Any) -> Timing:
    """Until the end of the notice, which may move while objections are handled (T25)."""
    return _period_of(current_notice(case))


def until_decided(_case: Case, _activation: Any) -> Timing:
    """No days of its own: the objection that it waits for has them."""
    return Timing()


def rehabilitation_clock(case: Case, _activation: Any) -> Timing:
    """It must be shown in every channel before it ends (T27)."""
    return _period_of(rehabilitation_of(case))


def _period_of(notice: Notice | None) -> Timing:
    if notice is None:
        return Timing(Clock.NOTICE)
    fixed = Due(notice.ends_on, notice.ends_provisional, current_calendar().version)
    return Timing(Clock.NOTICE, timezone.localdate(notice.posted_at), fixed)


def verification_clock(case: Case, _activation: Any) -> Timing:
    """The days counted from the end of the notice (T28) or the waiver (T23) hold for all."""
    first = case.work_items.filter(step=Step.ASSIGN_VERIFIERS).order_by("-pk").first()
    start = first.clock_from if first and first.clock_from else timezone.localdate()
    return _run(Clock.VERIFICATION, start)
