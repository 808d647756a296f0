"""异议: received from whoever may read the notice; the notice waits for the answer (T24)."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.acting import acting_as
from rectification.enums import CaseStage, EventVerb, ObjectionDecision, ObjectionKind, ReporterMode
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Notice, Objection, Person
from rectification.policies.actors import INTAKE_CHANNEL
from rectification.policies.objections import why_not_object
from rectification.policies.publication import is_period_over
from rectification.policies.reasons import allow
from rectification.roles import Role
from rectification.selectors.publication import current_notice
from rectification.services.audience import body_people, owner_people
from rectification.services.events import record_event
from rectification.services.identities import seal_identity
from rectification.services.notices import (
    hide_notice,
    reopen_notice,
    suspend_notice,
    withdraw_notice,
)
from rectification.services.receipts import new_receipt
from rectification.services.secrecy import refuse_secret
from rectification.services.verification import void_unfinished


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
    entered_by: Person | None = None,
) -> tuple[Objection, str]:
    """T24: take the objection in under the intake channel; returns the receipt code to show once.

    `received_at` is when the server, or the stamp on the paper, received it. In time, it stops
    the clock of the notice, and one about privacy hides the text at once. What comes too late is
    recorded as an opinion for the verifiers and answered so. Whoever `entered_by` his name from a
    paper does not handle it.
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
            seal_identity(name=name, contact=contact, objection=objection, entered_by=entered_by)
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
    allow(why_not_object(notice))


def _take_effect(objection: Objection, notice: Notice) -> None:
    """The clock is stopped before the receipt is recorded, whose event so names what it did."""
    in_time = not is_period_over(notice, objection.received_at)
    is_stopping = objection.timely and stops(notice, in_time=in_time)
    if is_stopping:
        _stop_clock(notice)
    _record_receipt(objection)
    if is_stopping:
        _hide_for_privacy(notice, objection.kind)
    elif objection.kind == ObjectionKind.PRIVACY:
        withdraw_notice(notice=notice)
        _answer_at_once(objection, ObjectionDecision.CORRECTED)
    elif not (in_time and (notice.is_disclosure or is_being_verified(notice))):
        # Entered after the end or over a signature, one in time stops nothing and is answered.
        _answer_at_once(objection, ObjectionDecision.OUTSIDE)


def stop_notice(notice: Notice, kind: str) -> None:
    """The clock stands still until the answer; what concerns privacy is hidden meanwhile."""
    _stop_clock(notice)
    _hide_for_privacy(notice, kind)


def _stop_clock(notice: Notice) -> None:
    if notice.ended_at is not None:
        reopen_notice(notice=notice)
        # Verifiers were named before the notice went on: they will be named again.
        void_unfinished(case=notice.case)
    suspend_notice(notice=notice)


def _hide_for_privacy(notice: Notice, kind: str) -> None:
    if kind == ObjectionKind.PRIVACY:
        hide_notice(notice=notice)


def stops(notice: Notice, *, in_time: bool) -> bool:
    """Whether an objection in time keeps the notice open; its case must still be under way."""
    if notice.corrects_id is not None:
        return False
    if notice.is_disclosure:
        return notice.ended_at is None
    return notice.ended_at is None or (in_time and may_reopen(notice))


def may_reopen(notice: Notice) -> bool:
    """The case waits for its verification and nobody has signed yet (T24)."""
    attempts = notice.case.attempts.filter(concluded_at__isnull=True, void_at__isnull=True)
    signed = attempts.filter(verifications__signed_at__isnull=False).exists()
    return notice.case.stage == CaseStage.VERIFYING and not signed


def is_being_verified(notice: Notice) -> bool:
    """What the case shows is before the verifiers: nothing passes over an objection in time,
    whenever it was entered (T24)."""
    verifying = notice.case.stage == CaseStage.VERIFYING and notice.withdrawn_at is None
    return verifying and notice == current_notice(notice.case)


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
    owners = dict.fromkeys(owner_people(case))
    notifications.queue(kind="objection_received", recipients=owners, case=case, event=event)
    if objection.kind == ObjectionKind.PRIVACY:
        posting = body_people(case, Role.PUB, Role.GEN)
        notifications.queue(kind="privacy_objected", recipients=posting, case=case, event=event)
