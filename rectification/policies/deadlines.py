"""From which day and until when a case may take, by whatever moves its days (rules 4.5)."""

from datetime import date

from django.utils.translation import gettext as _

from rectification.calendar import Due, WorkingCalendar
from rectification.calendar.revision import Pause as Span
from rectification.calendar.revision import after_pause
from rectification.enums import DeadlineGround
from rectification.exceptions import CaseError
from rectification.models import Case, Pause
from rectification.policies.limits import rectification_limit
from rectification.policies.plan_changes import is_under_way
from rectification.policies.reasons import Reason


def began_on(case: Case) -> date | None:
    """The day on which the first version of the round was approved; a later one starts nothing."""
    approvals = case.deadlines.filter(round=case.round, ground=DeadlineGround.APPROVAL)
    return approvals.order_by("number").values_list("starts_on", flat=True).first()


def spans_of(case: Case) -> list[Span]:
    """The pauses of the round that are over."""
    rows = Pause.objects.filter(case=case, round=case.round).order_by("pk")
    return [Span(row.paused_on, row.resumed_on) for row in rows if row.paused_on and row.resumed_on]


def last_day(case: Case, calendar: WorkingCalendar, deadline_class: str = "") -> Due | None:
    """The limit of the class, counted from approval; what was paused is no part of it."""
    began = began_on(case)
    if began is None:
        return None
    limit = rectification_limit(case, began, calendar, deadline_class)
    for span in spans_of(case):
        limit = after_pause(limit, span, calendar)
    return limit


def why_not_ask(case: Case, rule: str) -> Reason | None:
    """Days are changed while the work goes on and the clocks run."""
    if case.due_on is None or not is_under_way(case):
        return Reason(
            _("Days are changed only while the case is being rectified."), rule, CaseError
        )
    if case.paused:
        return Reason(
            _("The case is paused and its day moves by itself; ask once it is resumed."),
            rule,
            CaseError,
        )
    return None
