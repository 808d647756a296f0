"""清单公开 and 情况通报: when either is due, who begins it, in which steps (docs/rules.md 4.6)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseOutcome, CaseStage, PublicationPurpose, PublicationScope, Step
from rectification.exceptions import CaseError, StepGone
from rectification.models import Appointment, Case, Notice, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.plan_changes import is_in_force
from rectification.policies.publication import max_scope, may_be_published
from rectification.policies.reasons import Reason
from rectification.roles import Role

BEGINNING: Final = (Role.OFF, Role.SEC)
"""Who begins a disclosure."""

_STEP_OF: Final[Mapping[Step, Step]] = MappingProxyType(
    {
        Step.PROPOSE_PUBLICATION: Step.PROPOSE_DISCLOSURE,
        Step.REVIEW_SECRECY: Step.REVIEW_DISCLOSURE,
        Step.CHECK_REDACTION: Step.CHECK_DISCLOSURE,
        Step.HEAR_PERSON: Step.HEAR_DISCLOSURE,
        Step.APPROVE_PUBLICATION: Step.APPROVE_DISCLOSURE,
        Step.AGREE_SCOPE: Step.AGREE_DISCLOSURE,
        Step.SETTLE_SENSITIVITY: Step.DECIDE_SENSITIVITY,
        Step.POST_NOTICE: Step.POST_DISCLOSURE,
    }
)
"""By the step of the notice of the effect, the one that is the same of a disclosure."""

STEPS: Final = frozenset(_STEP_OF.values())

LISTS_AT: Final = frozenset(
    {
        CaseStage.RECTIFYING,
        CaseStage.FIRST_REVIEW,
        CaseStage.NOTICE_PREP,
        CaseStage.IN_NOTICE,
        CaseStage.OBJECTION,
        CaseStage.VERIFYING,
    }
)
"""From the approval of the plan (T15) to the end; a change waiting for approval stops nothing."""


def step_of(step: Step, purpose: str) -> Step:
    """Where the act of this step is taken for a text of this purpose."""
    return _STEP_OF[step] if purpose in PublicationPurpose.disclosures() else step


def purpose_due(case: Case) -> PublicationPurpose | None:
    """What of the case may be disclosed now: its lists while it is under way, then a circular."""
    if case.outcome == CaseOutcome.CLOSED:
        return PublicationPurpose.CIRCULAR
    under_way = case.stage in LISTS_AT or case.stage == CaseStage.PLAN_REVIEW and is_in_force(case)
    return PublicationPurpose.LISTS if under_way and not case.outcome else None


def why_not_purpose(case: Case, purpose: str) -> Reason | None:
    """What was shown to whoever begins is due no more, but something else."""
    due = purpose_due(case)
    if due is None or due == purpose:
        return None
    text = _("The case has moved on meanwhile: what is due now is “%(due)s”. Look and begin anew.")
    return Reason(text % {"due": due.label}, "4.6", StepGone)


def is_offered(case: Case) -> bool:
    """The case has come so far, and the rules know a scope for it."""
    purpose = purpose_due(case)
    return purpose is not None and max_scope(case, purpose) > PublicationScope.NONE


def disclosure_in_hand(case: Case) -> WorkItem | None:
    """The open step of a disclosure; there is one at a time."""
    return case.work_items.filter(step__in=STEPS, closed_at__isnull=True).first()


def running_disclosure(case: Case, purpose: str) -> Notice | None:
    return case.notices.filter(
        decision__purpose=purpose, ended_at__isnull=True, withdrawn_at__isnull=True
    ).first()


def beginning_office(case: Case, authority: Authority) -> Appointment | None:
    """The office of this reader that may begin a disclosure of the case."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, *BEGINNING)


def why_not_begin(case: Case) -> Reason | None:
    """Why nothing of the case can be disclosed now."""
    purpose = purpose_due(case)
    if purpose is None:
        return _refused(
            _(
                "Lists are disclosed once the plan is approved and until the case ends; a circular "
                "follows when it has been struck off."
            )
        )
    if max_scope(case, purpose) == PublicationScope.NONE:
        return _refused(
            _("Of members only figures are disclosed; there is nothing to show of one case.")
        )
    if not may_be_published(case):
        return _refused(
            _("The case is not marked “may be made public”, so nothing of it is shown to anybody.")
        )
    if disclosure_in_hand(case) is not None:
        return _refused(_("A disclosure of this case is in hand already; finish that one first."))
    if running_disclosure(case, purpose) is not None:
        return _refused(
            _("What was disclosed is still being shown. Begin anew when its period is over.")
        )
    return None


def _refused(message: str) -> Reason:
    return Reason(message, "4.6", CaseError)
