"""Co-responsible units: they accept, decline, or stay silent (docs/rules.md T10, scenario 7)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import DeadlineGround, DisputeKind, EventVerb, ShareAnswer, Step, UnitKind
from rectification.exceptions import CaseError
from rectification.models import Assignment, Case, CaseEvent, Dispute
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.reasons import require_reason
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import approved_plan
from rectification.selectors.reminders import require_over
from rectification.selectors.shares import open_dispute
from rectification.services.audience import office_people, owner_people
from rectification.services.deadlines import set_due
from rectification.services.events import record_event


def accept_share(*, case: Case, actor: Actor, assignment: Assignment) -> CaseEvent:
    """A co-unit takes its share; its measures are its duty from today (T10)."""
    _require_asked(case, assignment)
    _answer(assignment, actor, ShareAnswer.ACCEPTED, "")
    dispute = open_dispute(assignment)
    if dispute is not None:
        end_dispute(dispute)
    start_measures(case=case, actor=actor, assignment=assignment)
    return _record_answer(case, actor, assignment, EventVerb.SHARE_ACCEPTED, "")


def decline_share(*, case: Case, actor: Actor, assignment: Assignment, reason: str) -> CaseEvent:
    """A co-unit declines: a dispute, while the lead unit goes on with its own (scenario 7)."""
    text = require_reason(reason, rule="T10")
    _require_asked(case, assignment)
    _answer(assignment, actor, ShareAnswer.DECLINED, text)
    if open_dispute(assignment) is None:
        raise_dispute(assignment, DisputeKind.REFUSED, text)
    return _record_answer(case, actor, assignment, EventVerb.SHARE_DECLINED, text)


def expire_share(*, case: Case, assignment: Assignment) -> CaseEvent:
    """No answer in time: the office proposes, the leading group decides; silence is no consent."""
    _require_asked(case, assignment)
    items = case.work_items.filter(step=Step.ACCEPT_SHARE, closed_at__isnull=True)
    require_over(items.filter(assignment=assignment).first(), rule="8.7")
    if open_dispute(assignment) is None:
        raise_dispute(assignment, DisputeKind.SILENT)
    return record_event(
        case=case,
        verb=EventVerb.SHARE_EXPIRED,
        actor=SYSTEM,
        step=Step.ACCEPT_SHARE,
        reference=f"assignment:{assignment.pk}",
    )


def _require_asked(case: Case, assignment: Assignment) -> None:
    if assignment.case_id != case.pk or assignment.kind != UnitKind.CO:
        raise CaseError(_("This unit is not co-responsible for the case."), rule="T10")
    if assignment.ended_at is not None or assignment.answer != ShareAnswer.PENDING:
        raise CaseError(_("The unit has answered already, or is no longer asked."), rule="T10")


def _answer(row: Assignment, actor: Actor, answer: ShareAnswer, reason: str) -> None:
    row.answer = answer
    row.reason = reason[:500]
    row.answered_by = actor.hand
    row.answered_at = timezone.now()
    row.save()


def _record_answer(
    case: Case, actor: Actor, assignment: Assignment, verb: EventVerb, text: str
) -> CaseEvent:
    event = record_event(
        case=case,
        verb=verb,
        actor=actor,
        step=Step.ACCEPT_SHARE,
        text=text,
        reference=f"assignment:{assignment.pk}",
    )
    told = [*office_people(case), *owner_people(case)]
    notifications.queue(kind="share_answered", recipients=told, case=case, event=event)
    return event


def raise_dispute(assignment: Assignment, kind: DisputeKind, reason: str = "") -> Dispute:
    return Dispute.objects.create(
        case=assignment.case,
        assignment=assignment,
        kind=kind,
        reason=reason,
        raised_at=timezone.now(),
    )


def end_dispute(dispute: Dispute) -> None:
    dispute.ended_at = timezone.now()
    dispute.save()


# --- what it means for the measures of the unit ---------------------------------------------------


def start_measures(*, case: Case, actor: Actor, assignment: Assignment) -> None:
    """The clock of measures that waited starts today: they keep the days the plan gave them.

    The limit of the class is counted anew for them; for the case this is no extension.
    """
    plan = approved_plan(case)
    if plan is None or plan.decided_at is None:
        return
    calendar = current_calendar()
    waited = calendar.count_working_days(timezone.localdate(plan.decided_at), today())
    limit = rectification_limit(case, today(), calendar).on
    last = case.due_on
    for measure in plan.measures.filter(
        organisation=assignment.organisation, done_at__isnull=True, dropped_at__isnull=True
    ):
        moved = calendar.add_working_days(measure.due_on, waited).on if waited else measure.due_on
        measure.due_on = max(measure.due_on, min(moved, limit))
        measure.save()
        last = max(last or measure.due_on, measure.due_on)
    if last is not None and last != case.due_on:
        set_due(
            case=case,
            due=calendar.given(last),
            ground=DeadlineGround.SHARE,
            actor=actor,
            starts_on=today(),
            reference=f"assignment:{assignment.pk}",
        )


def end_part(*, case: Case, assignment: Assignment) -> None:
    """The unit has become one with another of the case; what was undecided is nobody's to do."""
    if assignment.is_undecided:
        release_unit(case=case, assignment=assignment)
    else:
        assignment.ended_at = timezone.now()
        assignment.save()


def release_unit(*, case: Case, assignment: Assignment) -> None:
    """The unit leaves the case; what was planned for it is nobody's to carry out."""
    now = timezone.now()
    assignment.ended_at = now
    assignment.save()
    for plan in case.plans.filter(round=case.round):
        for measure in plan.measures.filter(
            organisation=assignment.organisation, done_at__isnull=True
        ):
            measure.dropped_at = now
            measure.save()
