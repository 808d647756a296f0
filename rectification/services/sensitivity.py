"""群众高度关注: the leading group decides before such a text is approved (docs/rules.md 4.6).

One rule for the notice of the effect and for what is disclosed beside the procedure.
"""

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    EventVerb,
    PublicationPurpose,
    PublicationStatus,
    Sensitivity,
    Step,
)
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, PublicationDecision
from rectification.policies.actors import Actor
from rectification.policies.disclosures import step_of
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.publication import current_decision
from rectification.services.publication import record_decision


def raise_sensitivity(
    *, case: Case, actor: Actor, reason: str, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """Anybody in the review stops the text; once for a version, for LG decides once."""
    decision = current_decision(case, purpose)
    under_review = (PublicationStatus.PROPOSED, PublicationStatus.APPROVED)
    if decision is None or decision.status not in under_review:
        raise CaseError(_("No proposal for publication is under review."), rule="4.6")
    if decision.is_waiver:
        raise CaseError(_("Nothing is to be shown, so nobody is stirred by it."), rule="4.6")
    if decision.sensitivity:
        raise CaseError(
            _("The leading group has decided on this text already; go on, or return it."),
            rule="4.6",
        )
    text = require_reason(reason, field="sensitive", rule="4.6")
    decision.sensitivity = Sensitivity.RAISED
    decision.save()
    return record_decision(case, actor, EventVerb.SENSITIVITY_RAISED, decision, text=text)


def clear_sensitivity(
    *, case: Case, actor: Actor, reason: str, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """The review goes on where it was stopped."""
    decision = _decided(case, actor, purpose, Sensitivity.CLEARED, reason)
    decision.save()
    return record_decision(case, actor, EventVerb.SENSITIVITY_CLEARED, decision, text=reason)


def uphold_sensitivity(
    *, case: Case, actor: Actor, reason: str, purpose: str = PublicationPurpose.EFFECT
) -> CaseEvent:
    """It is not shown like this: whoever proposed it words it anew, or does without it."""
    decision = _decided(case, actor, purpose, Sensitivity.UPHELD, reason)
    decision.status = PublicationStatus.RETURNED
    decision.return_reason = decision.sensitivity_reason
    decision.save()
    event = record_decision(case, actor, EventVerb.SENSITIVITY_UPHELD, decision, text=reason)
    notifications.queue(
        kind="publication_returned", recipients=[decision.proposed_by], case=case, event=event
    )
    return event


def _decided(
    case: Case, actor: Actor, purpose: str, result: Sensitivity, reason: str
) -> PublicationDecision:
    decision = current_decision(case, purpose)
    if decision is None or decision.sensitivity != Sensitivity.RAISED:
        raise CaseError(_("No text waits for the leading group."), rule="4.6")
    require_free(actor, step_of(Step.SETTLE_SENSITIVITY, purpose), case)
    decision.sensitivity = result
    decision.sensitivity_by = actor.hand
    decision.sensitivity_reason = require_reason(reason, rule="4.6")
    return decision
