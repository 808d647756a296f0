"""撤回: a step is taken back before the next person has opened it (docs/rules.md 4.10).

What was typed stays where the step finds it again when it opens anew.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone

from rectification import notifications
from rectification.enums import ClaimKind, EventVerb, PublicationStatus, ShareAnswer, Step, UnitKind
from rectification.models import Case, CaseEvent, PlanStatus, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.recalling import Handed
from rectification.selectors.plans import current_plan
from rectification.selectors.publication import current_decision
from rectification.services.audience import takers_of
from rectification.services.events import record_event
from rectification.services.work_items import close_item


def recall_step(*, case: Case, actor: Actor, found: Handed, reason: str = "") -> CaseEvent:
    """Undo what the step wrote, close what it opened, and tell those with whom it lay.

    The caller holds the locks and has asked `policies.recalling`; the flow goes back after it.
    """
    told = [person for item in _opened(found) for person in takers_of(item)]
    _UNDO.get(found.item.step, _nothing)(case)
    if found.waiting is not None:
        close_item(item=found.waiting, actor=actor, outcome=EventVerb.RECALLED_STEP)
    event = record_event(
        case=case,
        verb=EventVerb.RECALLED_STEP,
        actor=actor,
        step=found.item.step,
        text=reason.strip(),
        reference=f"item:{found.item.pk}",
    )
    recipients = [person for person in dict.fromkeys(told) if person != actor.person]
    notifications.queue(
        kind="recalled_step", recipients=recipients, case=case, event=event, step=found.item.step
    )
    return event


def _opened(found: Handed) -> list[WorkItem]:
    return [item for item in (*found.since, *found.beside) if item.is_open]


def _nothing(_case: Case) -> None:
    """The statement of the effect stays with the case; the next report begins with it."""


def _undo_dispatch(case: Case) -> None:
    """Nobody is asked any more; the owner stays as he was named, to be named anew."""
    now = timezone.now()
    for row in case.assignments.filter(ended_at__isnull=True):
        row.ended_at = now
        row.save()


def _undo_claim(case: Case) -> None:
    """He has not owned up yet; that he had stays in the history."""
    last = case.claims.filter(round=case.round, kind=ClaimKind.VOLUNTARY).order_by("-pk").first()
    if last is not None:
        last.delete()
    lead = case.assignments.filter(kind=UnitKind.LEAD, ended_at__isnull=True).first()
    if lead is not None:
        lead.answer, lead.answered_by, lead.answered_at = ShareAnswer.PENDING, None, None
        lead.save()


def _undo_plan(case: Case) -> None:
    """The version stays on record, and the next one begins with its words."""
    plan = current_plan(case)
    if plan is not None:
        plan.status = PlanStatus.WITHDRAWN
        plan.save()


def _undo_proposal(case: Case) -> None:
    decision = current_decision(case)
    if decision is not None:
        decision.status = PublicationStatus.WITHDRAWN
        decision.save()


_UNDO: Final[Mapping[str, Callable[[Case], None]]] = {
    Step.DISPATCH: _undo_dispatch,
    Step.CLAIM: _undo_claim,
    Step.DRAFT_PLAN: _undo_plan,
    Step.PROPOSE_PUBLICATION: _undo_proposal,
}
