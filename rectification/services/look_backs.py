"""回头看: planned at closing, announced, begun on its day, and what was found (T32, T33, 4.5)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import (
    CaseOutcome,
    EventVerb,
    LookBackGround,
    LookBackKind,
    LookBackResult,
    PartyReason,
    RecusalGround,
    Step,
    VerificationMethod,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, LookBack, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.look_backs import (
    is_always_looked_at,
    is_looked_at_from_outside,
    kind_for,
    open_look_back,
    span_of,
    why_not_look_back,
)
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import may_look_back, verifier_office
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.services.audience import body_people
from rectification.services.events import record_event
from rectification.services.opinions import write_answer
from rectification.services.parties import add_party
from rectification.services.verification import result_people


def plan_look_back(*, case: Case) -> LookBack | None:
    """At closing: a review of what is long-term, and a look at what an inspection fed back."""
    if case.outcome != CaseOutcome.LONG_TERM and not is_always_looked_at(case):
        return None
    return _plan(case, kind_for(case))


def _plan(case: Case, kind: LookBackKind) -> LookBack:
    first, last = span_of(kind, today(), current_calendar())
    return LookBack.objects.create(
        case=case,
        round=case.round,
        kind=kind,
        ground=LookBackGround.DUE,
        begins_on=first,
        due_on=last.on,
        due_provisional=last.provisional,
    )


def announce_look_back(*, case: Case, look_back: LookBack) -> CaseEvent:
    """Ten working days before: DIS and OFF hear of it, once."""
    if case.events.filter(verb=EventVerb.LOOK_BACK_DUE, reference=look_back.reference).exists():
        raise CaseError(_("The look-back was announced already."), rule="T32")
    event = _record(case, SYSTEM, EventVerb.LOOK_BACK_DUE, look_back)
    _tell("look_back_due", case, body_people(case, Role.DIS, Role.OFF), event)
    return event


def begin_look_back(*, case: Case, actor: Actor = SYSTEM, reason: str = "") -> CaseEvent:
    """On its day by the system; before it by DIS or INS, after a new opinion or finding (T32)."""
    allow(why_not_look_back(case))
    look_back = open_look_back(case)
    if actor == SYSTEM:
        if look_back is None or look_back.begins_on > today():
            raise CaseError(_("The day of the look-back has not come."), rule="T32")
    else:
        require_free(actor, EventVerb.LOOK_BACK_BEGUN, case)
        look_back = _brought_forward(case, look_back)
        look_back.begun_by = actor.hand
        look_back.reason = require_reason(reason, rule="T32")
    look_back.begun_at = timezone.now()
    look_back.save()
    event = _record(case, actor, EventVerb.LOOK_BACK_BEGUN, look_back, look_back.reason)
    _tell("look_back_begun", case, result_people(case), event)
    return event


def _brought_forward(case: Case, planned: LookBack | None) -> LookBack:
    """The planned one, or one of its own: both are done as fast as a verification."""
    calendar = current_calendar()
    last = due(Clock.VERIFICATION, today(), calendar)
    row = planned or LookBack(case=case, round=case.round, kind=kind_for(case))
    row.ground, row.begins_on = LookBackGround.OPINION, today()
    row.due_on, row.due_provisional = last.on, last.provisional
    return row


def assign_look_back(*, case: Case, actor: Actor, looker: Person | None) -> CaseEvent:
    """Somebody who had no part in any round; the verifiers of the case are not among them."""
    require_free(actor, Step.ASSIGN_LOOK_BACK, case)
    look_back = _under_way(case)
    outside = actor.role == Role.LG or is_looked_at_from_outside(case)
    if looker is None or looker not in may_look_back(case, from_outside=outside):
        raise InvalidInput(
            {"looker": _("This person may not look back; choose one of those listed.")},
            rule="4.8",
        )
    look_back.looker, look_back.named_by = looker, actor.hand
    look_back.save()
    add_party(case=case, person=looker, reason=PartyReason.VERIFIER)
    return _record(case, actor, EventVerb.LOOK_BACK_ASSIGNED, look_back)


def has_lost_looker(case: Case) -> bool:
    """Whoever was named is recused by now, or holds no office in which he could look."""
    look_back = open_look_back(case)
    if look_back is None or look_back.looker is None or look_back.found_at is not None:
        return False
    ground = bar_of(look_back.looker.pk, Step.LOOK_BACK, facts_of(case))
    if ground not in (None, RecusalGround.REQUESTED):
        return True
    return verifier_office(case, look_back.looker) is None


def report_look_back(
    *,
    case: Case,
    actor: Actor,
    result: str,
    methods: Sequence[str],
    statement: str,
    is_last: bool = False,
) -> CaseEvent:
    """What was found, with how and in which words; a relapse is decided by others (T34).

    After the last review of a long-term matter none is planned; the caller strikes it off.
    """
    require_free(actor, Step.LOOK_BACK, case)
    look_back = _under_way(case)
    if look_back.looker != actor.hand:
        raise NotAllowed(_("Only whoever was named looks back."), rule="T32")
    if not methods or not set(methods) <= set(VerificationMethod.values):
        raise InvalidInput({"methods": _("Say how you checked.")}, rule="T32")
    look_back.result = LookBackResult(result)
    look_back.methods = ",".join(methods)
    look_back.statement = require_reason(statement, field="statement", rule="T32")
    look_back.found_at = timezone.now()
    look_back.save()
    if look_back.result not in LookBackResult.bad():
        return _consolidated(case, actor, look_back, look_back.statement, is_last=is_last)
    event = _record(case, actor, EventVerb.RELAPSE_FOUND, look_back, look_back.statement)
    _tell("relapse_found", case, result_people(case), event)
    return event


def settle_as_consolidated(
    *, case: Case, actor: Actor, look_back: LookBack, reason: str
) -> CaseEvent:
    """The office did not agree to the relapse, and whoever settles finds the same."""
    return _consolidated(case, actor, look_back, reason)


def _consolidated(
    case: Case, actor: Actor, look_back: LookBack, text: str, *, is_last: bool = False
) -> CaseEvent:
    """T33: it stayed put right; a long-term matter is reviewed again after its next months."""
    end_look_back(look_back)
    event = _record(case, actor, EventVerb.CONSOLIDATED, look_back, text)
    _tell("consolidated", case, result_people(case), event)
    if case.outcome == CaseOutcome.LONG_TERM and not is_last:
        following = _plan(case, LookBackKind.REVIEW)
        for closure in case.closures.filter(void_at__isnull=True, attempt__round=case.round):
            closure.review_on = following.due_on
            closure.save()
    with override(settings.LANGUAGE_CODE):
        told = _(
            "The problem you raised was looked at again on %(day)s by somebody who had no part in "
            "it: it has stayed put right."
        ) % {"day": date_format(today())}
    write_answer(case=case, text=told)
    return event


def good_reviews(case: Case) -> int:
    """Reviews of the round after which the matter was found to have stayed put right."""
    rows = case.look_backs.filter(round=case.round, kind=LookBackKind.REVIEW, void_at__isnull=True)
    return rows.filter(ended_at__isnull=False, found_at__isnull=False, is_relapse=False).count()


def end_look_back(look_back: LookBack) -> None:
    look_back.ended_at = timezone.now()
    look_back.save()


def void_look_backs(*, case: Case) -> None:
    """The closing on which they look back is void, and with it what they found."""
    now = timezone.now()
    for row in case.look_backs.filter(round=case.round, void_at__isnull=True):
        row.void_at, row.ended_at = now, row.ended_at or now
        row.save()


def _under_way(case: Case) -> LookBack:
    look_back = open_look_back(case)
    if look_back is None or look_back.begun_at is None:
        raise CaseError(_("The case is not being looked at again."), rule="T32")
    return look_back


def _record(
    case: Case, actor: Actor, verb: EventVerb, look_back: LookBack, text: str = ""
) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=look_back.reference)


def _tell(kind: str, case: Case, people: Sequence[Person], event: CaseEvent) -> None:
    notifications.queue(kind=kind, recipients=list(people), case=case, event=event)
