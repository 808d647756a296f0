"""What a failed verification brings: correction, an order, the leading group (T31)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import DeadlineGround, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, VerificationAttempt
from rectification.policies.actors import SYSTEM
from rectification.roles import Role
from rectification.selectors.revisions import must_revise
from rectification.selectors.third_failure import is_for_leading_group
from rectification.selectors.verification import (
    FAILURES,
    failing_criteria,
    failures_in_round,
    last_attempt,
)
from rectification.services.audience import body_people, owner_people
from rectification.services.events import record_event
from rectification.services.orders import order_after_failures
from rectification.services.parties import join_liaison
from rectification.services.rework import reopen_measures
from rectification.services.verification import result_people

FAILURES_UNTIL_LIAISON: Final = 2
"""After so many failures in a round the liaison leader joins."""


def fail_verification(*, case: Case) -> CaseEvent:
    """Back to rectification with the failing criteria and a new date.

    The first time the owner is told; the second time the liaison leader joins, with an order. From
    the third on nothing is reopened: the owner is heard, and the leading group decides.
    """
    attempt = last_attempt(case)
    if attempt is None or attempt.conclusion not in FAILURES:
        raise CaseError(_("The verification has not failed."), rule="T31")
    criteria = ", ".join(failing_criteria(attempt))
    event = _record(case, EventVerb.VERIFICATION_FAILED, attempt, text=criteria)
    notifications.queue(
        kind="verification_failed", recipients=result_people(case), case=case, event=event
    )
    if is_for_leading_group(case):
        return _raise_third_failure(case, attempt)
    _send_back(case, attempt, event)
    return event


def correct_after_all(*, case: Case) -> CaseEvent | None:
    """A failure before the last one is void: what was the third is corrected as any other.

    None where the case does not lie before the leading group, or three still count.
    """
    waiting = case.work_items.filter(
        step__in=(Step.HEAR_OWNER, Step.DECIDE_THIRD_FAILURE), closed_at__isnull=True
    )
    attempt = last_attempt(case)
    if attempt is None or is_for_leading_group(case) or not waiting.exists():
        return None
    event = _record(case, EventVerb.THIRD_FAILURE_VOID, attempt)
    told = [*result_people(case), *body_people(case, Role.LG)]
    notifications.queue(
        kind="third_failure_void", recipients=dict.fromkeys(told), case=case, event=event
    )
    _send_back(case, attempt, event)
    return event


def _send_back(case: Case, attempt: VerificationAttempt, event: CaseEvent) -> None:
    reopen_measures(
        case=case,
        actor=SYSTEM,
        ground=DeadlineGround.CORRECTION,
        reference=f"attempt:{attempt.pk}",
        due_on=attempt.correction_due_on,
    )
    if failures_in_round(case) >= FAILURES_UNTIL_LIAISON:
        join_liaison(case=case)
        order_after_failures(case=case, attempt=attempt)
    if must_revise(case):
        notifications.queue(
            kind="plan_revision_due", recipients=owner_people(case), case=case, event=event
        )


def _raise_third_failure(case: Case, attempt: VerificationAttempt) -> CaseEvent:
    event = _record(case, EventVerb.THIRD_FAILURE_RAISED, attempt)
    told = [*body_people(case, Role.LG), *body_people(case, Role.DIS)]
    notifications.queue(
        kind="third_failure", recipients=dict.fromkeys(told), case=case, event=event
    )
    return event


def _record(
    case: Case, verb: EventVerb, attempt: VerificationAttempt, *, text: str = ""
) -> CaseEvent:
    reference = f"attempt:{attempt.pk}"
    return record_event(case=case, verb=verb, actor=SYSTEM, text=text, reference=reference)
