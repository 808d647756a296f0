"""销号 and the other ends: struck off, stage target reached, terminated (T27, T29, T30, T35)."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import (
    CaseOutcome,
    ClosureKind,
    DeadlineClass,
    EventVerb,
    ObjectionDecision,
    Step,
    VerificationConclusion,
)
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, CaseEvent, Closure, Objection, VerificationAttempt
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.facts import facts_of
from rectification.policies.promises import is_kept
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.policies.rehabilitation import needs_rehabilitation
from rectification.policies.separation import bar_of
from rectification.policies.termination import why_not_terminate
from rectification.selectors.calendar import current_calendar
from rectification.selectors.closure import open_points
from rectification.selectors.timeline import passed_on
from rectification.selectors.verification import last_attempt, signatures
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.look_backs import plan_look_back
from rectification.services.notices import resume_notice, withdraw_notice
from rectification.services.numbers import next_number
from rectification.services.objection_reviews import end_review
from rectification.services.opinions import write_answer
from rectification.services.public_texts import refuse_betraying
from rectification.services.rehabilitation import check_rehabilitation, rehabilitate
from rectification.services.verification import result_people, void_unfinished

SIGNATURES_NEEDED = 2


def close_case(*, case: Case) -> CaseEvent:
    """T29: strike the entry off with a closure number, once nothing stands in the way."""
    attempt = _good_attempt(case, VerificationConclusion.PASSED)
    closure = _close(case, attempt, ClosureKind.COMPLETED, CaseOutcome.CLOSED)
    plan_look_back(case=case)
    return _record_end(case, closure, EventVerb.CLOSED, kind="closed")


def reach_stage_target(*, case: Case) -> CaseEvent:
    """T30: a long-term matter has reached its stage; it is looked at again within six months."""
    if case.deadline_class != DeadlineClass.LONG_TERM:
        raise CaseError(_("Only a long-term matter has a stage target."), rule="T30")
    attempt = _good_attempt(case, VerificationConclusion.STAGE_PASSED)
    closure = _close(case, attempt, ClosureKind.STAGED, CaseOutcome.LONG_TERM)
    closure.review_on = due(Clock.LONG_TERM_REVIEW, closure.closed_on, current_calendar()).on
    closure.save()
    plan_look_back(case=case)
    return _record_end(case, closure, EventVerb.STAGE_TARGET_REACHED, kind="long_term")


def _good_attempt(case: Case, conclusion: str) -> VerificationAttempt:
    """The closure gate: nothing open, and two signatures of people who are free now.

    Where the level above has verified, its reply stands for both.
    """
    missing = open_points(case)
    if missing:
        raise CaseError(" ".join(str(text) for text in missing), rule="T29")
    attempt = last_attempt(case)
    if attempt is None or attempt.conclusion != conclusion:
        raise CaseError(_("The verification was not passed."), rule="T29")
    if attempt.reply_number:
        return attempt
    facts = facts_of(case)
    signed = [sheet.verifier_id for sheet in signatures(attempt)]
    clean = {pk for pk in signed if bar_of(pk, Step.VERIFY, facts) is None}
    if len(clean) < SIGNATURES_NEEDED:
        raise NotAllowed(_("Two signatures of people who are not recused are needed."), rule="T29")
    return attempt


def _close(
    case: Case, attempt: VerificationAttempt, kind: ClosureKind, outcome: CaseOutcome
) -> Closure:
    today = timezone.localdate()
    number = next_number(series=settings.CLOSURE_MARK, year=today.year)
    rectified_on = passed_on(case).get(EventVerb.EFFECT_REPORTED)
    closure = Closure.objects.create(
        case=case,
        attempt=attempt,
        number=f"{settings.CLOSURE_MARK}〔{today.year}〕{number}号",
        kind=kind,
        closed_on=today,
        rectified_on=rectified_on,
        in_time=is_kept(case.due_on, rectified_on, current_calendar()),
        first_promise_kept=is_kept(case.first_due_on, rectified_on, current_calendar()),
    )
    end_case(case=case, outcome=outcome)
    return closure


def _record_end(case: Case, closure: Closure, verb: EventVerb, *, kind: str) -> CaseEvent:
    event = record_event(case=case, verb=verb, actor=SYSTEM, reference=f"closure:{closure.pk}")
    notifications.queue(kind=kind, recipients=result_people(case), case=case, event=event)
    with override(settings.LANGUAGE_CODE):
        answer = _(
            "The problem you raised was rectified and verified by two people who had no part in "
            "it. It was struck off on %(day)s under number %(number)s."
        ) % {"day": date_format(closure.closed_on), "number": closure.number}
    write_answer(case=case, text=answer)
    return event


def propose_termination(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """T35: the office asks the leading group to end the case without closure."""
    allow(why_not_terminate(case))
    text = require_reason(reason, rule="T35")
    return record_event(case=case, verb=EventVerb.TERMINATION_PROPOSED, actor=actor, text=text)


def decide_termination(
    *,
    case: Case,
    actor: Actor,
    agrees: bool,
    reason: str,
    objection: Objection | None = None,
    clarification: str = "",
) -> CaseEvent:
    """LG ends the case, or refuses; `objection` is the one that called the problem wrong (T27).

    What was then wrongly shown is set right by `clarification`, where it was shown.
    """
    require_free(actor, Step.DECIDE_TERMINATION, case)
    text = require_reason(reason, rule="T35")
    refuse_betraying(case, actor, reason=text)
    if not agrees:
        return _refuse_termination(case, actor, text, objection)
    _check_objections(case, objection)
    wrong = objection if needs_rehabilitation(case, objection) else None
    if wrong is not None:
        check_rehabilitation(case=case, text=clarification)
    for notice in case.notices.all():
        withdraw_notice(notice=notice)
    void_unfinished(case=case)
    _answer_open_objections(case, actor, objection)
    end_case(case=case, outcome=CaseOutcome.TERMINATED, reason=text)
    event = record_event(case=case, verb=EventVerb.TERMINATED, actor=actor, text=text)
    if wrong is not None:
        rehabilitate(case=case, actor=actor, objection=wrong, text=clarification)
    notifications.queue(kind="terminated", recipients=result_people(case), case=case, event=event)
    with override(settings.LANGUAGE_CODE):
        answer = _("The matter was ended by decision of the leading group.")
    write_answer(case=case, text=answer)
    return event


def _check_objections(case: Case, objection: Objection | None) -> None:
    """What was wrongly shown must be set right: no other way out while that is to be decided."""
    found = case.objections.filter(decision=ObjectionDecision.WRONG, decided_at__isnull=True)
    if objection is None and found.exists():
        raise CaseError(
            _(
                "An objection was found right that the problem does not exist or concerns "
                "somebody else. Decide on that one; it ends the case with a rehabilitation notice."
            ),
            rule="T27",
        )


def _answer_open_objections(case: Case, actor: Actor, decided: Objection | None) -> None:
    """No objection stays without an answer when the case ends; one of them ended it."""
    with override(settings.LANGUAGE_CODE):
        standing = _("The matter was ended and its public text taken down.")
    for objection in case.objections.filter(decided_at__isnull=True):
        end_review(objection, reply=standing)
        objection.decision = objection.decision or ObjectionDecision.OUTSIDE
        objection.reply = objection.reply or standing
        objection.decided_by = actor.hand if objection == decided else None
        objection.decided_at = timezone.now()
        objection.save()


def _refuse_termination(
    case: Case, actor: Actor, text: str, objection: Objection | None
) -> CaseEvent:
    """The case goes on; an objection that asked for it is thereby answered."""
    event = record_event(case=case, verb=EventVerb.TERMINATION_REFUSED, actor=actor, text=text)
    if objection is not None:
        objection.decision = ObjectionDecision.DISMISSED
        objection.reply = text
        objection.decided_by = actor.hand
        objection.decided_at = timezone.now()
        objection.save()
        if objection.notice is not None:
            resume_notice(notice=objection.notice)
    return event
