"""An objection is answered with reasons by somebody who took no part in the notice (T25–T27)."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseStage,
    DeadlineGround,
    EventVerb,
    ObjectionDecision,
    PartyReason,
    PublicationScope,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Notice, Objection
from rectification.policies.actors import Actor
from rectification.policies.objections import READS_EXTRACT, is_lawful
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.redaction import is_narrower
from rectification.selectors.publication import current_notice
from rectification.services.audience import owner_people
from rectification.services.events import record_event
from rectification.services.notices import resume_notice, withdraw_notice
from rectification.services.parties import add_party_in_office
from rectification.services.public_texts import (
    refuse_naming_reporters,
    refuse_revealing,
)
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
    refuse_naming_reporters(case, findings=findings, reply=reply)
    objection.findings = require_reason(findings, field="findings", rule="T25")
    objection.reply = require_reason(reply, field="reply", rule="T25")
    objection.decision = decision
    objection.handled_by, objection.handled_role = actor.hand, actor.role
    if decision != ObjectionDecision.WRONG:
        objection.decided_at = timezone.now()
    if decision == ObjectionDecision.CORRECTED:
        narrow_notice(objection.notice, title=title, text=text, scope=scope)
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
    if not is_lawful(objection.kind, decision):
        raise CaseError(
            _("An objection of this kind cannot be decided in this way."),
            field="decision",
            rule="T25",
        )


def follow(objection: Objection, case: Case, actor: Actor, event: CaseEvent) -> None:
    """What the decision does to the notice; the steps move the case itself."""
    if objection.decision == ObjectionDecision.WRONG:
        return
    if objection.decision == ObjectionDecision.UPHELD and stands_on(objection):
        withdraw_notice(notice=objection.notice)
        void_unfinished(case=case)
        reopen_measures(
            case=case, actor=actor, ground=DeadlineGround.RETURN, reference=event.reference
        )
    else:
        resume_notice(notice=objection.notice)


def stands_on(objection: Objection) -> bool:
    """The case rests on this notice still: it runs, or what it showed is being verified."""
    notice = objection.notice
    if notice.is_running:
        return True
    verifying = notice.case.stage == CaseStage.VERIFYING
    return verifying and notice.withdrawn_at is None and notice == current_notice(notice.case)


def _tell(objection: Objection, case: Case, event: CaseEvent) -> None:
    if objection.decision == ObjectionDecision.WRONG:
        return
    notifications.queue(
        kind="objection_decided", recipients=owner_people(case), case=case, event=event
    )
    checker = objection.notice.decision.redaction_by
    if objection.decision == ObjectionDecision.CORRECTED and checker is not None:
        notifications.queue(kind="notice_corrected", recipients=[checker], case=case, event=event)


def narrow_notice(notice: Notice, *, title: str, text: str, scope: str) -> None:
    """Leaving out takes effect at once and the period goes on; anything else is a new decision.

    Nothing can stand in it that was not read before posting. The names of reporters are not asked
    here: an answer would tell whoever corrects which of those that stand there is one.
    """
    decision = notice.decision
    title, text = title.strip() or decision.title, text.strip() or decision.text
    scope = scope or decision.scope
    if (title, text, scope) == (decision.title, decision.text, decision.scope):
        raise CaseError(
            _("Leave something out of the text, or choose a narrower scope."),
            field="text",
            rule="T25",
        )
    errors = {}
    for name, before, after in (("title", decision.title, title), ("text", decision.text, text)):
        if not is_narrower(before, after):
            errors[name] = _(
                "A correction may only leave out whole clauses, or put the sign for “somebody” in "
                "place of words. A text changed in substance is decided anew: uphold the "
                "objection and let it be published again."
            )
    if not PublicationScope.NONE < scope <= decision.scope:
        errors["scope"] = _("A scope is widened by a new decision only.")
    if errors:
        raise InvalidInput(errors, rule="T25")
    refuse_revealing(case=notice.case, title=title, text=text)
    decision.title, decision.text, decision.scope = title, text, scope
    decision.save()
