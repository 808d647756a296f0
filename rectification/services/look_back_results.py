"""What was found when a closed case was looked at again, by whomever (T33, T34, 4.4)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification.enums import (
    EventVerb,
    LookBackKind,
    LookBackResult,
    Step,
    VerificationMethod,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, LookBack
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.look_backs import is_looked_at_above, why_not_propose_closing
from rectification.policies.reasons import allow
from rectification.policies.recusal import require_free
from rectification.policies.uploads import SoundFile
from rectification.services.look_back_files import keep_files
from rectification.services.look_backs import end_look_back, plan, record, tell, under_way
from rectification.services.opinions import write_answer
from rectification.services.public_texts import require_own_words
from rectification.services.verification import result_people


def report_look_back(
    *,
    case: Case,
    actor: Actor,
    result: str,
    methods: Sequence[str],
    statement: str,
    uploads: Sequence[SoundFile] = (),
) -> CaseEvent:
    """What was found, with how and in which words; a relapse is decided by others (T34)."""
    return _found(case, actor, _looked(case, actor, methods, uploads), result, statement)


def propose_closing(
    *,
    case: Case,
    actor: Actor,
    methods: Sequence[str],
    statement: str,
    uploads: Sequence[SoundFile] = (),
) -> CaseEvent:
    """T33: good, and not for the first time: two people verify whether it is struck off (4.5)."""
    return _put_to_verification(case, actor, _looked(case, actor, methods, uploads), statement)


def record_look_back(
    *, case: Case, actor: Actor, reply_number: str, result: str, statement: str
) -> CaseEvent:
    """The level above has looked; its reply, by number, stands for what others find (4.4)."""
    return _found(case, actor, _replied(case, actor, reply_number), result, statement)


def record_good_review(*, case: Case, actor: Actor, reply_number: str, statement: str) -> CaseEvent:
    """The same, where by its reply the matter is to be verified for good (T33)."""
    return _put_to_verification(case, actor, _replied(case, actor, reply_number), statement)


def _looked(
    case: Case, actor: Actor, methods: Sequence[str], uploads: Sequence[SoundFile]
) -> LookBack:
    require_free(actor, Step.LOOK_BACK, case)
    look_back = under_way(case)
    if look_back.looker != actor.hand:
        raise NotAllowed(_("Only whoever was named looks back."), rule="T32")
    if not methods or not set(methods) <= set(VerificationMethod.values):
        raise InvalidInput({"methods": _("Say how you checked.")}, rule="T32")
    look_back.methods = ",".join(methods)
    keep_files(look_back=look_back, uploads=uploads, by=actor.hand)
    return look_back


def _replied(case: Case, actor: Actor, reply_number: str) -> LookBack:
    require_free(actor, Step.ASSIGN_LOOK_BACK, case)
    look_back = under_way(case)
    if not is_looked_at_above(case):
        raise CaseError(_("This case is looked at here; name who looks."), rule="4.4")
    if not reply_number.strip():
        raise CaseError(_("Give the number of the reply."), field="reply_number", rule="4.4")
    look_back.reply_number, look_back.named_by = reply_number.strip(), actor.hand
    return look_back


def _found(case: Case, actor: Actor, look_back: LookBack, result: str, statement: str) -> CaseEvent:
    _note(case, actor, look_back, result, statement)
    if look_back.result not in LookBackResult.bad():
        return _consolidated(case, actor, look_back, look_back.statement)
    event = record(case, actor, EventVerb.RELAPSE_FOUND, look_back, look_back.statement)
    tell("relapse_found", case, result_people(case), event)
    return event


def _note(case: Case, actor: Actor, look_back: LookBack, result: str, statement: str) -> None:
    look_back.result = LookBackResult(result)
    look_back.statement = require_own_words(case, actor, statement, field="statement", rule="T32")
    look_back.found_at = timezone.now()
    look_back.save()


def _put_to_verification(
    case: Case, actor: Actor, look_back: LookBack, statement: str
) -> CaseEvent:
    """The case is open again from here on; the caller opens the verification."""
    allow(why_not_propose_closing(case))
    _note(case, actor, look_back, LookBackResult.CONSOLIDATED, statement)
    end_look_back(look_back)
    case.outcome, case.outcome_reason, case.ended_at = "", "", None
    case.save()
    event = record(case, actor, EventVerb.CLOSING_PROPOSED, look_back, look_back.statement)
    tell("consolidated", case, result_people(case), event)
    return event


def settle_as_consolidated(
    *, case: Case, actor: Actor, look_back: LookBack, reason: str
) -> CaseEvent:
    """The office did not agree to the relapse, and whoever settles finds the same."""
    return _consolidated(case, actor, look_back, reason)


def _consolidated(case: Case, actor: Actor, look_back: LookBack, text: str) -> CaseEvent:
    """T33: it stayed put right; a long-term matter is reviewed again after its next months."""
    end_look_back(look_back)
    event = record(case, actor, EventVerb.CONSOLIDATED, look_back, text)
    tell("consolidated", case, result_people(case), event)
    if look_back.kind == LookBackKind.REVIEW:
        following = plan(case, LookBackKind.REVIEW)
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
