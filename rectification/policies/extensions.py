"""When an extension may be asked for, and until when (docs/rules.md T17)."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.enums import DeadlineClass, RequestDecision
from rectification.exceptions import CaseError
from rectification.models import Case, Extension, Person
from rectification.policies.deadlines import last_day, why_not_ask
from rectification.policies.reasons import Reason

MOST: Final = 2
"""Extensions granted in a round."""
ASKED_BEFORE: Final = 3
"""Working days before the due date on which it is received at the latest."""


def pending_extension(case: Case) -> Extension | None:
    return case.extensions.filter(decision=RequestDecision.PENDING).first()


def why_not_extend(case: Case, calendar: WorkingCalendar, received: date) -> Reason | None:
    """Why the owner cannot ask for an extension that is received on this day."""
    if (reason := why_not_ask(case, "T17")) is not None:
        return reason
    if (reason := _why_immediate(case)) is not None:
        return reason
    if pending_extension(case) is not None:
        return _refusal(_("An extension is asked for already; wait for the decision."))
    granted = case.extensions.filter(round=case.round, decision=RequestDecision.GRANTED)
    if granted.count() >= MOST:
        return _refusal(
            _("There are two extensions at most; ask for another deadline class instead.")
        )
    return _why_too_late(case, calendar, received) or _why_at_limit(case, calendar)


def why_not_take_back(case: Case, person: Person) -> Reason | None:
    """Only whoever asked takes it back, while nobody has decided."""
    extension = pending_extension(case)
    if extension is None:
        return _refusal(_("No extension waits for a decision."))
    if extension.asked_by_id != person.pk:
        return Reason(_("Only whoever asked takes it back."), "T17")
    return None


def _why_too_late(case: Case, calendar: WorkingCalendar, received: date) -> Reason | None:
    assert case.due_on is not None
    last = calendar.subtract_working_days(case.due_on, ASKED_BEFORE).on
    if received <= last:
        return None
    text = _(
        "An extension is asked for at least three working days before the day it is due; the last "
        "day was %(day)s. Go on, and say in the report of the effect why it took longer."
    )
    return _refusal(text % {"day": date_format(last)})


def _why_immediate(case: Case) -> Reason | None:
    if case.deadline_class != DeadlineClass.IMMEDIATE:
        return None
    return _refusal(
        _(
            "What is rectified at once has no extension; ask for another deadline class, with "
            "reasons."
        )
    )


def _why_at_limit(case: Case, calendar: WorkingCalendar) -> Reason | None:
    limit = last_day(case, calendar)
    if limit is not None and case.due_on is not None and case.due_on < limit.on:
        return None
    return _refusal(
        _("The limit of the deadline class is reached; ask for another deadline class instead.")
    )


def why_not_until(case: Case, calendar: WorkingCalendar, day: date) -> Reason | None:
    """Why this day cannot be given: it must be later, and within the limit of the class."""
    if (reason := _why_immediate(case)) is not None:
        return reason
    limit = last_day(case, calendar)
    if limit is None or case.due_on is None or day <= case.due_on:
        return _refusal(_("The new day must be later than the present one."))
    if day <= limit.on:
        return None
    text = _(
        "The deadline class ends on %(day)s at the latest; for longer ask for another deadline "
        "class."
    )
    return _refusal(text % {"day": date_format(limit.on)})


def _refusal(message: str) -> Reason:
    return Reason(message, "T17", CaseError)
