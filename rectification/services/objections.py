"""异议: received from whoever may read the notice, decided with a reasoned reply (T24–T27)."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.acting import acting_as
from rectification.enums import (
    CaseStage,
    EventVerb,
    ObjectionDecision,
    ObjectionKind,
    PartyReason,
    PublicationScope,
    ReporterMode,
    Step,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Notice, Objection, Person
from rectification.policies import resolution
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.authority import in_office
from rectification.policies.objections import is_lawful
from rectification.policies.publication import is_period_over
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.redaction import is_narrower
from rectification.roles import Role
from rectification.services.audience import owner_people
from rectification.services.events import record_event
from rectification.services.identities import seal_identity
from rectification.services.notices import (
    hide_notice,
    reopen_notice,
    resume_notice,
    suspend_notice,
    withdraw_notice,
)
from rectification.services.parties import add_party_in_office
from rectification.services.public_texts import (
    refuse_naming_reporters,
    refuse_revealing,
    refuse_revealing_reporters,
)
from rectification.services.receipts import new_receipt
from rectification.services.rework import reopen_measures
from rectification.services.secrecy import refuse_secret

_VERBS: Final = {
    ObjectionDecision.DISMISSED: EventVerb.OBJECTION_DISMISSED,
    ObjectionDecision.OUTSIDE: EventVerb.OBJECTION_DISMISSED,
    ObjectionDecision.CORRECTED: EventVerb.OBJECTION_CORRECTED,
    ObjectionDecision.UPHELD: EventVerb.OBJECTION_UPHELD,
    ObjectionDecision.WRONG: EventVerb.TERMINATION_PROPOSED,
}


def receive_objection(
    *,
    notice: Notice,
    kind: str,
    mode: str,
    text: str,
    name: str = "",
    contact: str = "",
    secret: bool = False,
    received_at: datetime | None = None,
) -> tuple[Objection, str]:
    """T24: take the objection in under the intake channel; returns the receipt code to show once.

    `received_at` is when the server, or the stamp on the paper, received it. In time, it stops
    the clock of the notice, and one about privacy hides the text at once. What comes too late is
    recorded as an opinion for the verifiers and answered so.
    """
    _check(notice, kind, mode, text, name)
    refuse_secret(secret, text)
    at = min(received_at or timezone.now(), timezone.now())
    code, receipt_hash = new_receipt()
    with acting_as(None):
        objection = Objection.objects.create(
            case=notice.case,
            notice=notice,
            kind=kind,
            mode=mode,
            text=text.strip(),
            receipt_hash=receipt_hash,
            received_at=at,
            timely=kind == ObjectionKind.PRIVACY or not is_period_over(notice, at),
        )
        if mode != ReporterMode.ANONYMOUS and (name or contact):
            seal_identity(name=name, contact=contact, objection=objection)
        _record_receipt(objection)
        _take_effect(objection, notice)
    return objection, code


def _check(notice: Notice, kind: str, mode: str, text: str, name: str) -> None:
    errors = {}
    if kind not in ObjectionKind.values:
        errors["kind"] = _("Choose what the objection is about.")
    if mode not in ReporterMode.values:
        errors["mode"] = _("Choose how you want to object.")
    if mode == ReporterMode.NAMED and not name.strip():
        errors["name"] = _("Give your name, or choose another way to object.")
    if not text.strip():
        errors["text"] = _("Say what is wrong with the notice.")
    if errors:
        raise InvalidInput(errors, rule="T24")
    if notice.corrects_id is not None and kind != ObjectionKind.PRIVACY:
        raise CaseError(
            _("A rehabilitation notice can only be taken down for the sake of privacy."),
            field="kind",
            rule="T27",
        )
    if notice.withdrawn_at is not None or notice.case.sealed:
        raise CaseError(_("The notice is no longer shown."), rule="T24")


def _take_effect(objection: Objection, notice: Notice) -> None:
    in_time = not is_period_over(notice, objection.received_at)
    if objection.timely and _stops(notice, in_time=in_time):
        if notice.ended_at is not None:
            reopen_notice(notice=notice)
            _void_attempts(notice.case)
        suspend_notice(notice=notice)
        if objection.kind == ObjectionKind.PRIVACY:
            hide_notice(notice=notice)
    elif objection.kind == ObjectionKind.PRIVACY:
        withdraw_notice(notice=notice)
        _answer_at_once(objection, ObjectionDecision.CORRECTED)
    else:
        _answer_at_once(objection, ObjectionDecision.OUTSIDE)


def _stops(notice: Notice, *, in_time: bool) -> bool:
    """Whether an objection in time keeps the notice open; its case must still be under way."""
    if notice.corrects_id is not None:
        return False
    return notice.ended_at is None or (in_time and _may_reopen(notice))


def _may_reopen(notice: Notice) -> bool:
    """The case waits for its verification and nobody has signed yet (T24)."""
    attempts = notice.case.attempts.filter(concluded_at__isnull=True, void_at__isnull=True)
    signed = attempts.filter(verifications__signed_at__isnull=False).exists()
    return notice.case.stage == CaseStage.VERIFYING and not signed


def _void_attempts(case: Case) -> None:
    """Verifiers were named before the notice went on: they will be named again."""
    for attempt in case.attempts.filter(concluded_at__isnull=True, void_at__isnull=True):
        attempt.void_at = timezone.now()
        attempt.save()


def _answer_at_once(objection: Objection, decision: ObjectionDecision) -> None:
    """The standing answer, in the language of the office and not of whoever caused it."""
    with override(settings.LANGUAGE_CODE):
        objection.reply = (
            _("The text was taken from the board at once.")
            if decision == ObjectionDecision.CORRECTED
            else _late_answer(objection.case)
        )
    objection.decision = decision
    objection.decided_at = timezone.now()
    objection.save()


def _late_answer(case: Case) -> str:
    if case.is_open:
        return _(
            "The notice is over. Your objection is recorded as an opinion and lies before "
            "the verifiers."
        )
    return _(
        "The notice is over and the case has ended. Your objection is recorded with it as an "
        "opinion."
    )


def _record_receipt(objection: Objection) -> None:
    """The event holds no word of the objection: style may identify whoever wrote it."""
    case = objection.case
    event = record_event(
        case=case,
        verb=EventVerb.OBJECTION_RECEIVED,
        actor=INTAKE_CHANNEL,
        reference=f"objection:{objection.pk}",
    )
    people = owner_people(case)
    if objection.kind == ObjectionKind.PRIVACY:
        people += _officials(case, Role.PUB) + _officials(case, Role.GEN)
    notifications.queue(
        kind="objection_received", recipients=dict.fromkeys(people), case=case, event=event
    )


def _officials(case: Case, role: Role) -> list[Person]:
    day = timezone.localdate()
    return [
        person
        for held, office in resolution.office(role)(case)
        for person in in_office(held, office, day)
    ]


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
    objection.handled_by = actor.hand
    if decision != ObjectionDecision.WRONG:
        objection.decided_at = timezone.now()
    if decision == ObjectionDecision.CORRECTED:
        _narrow(objection.notice, title=title, text=text, scope=scope)
    objection.save()
    if actor.role != Role.GEN:
        # Who answers for privacy and secrecy reads the text to be published, never the case (4.9).
        add_party_in_office(case=case, actor=actor, reason=PartyReason.OBJECTION_HANDLER)
    event = record_event(
        case=case,
        verb=_VERBS[ObjectionDecision(decision)],
        actor=actor,
        text=objection.findings,
        reference=f"objection:{objection.pk}",
    )
    _follow(objection, case, event)
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


def _follow(objection: Objection, case: Case, event: CaseEvent) -> None:
    """What the decision does to the notice; the steps move the case itself."""
    if objection.decision == ObjectionDecision.WRONG:
        return
    if objection.decision == ObjectionDecision.UPHELD and objection.notice.is_running:
        withdraw_notice(notice=objection.notice)
        reopen_measures(case=case)
    else:
        resume_notice(notice=objection.notice)
    notifications.queue(
        kind="objection_decided", recipients=owner_people(case), case=case, event=event
    )
    checker = objection.notice.decision.redaction_by
    if objection.decision == ObjectionDecision.CORRECTED and checker is not None:
        notifications.queue(kind="notice_corrected", recipients=[checker], case=case, event=event)


def _narrow(notice: Notice, *, title: str, text: str, scope: str) -> None:
    """Leaving out takes effect at once and the period goes on; anything else is a new decision."""
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
                "A correction may only leave out or mask. A text changed in substance is decided "
                "anew: uphold the objection and let it be published again."
            )
    if not PublicationScope.NONE < scope <= decision.scope:
        errors["scope"] = _("A scope is widened by a new decision only.")
    if errors:
        raise InvalidInput(errors, rule="T25")
    refuse_revealing(title=title, text=text)
    refuse_revealing_reporters(notice.case, title, text)
    decision.title, decision.text, decision.scope = title, text, scope
    decision.save()
