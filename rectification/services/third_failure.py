"""The third failure in a round: the owner is heard, then the leading group decides (T31, 8.12).

Nothing follows by itself: no sanction, no closing. Where the case goes on it begins its next round.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar import Due
from rectification.enums import CaseLevel, DeadlineClass, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Organisation, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.owners import may_own
from rectification.policies.reasons import require_reason
from rectification.policies.reclassifications import why_not_long_term
from rectification.policies.recusal import require_free
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.reminders import require_over
from rectification.selectors.third_failure import is_for_leading_group
from rectification.services.audience import body_people, office_people, owner_people, unit_people
from rectification.services.closing import decide_termination
from rectification.services.deadlines import end_requests
from rectification.services.dispatching import put_in_charge
from rectification.services.events import record_event
from rectification.services.orders import lapse_orders
from rectification.services.recusals import keep_standing_recusals
from rectification.services.referrals import Draft, write_referral
from rectification.services.rounds import begin_round
from rectification.wording import labelled

RULE: Final = "8.12"


def state_before_decision(*, case: Case, actor: Actor, statement: str) -> CaseEvent:
    """What the owner has to say, in writing, before anybody decides about it."""
    require_free(actor, Step.HEAR_OWNER, case)
    _require_third(case)
    text = require_reason(statement, field="statement", rule=RULE)
    return record_event(
        case=case, verb=EventVerb.OWNER_HEARD, actor=actor, step=Step.HEAR_OWNER, text=text
    )


def lapse_statement(*, case: Case) -> CaseEvent:
    """Nothing came within three working days: the leading group decides, told that nothing came."""
    item = case.work_items.filter(step=Step.HEAR_OWNER, closed_at__isnull=True).first()
    require_over(item, rule=RULE)
    return record_event(case=case, verb=EventVerb.OWNER_SILENT, actor=SYSTEM, step=Step.HEAR_OWNER)


def replace_lead(
    *,
    case: Case,
    actor: Actor,
    lead: Organisation | None,
    reason: str,
    referral: Draft | None = None,
) -> CaseEvent:
    """Another unit begins with a plan of its own, for its own approver; others verify it.

    A member's case stays with his branch: there the plan is drafted and verified anew.
    """
    require_free(actor, Step.DECIDE_THIRD_FAILURE, case)
    _require_third(case)
    _refer(case, actor, referral)
    text = require_reason(reason, rule=RULE)
    former = case.owner_organisation
    _check_lead(case, lead)
    _begin_anew(case, actor)
    put_in_charge(case=case, actor=actor, lead=lead, reason=text)
    told: list[Person] = []
    if former is not None and former != case.owner_organisation:
        keep_standing_recusals(case=case, organisation=former)
        told = unit_people(former)
    return _decided(case, actor, EventVerb.LEAD_REPLACED, text, told)


def _check_lead(case: Case, lead: Organisation | None) -> None:
    if case.level == CaseLevel.MEMBER:
        if lead is not None and lead != case.owner_organisation:
            raise CaseError(
                _("A case of a member stays with his branch; leave the lead unit as it is."),
                field="lead",
                rule="T9",
            )
        return
    if lead is None or lead == case.owner_organisation:
        raise CaseError(
            _("Name another lead unit: this one has failed three times."), field="lead", rule=RULE
        )
    if not may_own(lead, case.level):
        raise CaseError(
            _("Choose an open organisation of the case's level."), field="lead", rule="T9"
        )


def reset_target(
    *,
    case: Case,
    actor: Actor,
    until: date,
    target: str,
    reason: str,
    referral: Draft | None = None,
) -> CaseEvent:
    """The matter is one to be kept at: a stage target with a day; the owner plans for it anew."""
    require_free(actor, Step.DECIDE_THIRD_FAILURE, case)
    _require_third(case)
    calendar = current_calendar()
    why_not = why_not_long_term(case, calendar, until, today())
    if why_not is not None:
        raise CaseError(why_not.message, field="until", rule=RULE)
    aim = require_reason(target, field="target", rule=RULE)
    words = require_reason(reason, rule=RULE)
    _refer(case, actor, referral)
    case.deadline_class = DeadlineClass.LONG_TERM
    case.stage_target = aim
    _begin_anew(case, actor, by=calendar.given(until))
    text = f"{labelled(_('Stage target'), aim)}\n{words}"
    return _decided(case, actor, EventVerb.TARGET_RESET, text, [])


def give_up(
    *, case: Case, actor: Actor, reason: str, reported_as: str, referral: Draft | None = None
) -> CaseEvent:
    """It cannot be solved here: the case ends, and the level above has been told in writing."""
    require_free(actor, Step.DECIDE_THIRD_FAILURE, case)
    _require_third(case)
    number = reported_as.strip()
    if not number:
        raise CaseError(
            _("Give the number of the paper with which it is reported upward."),
            field="reported_as",
            rule=RULE,
        )
    words = require_reason(reason, rule=RULE)
    _refer(case, actor, referral)
    text = f"{labelled(_('Reported upward'), number)}\n{words}"
    return decide_termination(case=case, actor=actor, agrees=True, reason=text)


def _refer(case: Case, actor: Actor, referral: Draft | None) -> None:
    """8.12 (c), beside one of the other ways: before the owner changes or the round is over.

    It neither goes on with the case nor ends it. The caller asks the organisation.
    """
    if referral is not None:
        write_referral(case=case, actor=actor, draft=referral)


def _require_third(case: Case) -> None:
    """A failure may have become void since the case was laid before the leading group."""
    if not is_for_leading_group(case):
        raise CaseError(
            _("Fewer than three failures count by now; load the page again."), rule="T31"
        )


def _begin_anew(case: Case, actor: Actor, by: Due | None = None) -> None:
    """What the round asked of the owner, and he of others, is over with it."""
    lapse_orders(case=case)
    end_requests(case=case)
    begin_round(case=case, actor=actor, by=by)


def _decided(
    case: Case, actor: Actor, verb: EventVerb, text: str, others: list[Person]
) -> CaseEvent:
    event = record_event(
        case=case, verb=verb, actor=actor, step=Step.DECIDE_THIRD_FAILURE, text=text
    )
    told = [*owner_people(case), *others, *office_people(case), *body_people(case, Role.DIS)]
    notifications.queue(
        kind="third_failure_decided", recipients=dict.fromkeys(told), case=case, event=event
    )
    return event
