"""The first review: is everything there? It replaces no verification (docs/rules.md T20, T21)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, PartyReason, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Measure
from rectification.policies.actors import Actor
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.plans import approved_plan
from rectification.services.audience import owner_people, unit_people
from rectification.services.events import record_event
from rectification.services.parties import add_party_in_office
from rectification.services.progress import check_completeness


def pass_review(*, case: Case, actor: Actor) -> CaseEvent:
    """Everything is there: on to publication (T21)."""
    require_free(actor.hand, Step.FIRST_REVIEW, case)
    check_completeness(case)
    if not case.effect_statement:
        raise CaseError(_("The statement of the effect is missing; return the case."), rule="T21")
    add_party_in_office(case=case, actor=actor, reason=PartyReason.REVIEWER)
    return record_event(
        case=case, verb=EventVerb.REVIEW_PASSED, actor=actor, step=Step.FIRST_REVIEW
    )


def return_review(
    *, case: Case, actor: Actor, reason: str, measures: Sequence[Measure]
) -> CaseEvent:
    """Back to rectification, with reasons and the measures that are not done (T20)."""
    require_free(actor.hand, Step.FIRST_REVIEW, case)
    text = require_reason(reason, rule="T20")
    plan = approved_plan(case)
    if not measures or any(plan is None or m.plan_id != plan.pk for m in measures):
        raise CaseError(_("Choose the measures that are not done."), field="measures", rule="T20")
    for measure in measures:
        measure.done_at = None
        measure.save()
    event = record_event(
        case=case,
        verb=EventVerb.REVIEW_RETURNED,
        actor=actor,
        step=Step.FIRST_REVIEW,
        text=text,
        reference=f"plan:{measures[0].plan_id}",
    )
    told = [
        *owner_people(case),
        *(person for m in measures for person in unit_people(m.organisation)),
    ]
    notifications.queue(kind="review_returned", recipients=told, case=case, event=event)
    return event
