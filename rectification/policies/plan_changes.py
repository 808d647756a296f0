"""When a plan that is being carried out may be changed, and by whom (docs/rules.md T16)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.exceptions import CaseError
from rectification.models import Case, Plan, PlanStatus, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.policies.visibility import answers_for_owner

CHANGE_STEPS: Final = frozenset({Step.CHANGE_PLAN, Step.ADVISE_CHANGE, Step.APPROVE_CHANGE})
STAGES: Final = frozenset({CaseStage.RECTIFYING, CaseStage.PLAN_REVIEW})
"""While a change waits for approval, the case stands where its first plan stood."""


def is_owner_side(case: Case, authority: Authority) -> bool:
    """The owner himself, or whoever holds the office that answers for his organisation."""
    if case.level == CaseLevel.MEMBER:
        return case.owner_person_id == authority.person.pk
    return answers_for_owner(case, authority)


def change_in_hand(case: Case) -> WorkItem | None:
    """The open step of a change of the plan; there is one at a time."""
    return case.work_items.filter(step__in=CHANGE_STEPS, closed_at__isnull=True).first()


def is_in_force(case: Case) -> bool:
    """A version of the plan was approved in this round."""
    approved = Plan.objects.filter(case=case, round=case.round, status=PlanStatus.APPROVED)
    return approved.exists()


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
