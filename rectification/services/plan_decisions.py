"""What becomes of a submitted plan: advised on, returned or approved (docs/rules.md T14, T15)."""

from collections.abc import Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseLevel,
    DeadlineClass,
    DeadlineGround,
    EventVerb,
    PartyReason,
    Step,
)
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, CaseEvent, Plan, PlanStatus
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owner_kinds import needs_advice, row_of
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, measures_of, returns_in_round
from rectification.services.audience import owner_people
from rectification.services.deadlines import set_due
from rectification.services.events import record_event
from rectification.services.parties import add_party_in_office, join_liaison
from rectification.services.plan_comments import CommentDraft, write_comments

_RETURNED: Final = {
    Step.APPROVE_PLAN: EventVerb.PLAN_RETURNED,
    Step.APPROVE_CHANGE: EventVerb.PLAN_CHANGE_RETURNED,
}

RETURNS_UNTIL_LIAISON = 2
"""After so many returns in a round the liaison leader joins (T14)."""


def advise_plan(
    *,
    case: Case,
    actor: Actor,
    advice: str,
    comments: Sequence[CommentDraft] = (),
    step: Step = Step.ADVISE_PLAN,
) -> CaseEvent:
    """The organisation office gives its opinion; the approver decides (T15, T16)."""
    plan = _submitted_plan(case)
    require_free(actor, step, case)
    if not advice.strip():
        raise CaseError(_("Write the opinion."), field="advice", rule="T15")
    plan.advice = advice.strip()
    plan.advised_by = actor.hand
    plan.save()
    said = write_comments(plan=plan, actor=actor, step=step, comments=comments)
    return record_event(
        case=case,
        verb=EventVerb.PLAN_ADVISED,
        actor=actor,
        step=step,
        text="\n".join([plan.advice, *(row.text for row in said)]),
        reference=f"plan:{plan.pk}",
    )


def return_plan(
    *,
    case: Case,
    actor: Actor,
    reason: str = "",
    comments: Sequence[CommentDraft] = (),
    step: Step = Step.APPROVE_PLAN,
) -> CaseEvent:
    """Back to the drafter with all reasons at once; the second time the liaison joins (T14).

    Comments on single points are reasons: together with what is said of the whole they are one
    return.
    """
    plan = decidable_plan(case, actor, step)
    words = [reason.strip(), *(draft.text.strip() for draft in comments)]
    text = require_reason("\n".join(filter(None, words)), rule="T14")
    plan.status = PlanStatus.RETURNED
    plan.return_reason = reason.strip()
    plan.decided_by = actor.hand
    plan.decided_at = timezone.now()
    plan.save()
    write_comments(plan=plan, actor=actor, step=step, comments=comments)
    event = record_event(
        case=case,
        verb=_RETURNED[step],
        actor=actor,
        step=step,
        text=text,
        reference=f"plan:{plan.pk}",
    )
    notifications.queue(kind="plan_returned", recipients=owner_people(case), case=case, event=event)
    if returns_in_round(case) == RETURNS_UNTIL_LIAISON:
        join_liaison(case=case)
    return event


def approve_plan(
    *, case: Case, actor: Actor, minutes_number: str = "", superior_copy: str = ""
) -> CaseEvent:
    """Freeze the version and start the rectification (T15)."""
    plan = decidable_plan(case, actor, Step.APPROVE_PLAN)
    check_approvable(case, actor, plan, minutes_number, superior_copy)
    sign_approval(plan, actor, minutes_number, superior_copy)
    _set_due(case, plan, actor)
    add_party_in_office(case=case, actor=actor, reason=PartyReason.APPROVER)
    event = record_event(
        case=case,
        verb=EventVerb.PLAN_APPROVED,
        actor=actor,
        step=Step.APPROVE_PLAN,
        reference=f"plan:{plan.pk}",
    )
    notifications.queue(kind="plan_approved", recipients=owner_people(case), case=case, event=event)
    return event


def sign_approval(plan: Plan, actor: Actor, minutes_number: str, superior_copy: str) -> None:
    """This version is frozen."""
    plan.status = PlanStatus.APPROVED
    plan.minutes_number = minutes_number.strip() or plan.minutes_number
    plan.superior_copy = superior_copy.strip()
    plan.decided_by = actor.hand
    plan.decided_at = timezone.now()
    plan.save()


def check_approvable(
    case: Case, actor: Actor, plan: Plan, minutes_number: str, superior_copy: str
) -> None:
    """Opinion, minutes and copy are there where the table of 4.4 asks for them."""
    number = minutes_number.strip() or plan.minutes_number
    if needs_advice(case) and plan.advised_by_id is None:
        raise CaseError(
            _("The opinion of the organisation office is missing; wait for it."), rule="T15"
        )
    if not number and (case.level == CaseLevel.COMMITTEE or actor.role == Role.LG):
        raise CaseError(
            _("The decision was taken together: give the number of the minutes."),
            field="minutes_number",
            rule="T15",
        )
    _check_copy(case, superior_copy)


def _check_copy(case: Case, superior_copy: str) -> None:
    if row_of(case).copy_above and not superior_copy.strip():
        raise CaseError(
            _("The approval is sent in copy to the level above: give the number of the copy."),
            field="superior_copy",
            rule="4.4",
        )


def _set_due(case: Case, plan: Plan, actor: Actor) -> None:
    """The class's own period for the immediate class, else the last date that was promised."""
    if case.deadline_class == DeadlineClass.IMMEDIATE:
        due = rectification_limit(case, today(), current_calendar())
    else:
        due = current_calendar().given(max(measure.due_on for measure in measures_of(case)))
    set_due(
        case=case,
        due=due,
        ground=DeadlineGround.APPROVAL,
        actor=actor,
        starts_on=today(),
        reference=f"plan:{plan.pk}",
    )


def _submitted_plan(case: Case) -> Plan:
    plan = current_plan(case)
    if plan is None or plan.status != PlanStatus.SUBMITTED:
        raise CaseError(_("No plan is waiting for a decision."), rule="T15")
    return plan


def decidable_plan(case: Case, actor: Actor, step: Step) -> Plan:
    """The version under approval; neither its drafter nor anybody concerned decides on it."""
    plan = _submitted_plan(case)
    if plan.drafted_by_id == actor.hand.pk:
        raise NotAllowed(
            _("Whoever drafted the plan does not decide on it; the next approver does."),
            rule="4.4",
        )
    require_free(actor, step, case)
    return plan
