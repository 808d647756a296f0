"""Another deadline class for a case under way, with the approver's consent (改类)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import DeadlineClass, DeadlineGround, EventVerb, RequestDecision, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Reclassification
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_clock
from rectification.policies.reasons import allow, require_reason
from rectification.policies.reclassifications import (
    RULE,
    is_longer,
    pending_reclassification,
    why_not_class,
    why_not_reclassify,
)
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import dated_measures
from rectification.services.day_requests import answer_request, decide_request, record_request
from rectification.services.deadlines import RECTIFYING, follow_due, set_due


def ask_reclassification(
    *, case: Case, actor: Actor, new_class: str, until: date, reason: str
) -> CaseEvent:
    """The owner or the office asks; the class, and the work under it, stay until it is decided."""
    require_free(actor, EventVerb.RECLASSIFICATION_ASKED, case)
    allow(why_not_reclassify(case))
    why_not = why_not_class(case, current_calendar(), new_class, until, today())
    if why_not is not None:
        raise CaseError(why_not.message, field="until", rule=RULE)
    text = require_reason(reason, rule=RULE)
    assert case.due_on is not None
    row = Reclassification.objects.create(
        case=case,
        round=case.round,
        former_class=case.deadline_class,
        new_class=new_class,
        former_due_on=case.due_on,
        new_due_on=until,
        reason=text,
        asked_by=actor.hand,
        asked_at=timezone.now(),
    )
    return record_request(case, actor, row, EventVerb.RECLASSIFICATION_ASKED, text)


def reclassify(*, case: Case, actor: Actor) -> CaseEvent:
    """The class changes with its day.

    Within a shorter one open measures lie at once; the new days of a longer one are the owner's
    to propose, in a version of the plan that is approved anew (the caller asks him for it).
    """
    require_free(actor, Step.DECIDE_RECLASSIFICATION, case)
    row = _pending(case)
    calendar = current_calendar()
    allow(why_not_class(case, calendar, row.new_class, row.new_due_on, today()))
    decide_request(row, actor, RequestDecision.GRANTED)
    former, case.deadline_class = case.due_on, DeadlineClass(row.new_class)
    if case.deadline_class != DeadlineClass.LONG_TERM:
        case.stage_target = ""
    set_due(
        case=case,
        due=calendar.given(row.new_due_on),
        ground=DeadlineGround.RECLASSIFICATION,
        actor=actor,
        starts_on=today(),
        reference=row.reference,
    )
    if not is_longer(row.former_class, row.new_class):
        _bring_within(case, former, row.new_due_on)
    for item in case.work_items.filter(closed_at__isnull=True, step__in=RECTIFYING):
        item.clock = rectification_clock(case)
        item.save(update_fields=["clock"])
    follow_due(case=case)
    return answer_request(case, actor, row, EventVerb.RECLASSIFIED, kind="reclassification_decided")


def _bring_within(case: Case, former: date | None, day: date) -> None:
    for measure in dated_measures(case):
        if measure.due_on == former or measure.due_on > day:
            measure.due_on = day
            measure.save()


def refuse_reclassification(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    require_free(actor, Step.DECIDE_RECLASSIFICATION, case)
    row = _pending(case)
    row.answer = require_reason(reason, rule=RULE)
    decide_request(row, actor, RequestDecision.REFUSED)
    verb = EventVerb.RECLASSIFICATION_REFUSED
    return answer_request(case, actor, row, verb, row.answer, kind="reclassification_decided")


def _pending(case: Case) -> Reclassification:
    row = pending_reclassification(case)
    if row is None:
        raise CaseError(_("No other deadline class waits for a decision."), rule=RULE)
    return row
