"""解除封存: proposed by the secrecy officer, decided by a second person (scenario 11)."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import (
    DeadlineGround,
    EventVerb,
    PublicationStatus,
    Step,
    UnsealingDecision,
)
from rectification.models import Case, CaseEvent, Sealing, Unsealing
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.merging import entries_of
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.policies.sealing import (
    is_under_seal,
    why_not_decide_unsealing,
    why_not_propose_unsealing,
    why_not_unsealing_ground,
)
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import open_measures
from rectification.selectors.publication import current_decision
from rectification.services.audience import author_people, body_people, owner_people
from rectification.services.deadlines import set_due
from rectification.services.events import record_event
from rectification.services.opinions import write_answer
from rectification.services.secrecy import refuse_secret


def propose_unsealing(*, sealing: Sealing, actor: Actor, ground: str) -> CaseEvent:
    """Nothing changes until somebody of the office has agreed."""
    require_free(actor, Step.REVIEW_SECRECY, sealing.case)
    allow(why_not_propose_unsealing(sealing))
    allow(why_not_unsealing_ground(ground))
    unsealing = Unsealing.objects.create(
        sealing=sealing, ground=ground, proposed_by=actor.hand, proposed_at=timezone.now()
    )
    notifications.queue(
        kind="unsealing_proposed",
        recipients=[p for p in body_people(sealing.case, Role.OFF) if p != actor.hand],
        about=f"unsealing:{unsealing.pk}",
    )
    return _record(unsealing, EventVerb.UNSEALING_PROPOSED, actor)


def refuse_unsealing(*, unsealing: Unsealing, actor: Actor, reason: str) -> CaseEvent:
    """The case stays sealed; who proposed it reads why."""
    text = require_reason(reason, rule="8.11")
    refuse_secret(False, text)
    _decide(unsealing, actor, UnsealingDecision.REFUSED)
    return _record(unsealing, EventVerb.UNSEALING_REFUSED, actor, text=text)


def lift_sealing(*, unsealing: Unsealing, actor: Actor) -> CaseEvent:
    """The case is read again as it was left; the days it was sealed count for nobody.

    Objections and opinions were answered when it was sealed, and notices stay withdrawn: what is
    to be shown is published anew.
    """
    _decide(unsealing, actor, UnsealingDecision.AGREED)
    sealing = unsealing.sealing
    case = sealing.case
    sealing.lifted_at = timezone.now()
    sealing.save()
    for part in (case, *entries_of(case)):
        part.sealed = is_under_seal(part)
        part.save()
    _give_days_back(case, actor, sealing)
    _return_contested(case)
    with override(settings.LANGUAGE_CODE):
        write_answer(case=case, text=_("The matter is unsealed and is handled again."))
    event = _record(unsealing, EventVerb.UNSEALED, actor)
    told = dict.fromkeys([*owner_people(case), *author_people(case)])
    notifications.queue(kind="case_unsealed", recipients=told, case=case, event=event)
    return event


def _decide(unsealing: Unsealing, actor: Actor, decision: UnsealingDecision) -> None:
    sealing = unsealing.sealing
    require_free(actor, Step.REVIEW_SECRECY, sealing.case)
    allow(why_not_decide_unsealing(unsealing, actor.hand))
    unsealing.decision = decision
    unsealing.decided_by, unsealing.decided_at = actor.hand, timezone.now()
    unsealing.save()
    notifications.queue(
        kind="unsealing_decided",
        recipients=dict.fromkeys([unsealing.proposed_by, sealing.made_by]),
        about=f"unsealing:{unsealing.pk}",
    )


def _give_days_back(case: Case, actor: Actor, sealing: Sealing) -> None:
    """Promised days move on by as long as nobody could work on them."""
    calendar, since = current_calendar(), timezone.localdate(sealing.made_at)
    pause = today() - since
    if not pause or not case.is_open or case.due_on is None:
        return
    set_due(
        case=case,
        due=calendar.roll(case.due_on + pause),
        ground=DeadlineGround.UNSEALING,
        actor=actor,
        starts_on=today(),
        reference=sealing.number,
    )
    for measure in open_measures(case):
        measure.due_on = calendar.roll(measure.due_on + pause).on
        measure.save()


def _return_contested(case: Case) -> None:
    """Nobody has decided what the person concerned said against a text before its notice (8.14)."""
    decision = current_decision(case)
    waiting = case.work_items.filter(step=Step.OBJECTION_PERIOD, closed_at__isnull=True)
    if decision is not None and waiting.exists():
        decision.status = PublicationStatus.RETURNED
        decision.save()


def _record(unsealing: Unsealing, verb: EventVerb, actor: Actor, text: str = "") -> CaseEvent:
    sealing = unsealing.sealing
    return record_event(
        case=sealing.case, verb=verb, actor=actor, reference=sealing.number, text=text
    )
