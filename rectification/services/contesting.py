"""The person concerned contests a text a second time, before it is shown (rules 8.14, T24).

What he said first was answered in writing by whoever proposed the text. From here on somebody who
took no part decides, and nothing is published meanwhile.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import (
    EventVerb,
    HearingOutcome,
    ObjectionKind,
    ReporterMode,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Objection, PublicationDecision
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.reasons import require_reason
from rectification.selectors.publication import current_decision, objection_before_notice
from rectification.services.events import record_event
from rectification.services.receipts import new_receipt
from rectification.services.secrecy import refuse_secret

RULE = "8.14"


def object_before_notice(*, case: Case, actor: Actor, kind: str, comment: str) -> CaseEvent:
    """He has read the answer to his comment and contests the text still: it becomes an objection.

    Nobody gets a receipt code: he reads the answer as himself and asks for a review as himself.
    """
    decision = _awaiting_comment(case)
    if not decision.answer_to_comment:
        raise CaseError(
            _("Your comment is answered in writing first; contest the text for that."), rule=RULE
        )
    if kind not in ObjectionKind.values:
        raise InvalidInput({"kind": _("Choose what the objection is about.")}, rule=RULE)
    text = require_reason(comment, field="comment", rule=RULE)
    refuse_secret(False, text)
    decision.hearing = HearingOutcome.CONTESTED
    decision.comment = text
    decision.save()
    _code, receipt_hash = new_receipt()
    objection = Objection.objects.create(
        case=case,
        publication=decision,
        kind=kind,
        mode=ReporterMode.NAMED,
        text=text,
        receipt_hash=receipt_hash,
        received_at=timezone.now(),
    )
    return _record(objection, EventVerb.OBJECTION_RECEIVED, actor, text)


def let_answer_stand(*, case: Case, actor: Actor) -> CaseEvent:
    """He asks for no review; he may object to the notice still, like anybody concerned."""
    return _record(_answered(case), EventVerb.PERSON_HEARD, actor)


def lapse_answer(*, case: Case) -> CaseEvent:
    """Five working days without a word: the procedure goes on, and the record says so."""
    objection = _answered(case)
    item = case.work_items.filter(step=Step.HEAR_ANSWER, closed_at__isnull=True).first()
    if item is not None and item.due_on is not None and item.due_on >= today():
        raise CaseError(_("The period for the comment is not over yet."), rule=RULE)
    return _record(objection, EventVerb.HEARING_LAPSED, SYSTEM)


def _awaiting_comment(case: Case) -> PublicationDecision:
    decision = current_decision(case)
    if decision is None or decision.told_at is None or decision.hearing:
        raise CaseError(_("No text is waiting for a comment."), rule="T22")
    return decision


def _answered(case: Case) -> Objection:
    objection = objection_before_notice(case)
    if objection is None or objection.decided_at is None:
        raise CaseError(_("No answer to an objection is waiting for a comment."), rule=RULE)
    return objection


def _record(objection: Objection, verb: EventVerb, actor: Actor, text: str = "") -> CaseEvent:
    reference = f"objection:{objection.pk}"
    return record_event(case=objection.case, verb=verb, actor=actor, text=text, reference=reference)
