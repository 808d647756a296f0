"""When the effect cannot be reported because the plan is not settled (T16, scenario 12)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import RequestDecision
from rectification.exceptions import CaseError
from rectification.models import Case, VerificationAttempt
from rectification.policies.plan_changes import change_in_hand
from rectification.policies.reasons import Reason
from rectification.policies.reclassifications import is_longer
from rectification.selectors.plans import approved_plan
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
    plan = approved_plan(case)
    return plan is None or plan.decided_at is None or plan.decided_at <= second.concluded_at


def has_longer_class(case: Case) -> bool:
    """The class is longer than the one for which the plan in force was approved (4.5)."""
    plan = approved_plan(case)
    if plan is None:
        return False
    granted = case.reclassifications.filter(
        round=case.round, decision=RequestDecision.GRANTED, decided_at__gte=plan.decided_at
    )
    first = granted.order_by("pk").first()
    return first is not None and is_longer(first.former_class, case.deadline_class)


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
