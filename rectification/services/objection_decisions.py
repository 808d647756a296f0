"""An objection is answered with reasons by somebody who took no part in the notice (T25–T27)."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    DeadlineGround,
    EventVerb,
    ObjectionDecision,
    PartyReason,
    PublicationStatus,
    Step,
)
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Notice, Objection
from rectification.policies.actors import Actor
from rectification.policies.objections import READS_EXTRACT, is_lawful
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.objections import standing_answer
from rectification.services.audience import owner_people
from rectification.services.events import record_event
from rectification.services.narrowing import leave_out
from rectification.services.notices import resume_notice, withdraw_notice
from rectification.services.objections import is_being_verified
from rectification.services.parties import add_party_in_office
from rectification.services.public_texts import refuse_betraying
from rectification.services.rework import reopen_measures
from rectification.services.verification import void_unfinished

_VERBS: Final = {
    ObjectionDecision.DISMISSED: EventVerb.OBJECTION_DISMISSED,
    ObjectionDecision.OUTSIDE: EventVerb.OBJECTION_DISMISSED,
    ObjectionDecision.CORRECTED: EventVerb.OBJECTION_CORRECTED,
    ObjectionDecision.UPHELD: EventVerb.OBJECTION_UPHELD,
    ObjectionDecision.WRONG: EventVerb.TERMINATION_PROPOSED,
}


def decide_objection(
    *,
    case: Case,
    objection: Objection,
    actor: Actor,
    decision: str,
    findings: str,
    reply: str,
    title: str = "",
    text: str = "",
    scope: str = "",
) -> CaseEvent:
    """T25–T27: what the handler finds, with the reply that the objector reads by his code.

    “Wrong problem or person” goes to the leading group and stays open until it has decided.
    """
    require_free(actor, Step.HANDLE_OBJECTION, case)
    _check_decision(objection, decision)
    refuse_betraying(case, actor, findings=findings, reply=reply)
    objection.findings = require_reason(findings, field="findings", rule="T25")
    objection.reply = require_reason(reply, field="reply", rule="T25")
    objection.decision = decision
    objection.handled_by, objection.handled_role = actor.hand, actor.role
    if decision != ObjectionDecision.WRONG:
        objection.decided_at = timezone.now()
    correct(objection, title=title, text=text, scope=scope)
    objection.save()
    if actor.role not in READS_EXTRACT:
        add_party_in_office(case=case, actor=actor, reason=PartyReason.OBJECTION_HANDLER)
    event = record_event(
        case=case,
        verb=_VERBS[ObjectionDecision(decision)],
        actor=actor,
        text=objection.findings,
        reference=f"objection:{objection.pk}",
    )
    follow(objection, case, actor, event)
    _tell(objection, case, event)
    return event


def _check_decision(objection: Objection, decision: str) -> None:
    if objection.decided_at is not None or objection.decision == ObjectionDecision.WRONG:
        raise CaseError(_("This objection was decided already."), rule="T25")
    if not is_lawful(objection.kind, decision, ended=not objection.case.is_open):
        raise CaseError(
            _("An objection of this kind cannot be decided in this way."),
            field="decision",
            rule="T25",
        )


def follow(objection: Objection, case: Case, actor: Actor, event: CaseEvent) -> None:
    """What the decision does to the notice; the steps move the case itself."""
    if objection.decision == ObjectionDecision.WRONG:
        return
    if objection.notice is None:
        _settle_text(objection, case, actor, event)
    elif objection.decision == ObjectionDecision.UPHELD and stands_on(objection.notice):
        withdraw_notice(notice=objection.notice)
        _reopen(objection, case, actor, event)
    else:
        resume_notice(notice=objection.notice)


def correct(objection: Objection, *, title: str, text: str, scope: str) -> None:
    """What is shown is narrowed at once; before the notice it is worded anew (`_settle_text`)."""
    if objection.decision == ObjectionDecision.CORRECTED and objection.notice is not None:
        leave_out(notice=objection.notice, title=title, text=text, scope=scope, rule="T25")


def _settle_text(objection: Objection, case: Case, actor: Actor, event: CaseEvent) -> None:
    """8.14: the text goes on, back to whoever wrote it, or the problem is not solved (T26)."""
    decision = objection.contested_text
    if objection.decision not in (ObjectionDecision.CORRECTED, ObjectionDecision.UPHELD):
        return
    decision.status = PublicationStatus.RETURNED
    decision.return_reason = standing_answer(objection).reply
    decision.save()
    if objection.decision == ObjectionDecision.UPHELD:
        _reopen(objection, case, actor, event)
        return
    notifications.queue(
        kind="publication_returned", recipients=[decision.proposed_by], case=case, event=event
    )


def stands_on(notice: Notice) -> bool:
    """The case rests on this notice still: it runs, or what it showed is being verified.

    What was disclosed is taken down after its end too: for some days it stands on the board.
    """
    if notice.is_running or notice.is_disclosure:
        return True
    return is_being_verified(notice)


def _tell(objection: Objection, case: Case, event: CaseEvent) -> None:
    if objection.decision == ObjectionDecision.WRONG:
        return
    notifications.queue(
        kind="objection_decided", recipients=owner_people(case), case=case, event=event
    )
    tell_checker(objection, case, event)


def tell_checker(objection: Objection, case: Case, event: CaseEvent) -> None:
    """Something was left out of the text that he confirmed."""
    checker = objection.contested_text.redaction_by
    shown = objection.notice_id is not None
    if shown and objection.decision == ObjectionDecision.CORRECTED and checker is not None:
        notifications.queue(kind="notice_corrected", recipients=[checker], case=case, event=event)


def _reopen(objection: Objection, case: Case, actor: Actor, event: CaseEvent) -> None:
    """Of a disclosure the text goes, and nothing else: no measure was held to be done by it."""
    if objection.notice is None or not objection.notice.is_disclosure:
        void_unfinished(case=case)
        reopen_measures(
            case=case, actor=actor, ground=DeadlineGround.RETURN, reference=event.reference
        )
