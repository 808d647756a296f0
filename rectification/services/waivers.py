"""不公开: nothing of the case is shown, on one of three grounds (docs/rules.md T23)."""

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseLevel,
    EventVerb,
    PublicationScope,
    PublicationStatus,
    Step,
    WaiverGround,
)
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent
from rectification.policies.actors import Actor
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.roles import Role
from rectification.selectors.publication import current_decision, narrowed_away
from rectification.services.audience import owner_people
from rectification.services.publication import new_version, record_decision, refuse_while_open


def propose_waiver(*, case: Case, actor: Actor, ground: str, reason: str) -> CaseEvent:
    """T23: nothing is published, on one of three grounds; DIS must agree."""
    refuse_while_open(case)
    if ground not in WaiverGround.values:
        raise CaseError(
            _("Choose the ground on which nothing is to be published."), field="ground", rule="T23"
        )
    decision = new_version(case, actor)
    decision.scope = PublicationScope.NONE
    decision.waiver_ground = ground
    decision.waiver_reason = require_reason(reason, rule="T23")
    decision.save()
    return record_decision(case, actor, EventVerb.WAIVER_PROPOSED, decision, text=reason)


def agree_waiver(*, case: Case, actor: Actor) -> CaseEvent:
    """DIS agrees that nothing is published; whoever agreed does not verify the case.

    Or that a notice was narrowed to those concerned alone, so that nobody else has read it.
    """
    decision = current_decision(case)
    waived = decision is not None and decision.is_waiver and decision.approved_by_id is not None
    if decision is None or not (waived or narrowed_away(case)):
        raise CaseError(_("No approved waiver is waiting for an answer."), rule="T23")
    require_free(actor, Step.AGREE_WAIVER, case)
    decision.waiver_agreed_by = actor.hand
    decision.status = PublicationStatus.CARRIED_OUT
    decision.save()
    event = record_decision(case, actor, EventVerb.WAIVER_AGREED, decision)
    notifications.queue(kind="waiver_agreed", recipients=owner_people(case), case=case, event=event)
    _tell_branch(case, event)
    return event


def _tell_branch(case: Case, event: CaseEvent) -> None:
    """The branch hears of the result in a form that names nobody and no case (T23)."""
    if case.level == CaseLevel.MEMBER:
        notifications.queue(
            kind="waiver_in_branch",
            recipients=in_office(Role.SEC, case.owner_organisation, today()),
            about=f"event:{event.pk}",
        )
