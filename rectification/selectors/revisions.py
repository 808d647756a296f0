"""When the effect cannot be reported because the plan is not settled (T16, scenario 12)."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import RequestDecision
from rectification.exceptions import CaseError
from rectification.models import Case, PlanStatus, VerificationAttempt
from rectification.policies.plan_changes import change_in_hand
from rectification.policies.reasons import Reason
from rectification.policies.reclassifications import is_longer
from rectification.selectors.verification import FAILURES

FAILURES_UNTIL_REVISION: Final = 2
"""After so many failures in a round the plan itself has to be revised (scenario 12)."""


def must_revise(case: Case) -> bool:
    """The verification has failed twice, and no new version was approved since."""
    failed = VerificationAttempt.objects.filter(
        case=case, round=case.round, void_at__isnull=True, conclusion__in=FAILURES
    ).order_by("position")
    second = failed[FAILURES_UNTIL_REVISION - 1 :].first()
    if second is None or second.concluded_at is None:
        return False
    return not _is_approved_since(case, second.concluded_at)


def has_longer_class(case: Case) -> bool:
    """The class became a longer one, and no version with its new days was approved since (4.5)."""
    granted = case.reclassifications.filter(round=case.round, decision=RequestDecision.GRANTED)
    last = granted.order_by("-pk").first()
    if last is None or last.decided_at is None or last.new_class != case.deadline_class:
        # Nothing was changed, or a failure that is void has taken it back.
        return False
    if not is_longer(last.former_class, last.new_class):
        return False
    return not _is_approved_since(case, last.decided_at)


def _is_approved_since(case: Case, moment: datetime) -> bool:
    later = case.plans.filter(round=case.round, status=PlanStatus.APPROVED, decided_at__gt=moment)
    return later.exists()


def why_not_report_effect(case: Case) -> Reason | None:
    """Why the owner cannot say now what has changed."""
    if change_in_hand(case) is not None:
        return Reason(
            _("A change of the plan is under way: wait for the decision, or take it back first."),
            "T16",
            CaseError,
        )
    if must_revise(case):
        return Reason(
            _(
                "The verification has failed twice: revise the plan first. Open the case and "
                "choose “Change the plan”; after its approval the effect can be reported."
            ),
            "8.12",
            CaseError,
        )
    if has_longer_class(case):
        return Reason(
            _(
                "The deadline class is a longer one: the plan with its new days is approved first. "
                "Open the case and choose “Change the plan”."
            ),
            "4.5",
            CaseError,
        )
    return None
