"""Back to rectification: after an upheld objection (T26) or a failed verification (T31)."""

from datetime import date

from rectification.calendar.clocks import Clock, due
from rectification.calendar.working import Due
from rectification.enums import DeadlineGround
from rectification.models import Case, Measure, VerificationAttempt
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import measures_of
from rectification.services.deadlines import set_due
from rectification.services.pauses import drop_pause_of_rework
from rectification.services.plan_changes import set_aside


def reopen_measures(
    *,
    case: Case,
    actor: Actor,
    ground: DeadlineGround,
    reference: str,
    due_on: date | None = None,
) -> list[Measure]:
    """Open the lead unit's measures again and move the due date; returns them.

    Without a date set by somebody the old one stays. Of a date that has passed the next holds, at
    last the longest correction period from today, for nothing starts overdue.
    """
    new = _new_due(case, due_on)
    reopened = list(measures_of(case, case.owner_organisation))
    for measure in reopened:
        measure.done_at = None
        measure.due_on = max(measure.due_on, new.on)
        measure.save()
    set_due(case=case, due=new, ground=ground, actor=actor, starts_on=today(), reference=reference)
    return reopened


def take_rework_back(*, case: Case, failed: VerificationAttempt) -> None:
    """The failure is void: measures, class and due date are again what they were when it was found.

    So is the plan, if it was changed since. What was reported stays on record with the measures.
    """
    drop_pause_of_rework(case=case)
    former = case.history.filter(history_date__lt=failed.concluded_at).latest()
    # Class and day go together: the day that comes back was counted for the class of then.
    case.deadline_class = former.deadline_class
    calendar = current_calendar()
    set_due(
        case=case,
        due=Due(former.due_on, former.due_provisional, calendar.version),
        ground=DeadlineGround.VOIDING,
        actor=SYSTEM,
        starts_on=today(),
        reference=f"attempt:{failed.pk}",
    )
    set_aside(case=case, since=failed.concluded_at)
    for measure in measures_of(case):
        handed_in = measure.history.filter(history_date__lt=failed.concluded_at).latest()
        measure.done_at, measure.due_on = handed_in.done_at, handed_in.due_on
        measure.save()


def _new_due(case: Case, due_on: date | None) -> Due:
    calendar = current_calendar()
    if due_on is not None and due_on > today():
        return calendar.given(due_on)
    if case.due_on is not None and case.due_on > today():
        return Due(case.due_on, case.due_provisional, calendar.version)
    return due(Clock.CORRECTION, today(), calendar)
