"""复核: the answer to an objection is contested once, and somebody else decides (T24, T25)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import EventVerb, ObjectionDecision, PartyReason, Step
from rectification.exceptions import CaseError
from rectification.models import CaseEvent, Objection, ObjectionReview
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.objections import is_lawful, why_not_ask_review, why_not_prolong
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.publication import current_notice
from rectification.services.audience import owner_people
from rectification.services.events import record_event
from rectification.services.issuing import void_overturned_answer
from rectification.services.objection_decisions import correct, follow, tell_checker
from rectification.services.objections import stop_notice, stops
from rectification.services.parties import add_party_in_office
from rectification.services.public_texts import refuse_betraying
from rectification.services.secrecy import refuse_secret


def prolong_objection(*, objection: Objection, actor: Actor, reason: str) -> CaseEvent:
    """T24: once, ten working days more, counted from the day on which it was due."""
    case = objection.case
    require_free(actor, Step.HANDLE_OBJECTION, case)
    item = case.work_items.get(
        objection=objection, step=Step.HANDLE_OBJECTION, closed_at__isnull=True
    )
    allow(why_not_prolong(objection, item.due_on))
    assert item.due_on is not None
    refuse_betraying(case, actor, reason=reason)
    because = require_reason(reason, rule="T24")
    item.due_on, item.due_provisional = _ten_more(item.due_on)
    item.save(update_fields=["due_on", "due_provisional"])
    objection.prolonged_until, objection.prolonged_because = item.due_on, because
    objection.save()
    return _record(objection, "objection_prolonged", actor, because)


def _ten_more(day: date) -> tuple[date, bool]:
    end = due(Clock.OBJECTION_EXTENSION, day, current_calendar())
    return end.on, end.provisional


def ask_review(*, objection: Objection, reason: str, actor: Actor = INTAKE_CHANNEL) -> CaseEvent:
    """T25: whoever holds the receipt code contests the answer; the objection is open again.
    Before the notice it is the person concerned, as himself (8.14).

    The notice stops as it did when he objected. It is opened again where its period was over and
    no verifier has signed yet; else nothing is struck off before the review is decided. One that
    sealing cut off is begun anew; what it was told then stays in its history.
    """
    refuse_secret(False, reason)
    allow(why_not_ask_review(objection, current_calendar()))
    review = getattr(objection, "review", None) or ObjectionReview(
        objection=objection, contested=objection.decision
    )
    review.reason = require_reason(reason, field="text", rule="T25")
    review.asked_at, review.reply, review.reviewed_at = timezone.now(), "", None
    review.save()
    objection.decided_at = None
    objection.save()
    if (notice := objection.notice) is None:
        return _event(objection, EventVerb.REVIEW_ASKED, actor, reason.strip())
    rests = notice.is_disclosure or notice == current_notice(objection.case)
    if rests and notice.withdrawn_at is None and stops(notice, in_time=True):
        stop_notice(notice, objection.kind)
    return _record(objection, "review_asked", actor)


def decide_review(
    *,
    objection: Objection,
    actor: Actor,
    decision: str,
    findings: str,
    reply: str,
    title: str = "",
    text: str = "",
    scope: str = "",
) -> CaseEvent:
    """T25: final in the system; what it says stands in place of the answer that was contested."""
    case, review = objection.case, objection.review
    require_free(actor, Step.REVIEW_OBJECTION, case)
    _check(objection, review, decision)
    refuse_betraying(case, actor, findings=findings, reply=reply)
    review.findings = require_reason(findings, field="findings", rule="T25")
    review.reply = require_reason(reply, field="reply", rule="T25")
    review.decision, review.reviewed_by, review.reviewed_at = decision, actor.hand, timezone.now()
    review.save()
    objection.decision = decision
    correct(objection, title=title, text=text, scope=scope)
    if decision != ObjectionDecision.WRONG:
        objection.decided_at = review.reviewed_at
    objection.save()
    add_party_in_office(case=case, actor=actor, reason=PartyReason.OBJECTION_HANDLER)
    event = _record(objection, "review_decided", actor, review.findings)
    if decision != review.contested:
        void_overturned_answer(objection=objection)
    follow(objection, case, actor, event)
    tell_checker(objection, case, event)
    return event


def end_review(objection: Objection, *, reply: str) -> bool:
    """The case ends, or is sealed, before the review was decided: whoever asked is told so."""
    review = ObjectionReview.objects.filter(objection=objection, reviewed_at__isnull=True).first()
    if review is None:
        return False
    review.reply, review.reviewed_at = reply, timezone.now()
    review.save()
    return True


def _check(objection: Objection, review: ObjectionReview, decision: str) -> None:
    if review.reviewed_at is not None or objection.decided_at is not None:
        raise CaseError(_("This review was decided already."), rule="T25")
    if not is_lawful(objection.kind, decision, ended=not objection.case.is_open):
        raise CaseError(
            _("An objection of this kind cannot be decided in this way."),
            field="decision",
            rule="T25",
        )


def _record(objection: Objection, kind: str, actor: Actor, text: str = "") -> CaseEvent:
    """Event and message have one name. No word of whoever asked: style may identify him."""
    case = objection.case
    event = _event(objection, EventVerb(kind), actor, text)
    notifications.queue(kind=kind, recipients=owner_people(case), case=case, event=event)
    return event


def _event(objection: Objection, verb: EventVerb, actor: Actor, text: str) -> CaseEvent:
    reference = f"objection:{objection.pk}"
    return record_event(case=objection.case, verb=verb, actor=actor, text=text, reference=reference)
