"""Back to rectification: after an upheld objection (T26) or a failed verification (T31)."""

from datetime import date

from django.utils import timezone

from rectification.calendar.clocks import Clock, due
from rectification.models import Case, Measure, VerificationAttempt
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import measures_of
from rectification.services.plan_changes import set_aside


def reopen_measures(*, case: Case, due_on: date | None = None) -> list[Measure]:
    """Open the lead unit's measures again and move the due date; returns them.

    Without a date set by somebody the old one stays, unless it has passed: then the longest
    correction period runs from today, for nothing starts overdue.
    """
    new_due, provisional = _new_due(case, due_on)
    reopened = list(measures_of(case, case.owner_organisation))
    for measure in reopened:
        measure.done_at = None
        measure.due_on = max(measure.due_on, new_due)
        measure.save()
    case.due_on, case.due_provisional = new_due, provisional
    case.save()
    return reopened


def take_rework_back(*, case: Case, failed: VerificationAttempt) -> None:
    """The failure is void: measures and due date are again what they were when it was found.

    So is the plan, if it was changed since. What was reported stays on record with the measures.
    """
    former = case.history.filter(history_date__lt=failed.concluded_at).latest()
    case.due_on, case.due_provisional = former.due_on, former.due_provisional
    case.save()
    set_aside(case=case, since=failed.concluded_at)
    for measure in measures_of(case):
        handed_in = measure.history.filter(history_date__lt=failed.concluded_at).latest()
        measure.done_at, measure.due_on = handed_in.done_at, handed_in.due_on
        measure.save()


def _new_due(case: Case, due_on: date | None) -> tuple[date, bool]:
    if due_on is not None:
        return due_on, False
    today = timezone.localdate()
    if case.due_on is not None and case.due_on > today:
        return case.due_on, case.due_provisional
    end = due(Clock.CORRECTION, today, current_calendar())
    return end.on, end.provisional
