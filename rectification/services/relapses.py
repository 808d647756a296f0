"""反弹: a problem that was struck off is back, and the case begins its next round (T34)."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, LookBack
from rectification.policies.actors import Actor
from rectification.policies.look_backs import look_back_under_way, planned_look_back
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.settling import why_not_settle
from rectification.services.events import record_event
from rectification.services.look_back_results import settle_as_consolidated
from rectification.services.look_backs import end_look_back, void_look_back
from rectification.services.opinions import write_answer
from rectification.services.public_texts import require_own_words
from rectification.services.rounds import begin_round
from rectification.services.verification import result_people


def agree_relapse(*, case: Case, actor: Actor) -> CaseEvent:
    """The office agrees with what the discipline committee found: the next round begins."""
    require_free(actor, Step.DECIDE_RELAPSE, case)
    look_back = _found(case)
    look_back.agreed, look_back.decided_by = True, actor.hand
    return _begin_round(case, actor, look_back)


def refuse_relapse(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """The office does not agree; the head of the discipline committee settles it in writing."""
    require_free(actor, Step.DECIDE_RELAPSE, case)
    look_back = _found(case)
    look_back.agreed, look_back.decided_by = False, actor.hand
    look_back.decision_reason = require_own_words(case, actor, reason, rule="T34")
    look_back.save()
    return record_event(
        case=case,
        verb=EventVerb.RELAPSE_REFUSED,
        actor=actor,
        text=look_back.decision_reason,
        reference=look_back.reference,
    )


def settle_relapse(*, case: Case, actor: Actor, is_relapse: bool, reason: str) -> CaseEvent:
    """Finding and office differ: the head of DIS decides, never who looked, named or began."""
    require_free(actor, Step.SETTLE_RELAPSE, case)
    allow(why_not_settle(case, actor, Step.SETTLE_RELAPSE))
    look_back = _found(case)
    if look_back.agreed is not False:
        raise CaseError(_("The office has not refused to agree."), rule="T34")
    look_back.settled_by = actor.hand
    look_back.settled_reason = require_own_words(case, actor, reason, rule="T34")
    if is_relapse:
        return _begin_round(case, actor, look_back, look_back.settled_reason)
    return settle_as_consolidated(
        case=case, actor=actor, look_back=look_back, reason=look_back.settled_reason
    )


def _found(case: Case) -> LookBack:
    look_back = look_back_under_way(case)
    if look_back is None or look_back.found_at is None:
        raise CaseError(_("No relapse was found that waits for a decision."), rule="T34")
    return look_back


def _begin_round(case: Case, actor: Actor, look_back: LookBack, text: str = "") -> CaseEvent:
    """Same case and number; nothing that was approved or verified before counts any more.

    It is no failure of whoever heads the owner today. The caller opens the planning.
    """
    look_back.is_relapse = True
    end_look_back(look_back)
    planned = planned_look_back(case)
    if planned is not None:
        void_look_back(planned)
    case.outcome, case.outcome_reason, case.ended_at = "", "", None
    begin_round(case=case, actor=actor, reference=look_back.reference)
    event = record_event(
        case=case,
        verb=EventVerb.RELAPSED,
        actor=actor,
        text=text,
        reference=look_back.reference,
    )
    notifications.queue(kind="relapsed", recipients=result_people(case), case=case, event=event)
    with override(settings.LANGUAGE_CODE):
        told = _(
            "The problem you raised was looked at again and found to be back. It is being put "
            "right anew."
        )
    write_answer(case=case, text=told)
    return event
