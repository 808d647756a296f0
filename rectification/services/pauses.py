"""The clocks of a case stand still and run again (docs/rules.md T18)."""

from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar import Due, WorkingCalendar
from rectification.calendar.revision import Pause as Span
from rectification.calendar.revision import after_pause
from rectification.calendar.working import ONE_DAY
from rectification.enums import DeadlineGround, EventVerb, RequestDecision, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Pause
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.pauses import (
    pending_pause,
    running_pause,
    why_not_begin,
    why_not_pause,
    why_not_pause_until,
    why_not_resume,
)
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import dated_measures
from rectification.services.audience import office_people
from rectification.services.day_requests import answer_request, decide_request, record_request
from rectification.services.deadlines import RECTIFYING, drop_pause, follow_due, set_due
from rectification.services.work_items import move_due


def ask_pause(*, case: Case, actor: Actor, ground: str, until: date, reason: str) -> CaseEvent:
    """The office asks, for a paused case for a longer pause; until then the clocks go on."""
    require_free(actor, EventVerb.PAUSE_ASKED, case)
    allow(why_not_pause(case))
    why_not = why_not_pause_until(until, today())
    if why_not is not None:
        raise CaseError(why_not.message, field="until", rule=why_not.rule)
    pause = Pause.objects.create(
        case=case,
        round=case.round,
        ground=ground,
        reason=require_reason(reason, rule="T18"),
        ends_on=until,
        asked_by=actor.hand,
        asked_at=timezone.now(),
    )
    return record_request(case, actor, pause, EventVerb.PAUSE_ASKED, pause.reason)


def agree_pause(*, case: Case, actor: Actor) -> CaseEvent:
    """From today nothing of the case falls due; one that runs already goes over into this one."""
    require_free(actor, Step.AGREE_PAUSE, case)
    pause = _pending(case)
    allow(why_not_begin(pause, today()))
    before = running_pause(case)
    if before is not None:
        _end(case, before, today(), actor)
    pause.paused_on = today()
    decide_request(pause, actor, RequestDecision.GRANTED)
    case.paused = True
    case.save()
    return answer_request(case, actor, pause, EventVerb.PAUSED, kind="case_paused")


def refuse_pause(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    require_free(actor, Step.AGREE_PAUSE, case)
    pause = _pending(case)
    pause.answer = require_reason(reason, rule="T18")
    decide_request(pause, actor, RequestDecision.REFUSED)
    event = record_request(case, actor, pause, EventVerb.PAUSE_REFUSED, pause.answer)
    notifications.queue(
        kind="pause_refused", recipients=office_people(case), case=case, event=event
    )
    return event


def resume_case(*, case: Case, actor: Actor = SYSTEM) -> CaseEvent:
    """The office ends the pause today, time ends it on its end day, however late it is noticed."""
    if actor != SYSTEM:
        require_free(actor, EventVerb.RESUMED, case)
    allow(why_not_resume(case))
    pause = running_pause(case)
    if pause is None:
        raise CaseError(_("The case is not paused."), rule="T18")
    _end(case, pause, min(today(), pause.ends_on), actor)
    return answer_request(case, actor, pause, EventVerb.RESUMED, kind="case_resumed")


def drop_pause_of_rework(*, case: Case) -> None:
    """The work that was paused is void: no day of it moves, but those of the steps beside do."""
    pause = running_pause(case) if case.paused else None
    drop_pause(case=case)
    if pause is not None:
        assert pause.paused_on is not None
        _move_others(case, Span(pause.paused_on, today()), current_calendar())


def _end(case: Case, pause: Pause, on: date, actor: Actor) -> None:
    """The days of the case move by the working days that were paused."""
    assert case.due_on is not None
    assert pause.paused_on is not None
    calendar, span = current_calendar(), Span(pause.paused_on, on)
    pause.resumed_on = on
    pause.save()
    case.paused = False
    due = Due(case.due_on, case.due_provisional, calendar.version)
    moved = replace(after_pause(due, span, calendar), version=calendar.version)
    set_due(
        case=case,
        due=moved,
        ground=DeadlineGround.RESUMPTION,
        actor=actor,
        starts_on=on,
        reference=pause.reference,
    )
    for measure in dated_measures(case):
        given = calendar.given(measure.due_on)
        measure.due_on = after_pause(given, span, calendar).on
        measure.save()
    follow_due(case=case)
    _move_others(case, span, calendar)


def _move_others(case: Case, span: Span, calendar: WorkingCalendar) -> None:
    """Steps beside the rectification; of one begun in the pause the days since then."""
    rows = case.work_items.filter(closed_at__isnull=True, due_on__isnull=False)
    for item in rows.exclude(step__in=RECTIFYING):
        began = item.clock_from or span.paused_on
        first = max(span.paused_on, began + ONE_DAY)
        assert item.due_on is not None
        due = Due(item.due_on, item.due_provisional, calendar.version)
        moved = after_pause(due, Span(first, span.resumed_on), calendar)
        move_due(item=item, on=moved.on, provisional=moved.provisional)


def _pending(case: Case) -> Pause:
    pause = pending_pause(case)
    if pause is None:
        raise CaseError(_("No pause waits for an answer."), rule="T18")
    return pause
