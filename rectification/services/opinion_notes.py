"""Asking a reporter through his code, and what he says to it (docs/rules.md, scenario 10)."""

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar.clocks import Clock, due
from rectification.enums import EventVerb, OpinionNoteKind, RejectionReason, Step
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, CaseEvent, Opinion, OpinionNote, Person
from rectification.policies.actors import INTAKE_CHANNEL, Actor
from rectification.policies.days import today
from rectification.policies.opinions import intake_officers, reads_opinions
from rectification.policies.places import body
from rectification.policies.reasons import require_reason
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.intake import opinion_of
from rectification.selectors.opinions import (
    has_code,
    last_question,
    open_question,
    reply_to,
    takes_notes,
)
from rectification.services.events import record_event
from rectification.services.secrecy import refuse_secret
from rectification.services.work_items import restart_clock

MOST: Final = 20
"""Notes on one opinion; whoever has more to say sends a new one."""


def ask_reporter(*, case: Case, text: str, actor: Actor) -> CaseEvent:
    """Put a question where the holder of the code finds it; intake waits for it.

    Only the intake officer asks, and one question at a time.
    """
    opinion = _opinion(case)
    if not reads_opinions(actor.hand):
        raise NotAllowed(_("Only the intake officer asks through the code."), rule="8.10")
    if not has_code(opinion):
        raise CaseError(_("Nobody holds a code of this opinion; it cannot be asked."), rule="8.10")
    if open_question(opinion) is not None:
        raise CaseError(_("A question waits for its reply already."), field="text", rule="8.10")
    _check_open(opinion)
    ends = due(Clock.REPORTER_REPLY, today(), current_calendar())
    OpinionNote.objects.create(
        opinion=opinion,
        kind=OpinionNoteKind.QUESTION,
        text=require_reason(text, rule="8.10", field="text"),
        at=timezone.now(),
        asked_by=actor.hand,
        due_on=ends.on,
    )
    _restart(case, Clock.REPORTER_REPLY)
    return record_event(case=case, verb=EventVerb.OPINION_ASKED, actor=actor)


def add_to_opinion(*, case: Case, text: str) -> CaseEvent:
    """A reply to the open question, or an addition, by whoever holds the code: he is nobody."""
    opinion = _opinion(case)
    _check_open(opinion)
    if not text.strip():
        raise CaseError(_("Write what you want to add."), field="text", rule="8.10")
    refuse_secret(False, text)
    if opinion.notes.count() >= MOST:
        raise CaseError(_("So much was added already; please send a new opinion."), rule="8.10")
    asked = open_question(opinion) is not None
    OpinionNote.objects.create(
        opinion=opinion,
        kind=OpinionNoteKind.REPLY if asked else OpinionNoteKind.ADDITION,
        text=text.strip(),
        at=timezone.now(),
    )
    if asked:
        _restart(case, Clock.ACCEPTANCE)
    event = record_event(case=case, verb=EventVerb.OPINION_ADDED, actor=INTAKE_CHANNEL)
    notifications.queue(
        kind="opinion_added", recipients=_intake_officers(case), case=case, event=event
    )
    return event


def require_asked(case: Case, reason_code: str) -> None:
    """Too vague is no reason while the reporter was not asked, or has days left to reply (T5)."""
    opinion = opinion_of(case)
    if reason_code != RejectionReason.UNCLEAR or opinion is None or not has_code(opinion):
        return
    question = last_question(opinion)
    if question is None:
        text = _("Ask through the receipt code first what is missing.")
    elif reply_to(question) is None and today() <= _due(question):
        text = _("The reporter may reply until %(day)s; wait for it.") % {"day": _due(question)}
    else:
        return
    raise CaseError(text, field="reason_code", rule="8.10")


def _due(question: OpinionNote) -> date:
    assert question.due_on is not None
    return question.due_on


def _opinion(case: Case) -> Opinion:
    opinion = opinion_of(case)
    if opinion is None:
        raise CaseError(_("No opinion belongs to this case."), rule="8.10")
    return opinion


def _check_open(opinion: Opinion) -> None:
    if not takes_notes(opinion):
        raise CaseError(_("The matter is concluded; please send a new opinion."), rule="8.10")


def _restart(case: Case, clock: Clock) -> None:
    """Intake does not run late while it waits, and has its days again once there is a reply."""
    item = case.work_items.filter(step=Step.TRIAGE, closed_at__isnull=True).first()
    if item is not None:
        restart_clock(item=item, clock=clock, due=due(clock, today(), current_calendar()))


def _intake_officers(case: Case) -> list[Person]:
    office = body(case, Role.OFF)
    return [] if office is None else intake_officers(office)
