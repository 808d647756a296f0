"""A dispute about a share: mediated by the office, decided by the leading group (scenario 7)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, MediationResult, ShareAnswer, ShareDecision, Step
from rectification.exceptions import CaseError
from rectification.models import Assignment, Case, CaseEvent, Dispute, Person
from rectification.policies.actors import Actor
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.shares import open_dispute
from rectification.services.audience import office_people, owner_people, unit_people
from rectification.services.events import record_event
from rectification.services.shares import end_dispute, release_unit, start_measures

RULE = "8.7"

_MEDIATED: dict[str, EventVerb] = {
    MediationResult.WITHDRAWN: EventVerb.SHARE_AGREED,
    MediationResult.CHANGED: EventVerb.SHARE_AGREED,
    MediationResult.RELEASED: EventVerb.SHARE_RELEASED,
    MediationResult.FAILED: EventVerb.SHARE_DISPUTED,
}


def mediate_share(
    *, case: Case, actor: Actor, assignment: Assignment, result: str, agreed: str
) -> CaseEvent:
    """Record what the two units agreed on before the office, or that they did not.

    Where the unit is to have a share, it is asked again and says so itself: nobody accepts for it.
    """
    require_free(actor, Step.MEDIATE_SHARE, case)
    text = require_reason(agreed, field="agreed", rule=RULE)
    if result not in _MEDIATED:
        raise CaseError(_("Say what came of the mediation."), field="decision", rule=RULE)
    dispute = _open(assignment)
    dispute.mediation, dispute.agreed = result, text
    dispute.mediated_by, dispute.mediated_at = actor.hand, timezone.now()
    dispute.save()
    verb = _MEDIATED[result]
    if verb == EventVerb.SHARE_AGREED:
        assignment.answer = ShareAnswer.PENDING
        assignment.save()
    event = _record(case, actor, assignment, verb, Step.MEDIATE_SHARE, text)
    _tell("share_mediated", case, assignment, event)
    if verb == EventVerb.SHARE_RELEASED:
        end_dispute(dispute)
        release_unit(case=case, assignment=assignment)
    return event


def propose_share(
    *, case: Case, actor: Actor, assignment: Assignment, proposal: str, reason: str
) -> CaseEvent:
    """The unit kept silent: the office says what should follow, the leading group decides."""
    require_free(actor, Step.PROPOSE_SHARE, case)
    text = require_reason(reason, rule=RULE)
    dispute = _open(assignment)
    dispute.proposal, dispute.proposal_reason = ShareDecision(proposal), text
    dispute.proposed_by = actor.hand
    dispute.save()
    return _record(case, actor, assignment, EventVerb.SHARE_PROPOSED, Step.PROPOSE_SHARE, text)


def decide_share(
    *, case: Case, actor: Actor, assignment: Assignment, decision: str, reason: str
) -> CaseEvent:
    """The leading group decides in writing; final in the system, both units are informed."""
    require_free(actor, Step.DECIDE_SHARE, case)
    text = require_reason(reason, rule=RULE)
    dispute = _open(assignment)
    dispute.decision, dispute.decision_reason = ShareDecision(decision), text
    dispute.decided_by, dispute.decided_at = actor.hand, timezone.now()
    end_dispute(dispute)
    assigned = decision == ShareDecision.ASSIGNED
    verb = EventVerb.SHARE_ASSIGNED if assigned else EventVerb.SHARE_RELEASED
    event = _record(case, actor, assignment, verb, Step.DECIDE_SHARE, text)
    _tell("share_decided", case, assignment, event)
    if assigned:
        assignment.answer = ShareAnswer.ASSIGNED
        assignment.save()
        start_measures(case=case, actor=actor, assignment=assignment)
    else:
        release_unit(case=case, assignment=assignment)
    return event


def _open(assignment: Assignment) -> Dispute:
    dispute = open_dispute(assignment)
    if dispute is None:
        raise CaseError(_("The dispute about this share is over."), rule=RULE)
    return dispute


def _record(
    case: Case, actor: Actor, assignment: Assignment, verb: EventVerb, step: Step, text: str
) -> CaseEvent:
    return record_event(
        case=case,
        verb=verb,
        actor=actor,
        step=step,
        text=text,
        reference=f"assignment:{assignment.pk}",
    )


def _tell(kind: str, case: Case, assignment: Assignment, event: CaseEvent) -> None:
    told: list[Person] = [
        *unit_people(assignment.organisation),
        *owner_people(case),
        *office_people(case),
    ]
    recipients = list(dict.fromkeys(told))
    notifications.queue(kind=kind, recipients=recipients, case=case, event=event)
