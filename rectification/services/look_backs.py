"""回头看: planned at closing, announced, begun on its day, and what was found (T32, T33, 4.5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import (
    CaseOutcome,
    EventVerb,
    LookBackGround,
    LookBackKind,
    PartyReason,
    RecusalGround,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, LookBack, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.look_backs import (
    ANNOUNCED,
    is_always_looked_at,
    is_looked_at_above,
    kind_for,
    look_back_under_way,
    planned_look_back,
    span_of,
    why_not_begin,
    why_not_look_back,
)
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import lookers_for, verifier_office
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.services.audience import body_people
from rectification.services.events import record_event
from rectification.services.parties import add_party
from rectification.services.public_texts import require_own_words
from rectification.services.verification import result_people


def plan_look_back(*, case: Case) -> LookBack | None:
    """At closing: a review of what is long-term, and a look at what an inspection fed back."""
    if case.outcome != CaseOutcome.LONG_TERM and not is_always_looked_at(case):
        return None
    return plan(case, kind_for(case))


def plan(
    case: Case,
    kind: LookBackKind,
    *,
    ground: LookBackGround = LookBackGround.DUE,
    closed_on: date | None = None,
) -> LookBack:
    """What is planned late, by a draw, is announced before it begins all the same.

    Where its time is over by then, for the machine was off, it is done as fast as a verification.
    """
    calendar = current_calendar()
    first, last = span_of(kind, closed_on or today(), calendar)
    announced = calendar.add_working_days(today(), ANNOUNCED).on
    if last.on < announced:
        first, last = announced, due(Clock.VERIFICATION, announced, calendar)
    return LookBack.objects.create(
        case=case,
        round=case.round,
        kind=kind,
        ground=ground,
        begins_on=min(max(first, announced), last.on),
        due_on=last.on,
        due_provisional=last.provisional,
    )


def announce_look_back(*, case: Case, look_back: LookBack) -> CaseEvent:
    """Ten working days before: DIS and OFF hear of it, once."""
    if case.events.filter(verb=EventVerb.LOOK_BACK_DUE, reference=look_back.reference).exists():
        raise CaseError(_("The look-back was announced already."), rule="T32")
    event = record(case, SYSTEM, EventVerb.LOOK_BACK_DUE, look_back)
    tell("look_back_due", case, body_people(case, Role.DIS, Role.OFF), event)
    return event


def begin_look_back(*, case: Case, actor: Actor = SYSTEM, reason: str = "") -> CaseEvent:
    """The planned one on its day by the system; another one by hand, by DIS or INS (T32)."""
    if actor == SYSTEM:
        allow(why_not_look_back(case))
        look_back = planned_look_back(case)
        if look_back is None or look_back.begins_on > today():
            raise CaseError(_("The day of the look-back has not come."), rule="T32")
    else:
        allow(why_not_begin(case, actor.hand))
        look_back = _raised(case)
        look_back.begun_by = actor.hand
        look_back.reason = require_own_words(case, actor, reason, rule="T32")
    look_back.begun_at = timezone.now()
    look_back.save()
    event = record(case, actor, EventVerb.LOOK_BACK_BEGUN, look_back, look_back.reason)
    tell("look_back_begun", case, result_people(case), event)
    return event


def _raised(case: Case) -> LookBack:
    """One beside what is planned, done as fast as a verification; it replaces no review."""
    last = due(Clock.VERIFICATION, today(), current_calendar())
    return LookBack(
        case=case,
        round=case.round,
        kind=LookBackKind.AFTER_CLOSING,
        ground=LookBackGround.RAISED,
        begins_on=today(),
        due_on=last.on,
        due_provisional=last.provisional,
    )


def assign_look_back(*, case: Case, actor: Actor, looker: Person | None) -> CaseEvent:
    """Somebody who had no part in any round, and never whoever names him."""
    require_free(actor, Step.ASSIGN_LOOK_BACK, case)
    look_back = under_way(case)
    if is_looked_at_above(case):
        raise CaseError(_("The level above looks at this case; record its reply."), rule="4.4")
    if looker is None or looker not in lookers_for(case, actor.role, actor.hand):
        raise InvalidInput(
            {"looker": _("This person may not look back; choose one of those listed.")},
            rule="4.8",
        )
    look_back.looker, look_back.named_by = looker, actor.hand
    look_back.save()
    add_party(case=case, person=looker, reason=PartyReason.VERIFIER)
    return record(case, actor, EventVerb.LOOK_BACK_ASSIGNED, look_back)


def has_lost_looker(case: Case) -> bool:
    """Whoever was named is recused by now, or holds no office in which he could look.

    Asked while a step rests on his being named, or on what he found.
    """
    look_back = look_back_under_way(case)
    if look_back is None or look_back.found_at is not None:
        return False
    if look_back.looker is None:
        return True
    ground = bar_of(look_back.looker.pk, Step.LOOK_BACK, facts_of(case))
    if ground not in (None, RecusalGround.REQUESTED):
        return True
    return verifier_office(case, look_back.looker) is None


def end_look_back(look_back: LookBack) -> None:
    look_back.ended_at = timezone.now()
    look_back.save()


def void_look_back(look_back: LookBack) -> None:
    look_back.void_at = timezone.now()
    look_back.ended_at = look_back.ended_at or look_back.void_at
    look_back.save()


def look_again(*, case: Case, void: LookBack, is_open: bool) -> None:
    """What was found is void: somebody else looks, at once or, where all was over, by the sweep.

    Of a long-term matter the next review is planned already.
    """
    if is_open:
        _copied(void, begun_by=void.begun_by, begun_at=void.begun_at, reason=void.reason)
    elif void.kind == LookBackKind.AFTER_CLOSING and case.outcome == CaseOutcome.CLOSED:
        last = due(Clock.VERIFICATION, today(), current_calendar())
        _copied(void, begins_on=today(), due_on=last.on, due_provisional=last.provisional)


def _copied(void: LookBack, **other: Any) -> None:
    same = ("case", "round", "kind", "ground", "begins_on", "due_on", "due_provisional")
    LookBack.objects.create(**{name: getattr(void, name) for name in same} | other)


def under_way(case: Case) -> LookBack:
    look_back = look_back_under_way(case)
    if look_back is None:
        raise CaseError(_("The case is not being looked at again."), rule="T32")
    return look_back


def record(
    case: Case, actor: Actor, verb: EventVerb, look_back: LookBack, text: str = ""
) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=look_back.reference)


def tell(kind: str, case: Case, people: Sequence[Person], event: CaseEvent) -> None:
    notifications.queue(kind=kind, recipients=list(people), case=case, event=event)
