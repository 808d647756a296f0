"""Withdrawing a self-report after its plan was approved: asked for, decided by OFF (scenario 8)."""

from rectification import notifications
from rectification.enums import CaseOutcome, EventVerb, Step
from rectification.models import Case, CaseEvent, PaperScan
from rectification.policies.actors import Actor
from rectification.policies.papers import speaker_of
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.policies.reporting import why_not_ask_withdrawal, why_not_grant_withdrawal
from rectification.services.audience import author_people
from rectification.services.ending import end_case
from rectification.services.events import record_event
from rectification.services.merging import leave_master, part_from
from rectification.services.notices import withdraw_notice
from rectification.services.verification import void_unfinished


def ask_withdrawal(*, case: Case, actor: Actor, signed: PaperScan | None = None) -> CaseEvent:
    """The author asks; the procedure goes on until the office has decided. No reason is needed.

    With the request he `signed`, his branch asks for him.
    """
    allow(why_not_ask_withdrawal(case, speaker_of(case, actor, signed)))
    return record_event(case=case, verb=EventVerb.WITHDRAWAL_ASKED, actor=actor)


def grant_withdrawal(*, case: Case, actor: Actor) -> CaseEvent:
    """The report leaves as before approval; what others reported of the fact lives on (T8)."""
    require_free(actor, Step.DECIDE_WITHDRAWAL, case)
    allow(why_not_grant_withdrawal(case))
    part_from(master=case)
    leave_master(case=case)
    for notice in case.notices.all():
        withdraw_notice(notice=notice)
    void_unfinished(case=case)
    case.sealed = True
    end_case(case=case, outcome=CaseOutcome.WITHDRAWN)
    event = record_event(case=case, verb=EventVerb.WITHDRAWN, actor=actor)
    _tell(case, event)
    return event


def refuse_withdrawal(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    require_free(actor, Step.DECIDE_WITHDRAWAL, case)
    text = require_reason(reason, rule="T8")
    event = record_event(case=case, verb=EventVerb.WITHDRAWAL_REFUSED, actor=actor, text=text)
    _tell(case, event)
    return event


def _tell(case: Case, event: CaseEvent) -> None:
    notifications.queue(
        kind="withdrawal_decided", recipients=author_people(case), case=case, event=event
    )
