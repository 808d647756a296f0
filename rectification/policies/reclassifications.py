"""When another deadline class may be asked for, and until when it then runs (rules 4.5)."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.enums import DeadlineClass, RequestDecision
from rectification.exceptions import CaseError
from rectification.models import Case, Reclassification
from rectification.policies.deadlines import last_day, why_not_ask
from rectification.policies.limits import rectification_limit
from rectification.policies.reasons import Reason

RULE: Final = "4.5"


def pending_reclassification(case: Case) -> Reclassification | None:
    return case.reclassifications.filter(decision=RequestDecision.PENDING).first()


def why_not_reclassify(case: Case) -> Reason | None:
    """Why no other class can be asked for now."""
    if (reason := why_not_ask(case, RULE)) is not None:
        return reason
    if pending_reclassification(case) is not None:
        return Reason(
            _("Another deadline class is asked for already; wait for the decision."),
            RULE,
            CaseError,
        )
    return None


def is_longer(former: str, new: str) -> bool:
    """A longer class asks for the plan to be approved anew, with its new days."""
    order = list(DeadlineClass)
    return order.index(DeadlineClass(new)) > order.index(DeadlineClass(former))


def why_not_class(
    case: Case, calendar: WorkingCalendar, new_class: str, day: date, today: date
) -> Reason | None:
    """Why this class and day do not go together: its limit is counted from the approval."""
    if new_class == case.deadline_class:
        return Reason(_("The case has this deadline class already."), RULE, CaseError)
    limit = last_day(case, calendar, new_class)
    if limit is not None and today <= day <= limit.on:
        return None
    last = limit.on if limit is not None else today
    text = _("In this class the day lies between today and %(day)s, counted from the approval.")
    return Reason(text % {"day": date_format(last)}, RULE, CaseError)


def last_long_term_day(case: Case, calendar: WorkingCalendar, today: date) -> date:
    """Of a matter that is begun anew as a long-term one: counted from the decision."""
    return rectification_limit(case, today, calendar, DeadlineClass.LONG_TERM).on


def why_not_long_term(
    case: Case, calendar: WorkingCalendar, day: date, today: date
) -> Reason | None:
    """Why the leading group cannot begin it anew as such with this day (8.12)."""
    if case.deadline_class == DeadlineClass.LONG_TERM:
        return Reason(_("The case has this deadline class already."), RULE, CaseError)
    last = last_long_term_day(case, calendar, today)
    if today < day <= last:
        return None
    text = _("The day lies after today and is %(day)s at the latest.")
    return Reason(text % {"day": date_format(last)}, RULE, CaseError)
