"""When the clocks of a case may stand still, and for how long (docs/rules.md T18)."""

from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.enums import RequestDecision
from rectification.exceptions import CaseError
from rectification.models import Case, Pause
from rectification.policies.plan_changes import is_under_way
from rectification.policies.reasons import Reason

LONGEST: Final = timedelta(days=60)
"""Natural days from asking; whoever needs longer asks anew before they are over."""


def running_pause(case: Case) -> Pause | None:
    return case.pauses.filter(paused_on__isnull=False, resumed_on__isnull=True).first()


def pending_pause(case: Case) -> Pause | None:
    return case.pauses.filter(decision=RequestDecision.PENDING).first()


def why_not_pause(case: Case) -> Reason | None:
    """Why the office cannot ask for a pause, or for a longer one."""
    if case.due_on is None or not is_under_way(case):
        return _refusal(_("Only a case that is being rectified is paused."))
    if pending_pause(case) is not None:
        return _refusal(_("A pause is asked for already; the discipline committee answers."))
    return None


def why_not_pause_until(day: date, asked_on: date) -> Reason | None:
    if day <= asked_on:
        return _refusal(_("The pause must end on a later day than today."))
    if day > asked_on + LONGEST:
        text = _("A pause ends on %(day)s at the latest; it may be asked for again.")
        return _refusal(text % {"day": date_format(asked_on + LONGEST)})
    return None


def why_not_begin(pause: Pause, day: date) -> Reason | None:
    """Why nothing can be agreed to any more."""
    if not is_under_way(pause.case):
        return _refusal(_("Only a case that is being rectified is paused."))
    if pause.ends_on <= day:
        return _refusal(_("The day on which it should end is here; refuse, and let it be asked."))
    return None


def why_not_resume(case: Case) -> Reason | None:
    return None if case.paused else _refusal(_("The case is not paused."))


def why_not_leave(case: Case) -> Reason | None:
    """While a case is paused the work may go on, and it stays in its stage."""
    if not case.paused:
        return None
    return _refusal(
        _("The case is paused and stays where it is; let the office resume it, then hand in.")
    )


def _refusal(message: str) -> Reason:
    return Reason(message, "T18", CaseError)
