"""When a plan that is being carried out may be changed, and by whom (docs/rules.md T16)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseStage, Step
from rectification.exceptions import CaseError
from rectification.models import Case, Plan, PlanStatus, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.entering import entering_actor
from rectification.policies.reasons import Reason
from rectification.policies.sides import owner_actor

CHANGE_STEPS: Final = frozenset({Step.CHANGE_PLAN, Step.ADVISE_CHANGE, Step.APPROVE_CHANGE})
STAGES: Final = frozenset({CaseStage.RECTIFYING, CaseStage.PLAN_REVIEW})
"""While a change waits for approval, the case stands where its first plan stood."""


def changing_actor(case: Case, authority: Authority) -> Actor | None:
    """For the owner, or as whoever enters the steps of a member without account."""
    return owner_actor(case, authority) or entering_actor(case, authority)


def change_in_hand(case: Case) -> WorkItem | None:
    """The open step of a change of the plan; there is one at a time."""
    return case.work_items.filter(step__in=CHANGE_STEPS, closed_at__isnull=True).first()


def is_in_force(case: Case) -> bool:
    """A version of the plan was approved in this round."""
    approved = Plan.objects.filter(case=case, round=case.round, status=PlanStatus.APPROVED)
    return approved.exists()


def was_approved(case: Case) -> bool:
    """A version of the plan was approved in this round or an earlier one."""
    return Plan.objects.filter(case=case, status=PlanStatus.APPROVED).exists()


def is_under_way(case: Case) -> bool:
    """The plan is being carried out, also while a change of it waits for approval."""
    if case.stage == CaseStage.RECTIFYING:
        return True
    return case.stage == CaseStage.PLAN_REVIEW and is_in_force(case)


def why_not_change(case: Case) -> Reason | None:
    """Why the plan cannot be changed now."""
    if not is_under_way(case):
        return Reason(
            _("A plan is changed while it is carried out, from its approval to the report."),
            "T16",
            CaseError,
        )
    if change_in_hand(case) is not None:
        return Reason(
            _("A change of the plan is under way already; finish it or take it back first."),
            "T16",
            CaseError,
        )
    return None


def why_not_drop(case: Case) -> Reason | None:
    """Why there is no change to take back."""
    if change_in_hand(case) is None:
        return Reason(
            _("No change of the plan is under way, or it was decided on already."),
            "T16",
            CaseError,
        )
    return None
