"""More time before the day is over: asked, advised on, decided, or taken back (T17)."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import DeadlineGround, EventVerb, RequestDecision, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Extension, Measure
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.extensions import (
    pending_extension,
    why_not_extend,
    why_not_take_back,
    why_not_until,
)
from rectification.policies.reasons import Reason, allow, require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import dated_measures, follows_any, open_measures
from rectification.services.day_requests import answer_request, decide_request, record_request
from rectification.services.deadlines import follow_due, set_due


def ask_extension(
    *, case: Case, actor: Actor, until: date, reason: str, measures: Sequence[Measure]
) -> CaseEvent:
    """The owner asks; the day of receipt is today, and nobody's delay takes it from him."""
    calendar = current_calendar()
    allow(why_not_extend(case, calendar, today()))
    _check_day(why_not_until(case, calendar, until))
    text = require_reason(reason, rule="T17")
    assert case.due_on is not None
    extension = Extension.objects.create(
        case=case,
        round=case.round,
        former_due_on=case.due_on,
        new_due_on=until,
        reason=text,
        asked_by=actor.hand,
        asked_at=timezone.now(),
    )
    extension.measures.set(open_measures(case).filter(pk__in=[row.pk for row in measures]))
    return record_request(case, actor, extension, EventVerb.EXTENSION_ASKED, text)


def advise_extension(*, case: Case, actor: Actor, favours: bool, advice: str) -> CaseEvent:
    """The office looks at the form and says what it thinks; it is the approver who decides."""
    require_free(actor, Step.REVIEW_EXTENSION, case)
    extension = _pending(case)
    extension.advice = require_reason(advice, field="advice", rule="T17")
    extension.favoured, extension.advised_by = favours, actor.hand
    extension.save()
    return record_request(case, actor, extension, EventVerb.EXTENSION_ADVISED, extension.advice)


def grant_extension(*, case: Case, actor: Actor) -> CaseEvent:
    """The new day holds for the case, measures named and open steps; the old one is kept."""
    require_free(actor, Step.DECIDE_EXTENSION, case)
    extension = _pending(case)
    calendar = current_calendar()
    allow(why_not_until(case, calendar, extension.new_due_on))
    decide_request(extension, actor, RequestDecision.GRANTED)
    set_due(
        case=case,
        due=calendar.given(extension.new_due_on),
        ground=DeadlineGround.EXTENSION,
        actor=actor,
        starts_on=today(),
        reference=extension.reference,
    )
    named = set(extension.measures.values_list("pk", flat=True))
    for measure in dated_measures(case):
        if follows_any(measure, named):
            measure.due_on = max(measure.due_on, extension.new_due_on)
            measure.save()
    follow_due(case=case)
    return answer_request(
        case, actor, extension, EventVerb.EXTENSION_GRANTED, kind="extension_decided"
    )


def refuse_extension(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    require_free(actor, Step.DECIDE_EXTENSION, case)
    extension = _pending(case)
    extension.answer = require_reason(reason, rule="T17")
    decide_request(extension, actor, RequestDecision.REFUSED)
    verb, answer = EventVerb.EXTENSION_REFUSED, extension.answer
    return answer_request(case, actor, extension, verb, answer, kind="extension_decided")


def take_extension_back(*, case: Case, actor: Actor) -> CaseEvent:
    """The owner needs it no more, while it is undecided."""
    allow(why_not_take_back(case, actor.hand))
    extension = _pending(case)
    extension.decision, extension.decided_at = RequestDecision.WITHDRAWN, timezone.now()
    extension.save()
    return record_request(case, actor, extension, EventVerb.EXTENSION_WITHDRAWN)


def _check_day(reason: Reason | None) -> None:
    """The same refusal, beside the field in which the day was typed."""
    if reason is not None:
        raise CaseError(reason.message, field="until", rule=reason.rule)


def _pending(case: Case) -> Extension:
    extension = pending_extension(case)
    if extension is None:
        raise CaseError(_("No extension waits for a decision."), rule="T17")
    return extension
