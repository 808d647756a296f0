"""公开审批: propose, secrecy review, second redaction check, hearing, approval (T22, 4.6).

The same acts for each purpose: the notice of the effect, the disclosure of the lists, a circular.
"""

from collections.abc import Collection

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import (
    EventVerb,
    HearingOutcome,
    PublicationPurpose,
    PublicationStatus,
    Sensitivity,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, PublicationDecision
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.disclosures import step_of
from rectification.policies.publication import is_heard, scopes_for
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.calendar import current_calendar
from rectification.selectors.publication import (
    awaits_scope_agreement,
    comment_to_answer,
    current_decision,
    narrowed_away,
)
from rectification.services.events import record_event
from rectification.services.leak_test import refuse_leaks_of_text
from rectification.services.public_texts import refuse_revealing, refuse_unpublishable
from rectification.services.redaction_marks import (
    NONE,
    Answers,
    confirm_marks,
    decide_marks,
    keep_marks,
)

SHORTEST, LONGEST = 5, 20
"""Working days of a notice (docs/rules.md 4.5); the lower bound is fixed."""


def propose_publication(
    *,
    case: Case,
    actor: Actor,
    scope: str,
    title: str,
    text: str,
    working_days: int,
    necessity: str,
    answer_to_comment: str = "",
    answers: Answers = NONE,
    purpose: str = PublicationPurpose.EFFECT,
) -> CaseEvent:
    """T22: a text of its own for a scope; it is checked by three others before anybody reads it."""
    refuse_unpublishable(case)
    refuse_while_open(case, purpose)
    scopes, comment = scopes_for(case, purpose), comment_to_answer(case, purpose)
    faults = _faults(scope, scopes, working_days, title=title, text=text, necessity=necessity)
    if comment and not answer_to_comment.strip():
        faults["answer_to_comment"] = _(
            "The person concerned contested the last text: answer the comment in writing first."
        )
    if faults:
        raise InvalidInput(faults, rule="T22")
    decided = decide_marks(case=case, title=title, text=text, answers=answers)
    refuse_revealing(case=case, title=decided.title, text=decided.text)
    decision = new_version(case, actor, purpose)
    decision.scope = scope
    decision.title = decided.title.strip()
    decision.text = decided.text.strip()
    decision.working_days = working_days
    decision.necessity = necessity.strip()
    decision.answer_to_comment = answer_to_comment.strip()
    decision.save()
    keep_marks(publication=decision, decided=decided, actor=actor)
    return record_decision(case, actor, EventVerb.PUBLICATION_PROPOSED, decision, text=necessity)


def _faults(
    scope: str, scopes: Collection[str], working_days: int, **texts: str
) -> dict[str, str | Promise]:
    """By field, what cannot be proposed."""
    errors: dict[str, str | Promise] = {}
    if scope not in scopes:
        errors["scope"] = _("This scope is wider than the rules allow for a case of this level.")
    if not SHORTEST <= working_days <= LONGEST:
        errors["working_days"] = _("A notice runs for 5 to 20 working days.")
    for name, value in texts.items():
        if not value.strip():
            errors[name] = _("This field is required for your decision.")
    return errors


def clear_secrecy(
    *, case: Case, actor: Actor, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """GEN finds nothing in the text that must not be made public."""
    refuse_unpublishable(case)
    decision = _under_review(case, purpose)
    decision.secrecy_by = actor.hand
    decision.secrecy_at = timezone.now()
    decision.save()
    return record_decision(case, actor, EventVerb.SECRECY_CLEARED, decision)


def confirm_redaction(
    *,
    case: Case,
    actor: Actor,
    confirmed: Collection[int] = (),
    purpose: str = PublicationPurpose.EFFECT,
) -> CaseEvent:
    """A second person agrees to each mark; from now on the person concerned has three days."""
    decision = _under_review(case, purpose)
    require_free(actor, step_of(Step.CHECK_REDACTION, purpose), case)
    if decision.proposed_by_id == actor.hand.pk:
        raise NotAllowed(_("Whoever wrote the text does not check it."), rule="4.6")
    if decision.secrecy_by_id is None:
        raise CaseError(_("The secrecy review is missing; it comes first."), rule="T22")
    refuse_revealing(case=case, title=decision.title, text=decision.text)
    reasons = decision.marks.values_list("reason", flat=True)
    refuse_leaks_of_text(case=case, title=decision.title, text=decision.text, reasons=reasons)
    confirm_marks(publication=decision, actor=actor, confirmed=confirmed)
    decision.redaction_by = actor.hand
    decision.redaction_at = timezone.now()
    decision.told_at = timezone.now()
    decision.save()
    return record_decision(case, actor, EventVerb.REDACTION_CONFIRMED, decision)


def comment_publication(
    *,
    case: Case,
    actor: Actor,
    outcome: str,
    comment: str = "",
    purpose: str = PublicationPurpose.EFFECT,
) -> CaseEvent:
    """The person concerned has read text, scope and days; what he contests is not published."""
    decision = _awaiting_comment(case, purpose)
    contested = outcome == HearingOutcome.CONTESTED
    if outcome not in (HearingOutcome.NO_OBJECTION, HearingOutcome.CONTESTED):
        raise CaseError(_("Say whether you contest the text."), rule="T22")
    decision.hearing = outcome
    decision.comment = comment.strip()
    if contested:
        decision.comment = require_reason(comment, field="comment", rule="8.14")
        decision.status = PublicationStatus.RETURNED
    decision.save()
    event = record_decision(case, actor, EventVerb.PERSON_HEARD, decision, text=comment)
    if contested:
        _tell_proposer(case, decision, event)
    return event


def lapse_hearing(*, case: Case, purpose: str = PublicationPurpose.EFFECT) -> CaseEvent:
    """Three working days without a comment: the procedure goes on, which is no consent."""
    decision = _awaiting_comment(case, purpose)
    last = due(Clock.HEARING, timezone.localdate(decision.told_at), current_calendar()).on
    if timezone.localdate() <= last:
        raise CaseError(_("The period for the comment is not over yet."), rule="T22")
    decision.hearing = HearingOutcome.LAPSED
    decision.save()
    return record_decision(case, SYSTEM, EventVerb.HEARING_LAPSED, decision)


def approve_publication(
    *, case: Case, actor: Actor, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """The approver of the scope agrees to the notice, or to showing nothing (T23)."""
    decision = _under_review(case, purpose)
    require_free(actor, step_of(Step.APPROVE_PUBLICATION, purpose), case)
    if not decision.is_waiver:
        _check_ready(case, decision)
    decision.status = PublicationStatus.APPROVED
    decision.approved_by = actor.hand
    decision.approved_at = timezone.now()
    decision.save()
    return record_decision(case, actor, EventVerb.PUBLICATION_APPROVED, decision)


def _check_ready(case: Case, decision: PublicationDecision) -> None:
    refuse_unpublishable(case)
    if decision.sensitivity == Sensitivity.RAISED:
        raise CaseError(_("The leading group has not decided on its sensitivity yet."), rule="4.6")
    if decision.secrecy_by_id is None or decision.redaction_by_id is None:
        raise CaseError(_("Secrecy review and second check must come first."), rule="T22")
    if not is_heard(decision):
        raise CaseError(
            _("The person concerned has not been heard, or contests the text; return it."),
            rule="8.14",
        )
    if decision.scope not in scopes_for(case, decision.purpose):
        raise CaseError(
            _("This scope is wider than the rules allow for a case of this level."), rule="4.6"
        )


def agree_scope(*, case: Case, actor: Actor, purpose: str = PublicationPurpose.EFFECT) -> CaseEvent:
    """ORG agrees to what the approver of the scope approved; it has read the text alone (4.6)."""
    decision = current_decision(case, purpose)
    if decision is None or not awaits_scope_agreement(case, decision):
        raise CaseError(_("No approved text is waiting for an agreement."), rule="T22")
    require_free(actor, step_of(Step.AGREE_SCOPE, purpose), case)
    _check_ready(case, decision)
    decision.scope_agreed_by = actor.hand
    decision.scope_agreed_at = timezone.now()
    decision.save()
    return record_decision(case, actor, EventVerb.SCOPE_AGREED, decision)


def return_publication(
    *, case: Case, actor: Actor, reason: str, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """Back to the proposer, from whichever of the reviews, with all reasons at once."""
    decision = current_decision(case, purpose)
    under_review = (PublicationStatus.PROPOSED, PublicationStatus.APPROVED)
    narrowed = purpose == PublicationPurpose.EFFECT and narrowed_away(case) is not None
    if decision is None or not (narrowed or decision.status in under_review):
        raise CaseError(_("No proposal for publication is under review."), rule="T22")
    decision.return_reason = require_reason(reason, rule="T22")
    decision.status = PublicationStatus.RETURNED
    decision.save()
    event = record_decision(case, actor, EventVerb.PUBLICATION_RETURNED, decision, text=reason)
    _tell_proposer(case, decision, event)
    return event


def new_version(
    case: Case, actor: Actor, purpose: str = PublicationPurpose.EFFECT
) -> PublicationDecision:
    """The next one of this purpose, for its author to fill in."""
    rows = PublicationDecision.objects.filter(case=case, purpose=purpose)
    last = rows.aggregate(last=Max("version"))["last"] or 0
    return PublicationDecision(
        case=case,
        purpose=purpose,
        round=case.round,
        version=last + 1,
        proposed_by=actor.hand,
        proposed_role=actor.role,
        proposed_at=timezone.now(),
    )


def refuse_while_open(case: Case, purpose: str = PublicationPurpose.EFFECT) -> None:
    """One version of a purpose is under review at a time."""
    decision = current_decision(case, purpose)
    if decision is not None and decision.status in (
        PublicationStatus.PROPOSED,
        PublicationStatus.APPROVED,
    ):
        raise CaseError(_("A proposal for publication is under review already."), rule="T22")


def _under_review(case: Case, purpose: str) -> PublicationDecision:
    decision = current_decision(case, purpose)
    if decision is None or decision.status != PublicationStatus.PROPOSED:
        raise CaseError(_("No proposal for publication is under review."), rule="T22")
    return decision


def _awaiting_comment(case: Case, purpose: str) -> PublicationDecision:
    decision = _under_review(case, purpose)
    if decision.told_at is None or decision.hearing:
        raise CaseError(_("No text is waiting for a comment."), rule="T22")
    return decision


def record_decision(
    case: Case, actor: Actor, verb: EventVerb, decision: PublicationDecision, *, text: str = ""
) -> CaseEvent:
    reference = f"publication:{decision.pk}"
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=reference)


def _tell_proposer(case: Case, decision: PublicationDecision, event: CaseEvent) -> None:
    notifications.queue(
        kind="publication_returned", recipients=[decision.proposed_by], case=case, event=event
    )
