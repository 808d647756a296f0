"""问责建议: written by a person, answered by the organisation, sent or dropped (8.12, 0037).

No event holds a word of it, and nothing follows by itself. Recusal is asked at every act.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, ReferralGround, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import (
    AccountabilityReferral,
    Case,
    CaseEvent,
    Organisation,
    Person,
    WorkItem,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.places import owner_office
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.policies.referral_circle import is_free_of
from rectification.policies.referrals import (
    organisation_now,
    why_near,
    why_not_about,
    why_not_answer,
    why_not_enter_outcome,
    why_not_send,
    why_not_write,
)
from rectification.roles import Role
from rectification.selectors.reminders import require_over
from rectification.services.audience import body_people
from rectification.services.events import record_event
from rectification.services.public_texts import refuse_betraying, revealing

RULE: Final = "8.12"
_NUMBER: Final = re.compile(r"(?=.*\d)[\w〔〕\[\]()（）·—-]{2,40}")
"""A word with a figure in it: there is no room for what a paper says."""


@dataclass(frozen=True)
class Draft:
    """What a person wrote, before it is a referral."""

    organisation: Organisation | None
    ground: str
    facts: str


def write_referral(
    *, case: Case, actor: Actor, draft: Draft
) -> tuple[CaseEvent, AccountabilityReferral]:
    """The caller asks the organisation for its answer."""
    allow(why_not_write(case, actor.role))
    require_free(actor, EventVerb.REFERRAL_WRITTEN, case)
    allow(why_not_about(case, draft.organisation, role=actor.role, person_id=actor.hand.pk))
    if draft.ground not in ReferralGround.values:
        raise CaseError(_("Choose one of the five grounds."), field="ground", rule=RULE)
    assert draft.organisation is not None
    assert actor.organisation is not None
    facts = require_reason(draft.facts, field="facts", rule=RULE)
    _refuse_people(case, facts=facts)
    refuse_betraying(case, actor, facts=facts)
    row = AccountabilityReferral.objects.create(
        case=case,
        round=case.round,
        organisation=draft.organisation,
        ground=draft.ground,
        facts=facts,
        written_by=actor.hand,
        role=actor.role,
        body=actor.organisation,
        written_at=timezone.now(),
    )
    return _record(EventVerb.REFERRAL_WRITTEN, actor, row), row


def answer_referral(
    *, case: Case, actor: Actor, referral: AccountabilityReferral, answer: str
) -> CaseEvent:
    """In writing, once; whoever wrote the referral reads it before anything is sent."""
    require_free(actor, Step.ANSWER_REFERRAL, case)
    allow(why_not_answer(referral))
    text = require_reason(answer, field="answer", rule=RULE)
    _refuse_people(case, answer=text)
    refuse_betraying(case, actor, answer=text)
    referral.answer = text
    referral.answered_by, referral.answered_at = actor.hand, timezone.now()
    referral.save()
    return _record(EventVerb.REFERRAL_ANSWERED, actor, referral, step=Step.ANSWER_REFERRAL)


def lapse_answer(*, referral: AccountabilityReferral, item: WorkItem) -> CaseEvent:
    """Nothing came, after a reminder: it is recorded as silence, no admission and no consent."""
    require_over(item, rule=RULE)
    allow(why_not_answer(referral))
    referral.unanswered_at = timezone.now()
    referral.save()
    return _record(EventVerb.REFERRAL_UNANSWERED, SYSTEM, referral, step=Step.ANSWER_REFERRAL)


def send_referral(
    *, case: Case, actor: Actor, referral: AccountabilityReferral, number: str, sent_to: str
) -> CaseEvent:
    """On paper, to the body that is competent; from now on its number alone is shown here."""
    _require_apart(case, actor, referral, Step.SEND_REFERRAL)
    allow(why_not_send(referral))
    referral.number = _number(number, field="number")
    referral.sent_to = sent_to.strip()
    if not referral.sent_to:
        raise CaseError(_("Say to which body it is sent."), field="sent_to", rule=RULE)
    _refuse_people(case, sent_to=referral.sent_to)
    referral.sent_by, referral.sent_at = actor.hand, timezone.now()
    referral.save()
    event = _record(EventVerb.REFERRAL_SENT, actor, referral, step=Step.SEND_REFERRAL)
    _tell("referral_sent", referral, event)
    return event


def drop_referral(
    *, case: Case, actor: Actor, referral: AccountabilityReferral, reason: str
) -> CaseEvent:
    """Nothing is sent; whoever was told of it is told so."""
    _require_apart(case, actor, referral, Step.SEND_REFERRAL)
    if not referral.is_open:
        raise CaseError(_("The referral was sent or dropped already."), rule=RULE)
    text = require_reason(reason, rule=RULE)
    _refuse_people(case, reason=text)
    refuse_betraying(case, actor, reason=text)
    referral.drop_reason = text
    referral.dropped_by, referral.dropped_at = actor.hand, timezone.now()
    referral.save()
    event = _record(EventVerb.REFERRAL_DROPPED, actor, referral, step=Step.SEND_REFERRAL)
    _tell("referral_dropped", referral, event)
    return event


def record_outcome(
    *, case: Case, actor: Actor, referral: AccountabilityReferral, number: str, on: date
) -> CaseEvent:
    """The number and the day of the competent body's paper; never what it says."""
    _require_apart(case, actor, referral, EventVerb.REFERRAL_OUTCOME)
    allow(why_not_enter_outcome(referral))
    referral.outcome_number = _number(number, field="number")
    sent_on = timezone.localdate(referral.sent_at)
    if not sent_on <= on <= today():
        raise CaseError(
            _("The outcome came after the referral was sent, and today at the latest."),
            field="on",
            rule=RULE,
        )
    referral.outcome_on, referral.outcome_by = on, actor.hand
    referral.save()
    event = _record(EventVerb.REFERRAL_OUTCOME, actor, referral)
    _tell("referral_outcome", referral, event)
    return event


def _require_apart(
    case: Case, actor: Actor, referral: AccountabilityReferral, act: Step | EventVerb
) -> None:
    """Free of the case, and of another organisation than the one concerned."""
    require_free(actor, act, case)
    allow(why_near(organisation_now(referral), actor.hand.pk))


def _number(text: str, *, field: str) -> str:
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        raise CaseError(
            _("Enter the number of the paper alone, in one word with a figure in it."),
            field=field,
            rule=RULE,
        )
    return number


def _refuse_people(case: Case, **texts: str) -> None:
    """It is about an organisation: nobody known here is named, and nothing leads to anybody."""
    if revealed := revealing(case, **texts):
        raise InvalidInput(revealed, rule=RULE)


def _record(
    verb: EventVerb, actor: Actor, referral: AccountabilityReferral, *, step: str = ""
) -> CaseEvent:
    """Without a word: what was written lies in the referral alone."""
    case = referral.case
    return record_event(case=case, verb=verb, actor=actor, step=step, reference=referral.reference)


def _tell(kind: str, referral: AccountabilityReferral, event: CaseEvent) -> None:
    """The first hand of the organisation, whoever answered, its author while he is in the body,
    and the leading group."""
    told: list[Person] = list(in_office(*owner_office(organisation_now(referral)), today()))
    told += [referral.answered_by] if referral.answered_by is not None else []
    told += in_office(referral.role, referral.body, today()).filter(pk=referral.written_by_id)
    facts = facts_of(referral.case)
    leading = body_people(referral.case, Role.LG)
    told += [person for person in leading if is_free_of(referral, person.pk, facts)]
    notifications.queue(kind=kind, recipients=dict.fromkeys(told), case=referral.case, event=event)
