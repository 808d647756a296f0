"""What time does: ended notices, hearings without comment, claims that nobody answered, and
steps whose holders are gone.

Idempotent and safe to run at any moment and as often as one likes: every move is made under the
case lock and re-checked there, so after a downtime one run catches up.
"""

from collections.abc import Callable
from typing import Final

from django.utils import timezone

from rectification.calendar.clocks import Clock, due
from rectification.enums import PublicationPurpose, Step
from rectification.exceptions import CaseError
from rectification.models import (
    Case,
    CaseEvent,
    WorkItem,
)
from rectification.policies.actors import SYSTEM
from rectification.policies.disclosures import purpose_due
from rectification.policies.entering import can_be_heard
from rectification.policies.handing_over import is_kept
from rectification.policies.resolution import can_be_taken
from rectification.selectors.calendar import current_calendar
from rectification.selectors.ladder import climbing_items
from rectification.selectors.reminders import items_to_remind
from rectification.selectors.vacant import doubtful_items
from rectification.services import (
    contesting,
    dispatching,
    handing_over,
    ladder,
    notices,
    orders,
    publication,
    referrals,
    reminders,
    shares,
    third_failure,
    verification,
)
from rectification.services.check_rounds import remind_due
from rectification.services.delegations import tell_deputies
from rectification.services.work_items import close_item, move_reply_day, restart_clock
from workflows import consultations, passing_on, processes
from workflows.act import act_on_case
from workflows.apart import made_apart
from workflows.deadlines import end_pauses, recount_days
from workflows.disclosures import end_disclosures
from workflows.flows.order import OrderFlow
from workflows.look_backs import move_look_backs

_OF_ONE: Final = (Step.DECIDE_RECUSAL, Step.SEND_REFERRAL)
_VERIFYING: Final = (Step.VERIFY, Step.SETTLE_VERIFICATION)

Move = Callable[[Case, WorkItem], CaseEvent]


def sweep() -> int:
    """Make every move that is due; returns how many were made."""
    made_apart(tell_deputies, task="tell_deputies")
    made = 0
    moves = {
        Step.NOTICE_PERIOD: end_notice,
        Step.HEAR_PERSON: _heard(lapse_hearing),
        Step.HEAR_DISCLOSURE: _heard(lapse_hearing),
        Step.HEAR_ANSWER: _heard(lapse_answer),
        Step.HEAR_OWNER: _heard(lapse_statement),
        Step.CLAIM: expire_claim,
        Step.ACCEPT_SHARE: expire_share,
        Step.ANSWER_ORDER: escalate_order,
        Step.GIVE_OPINION: lapse_opinion,
        Step.ANSWER_REFERRAL: lapse_referral,
    }
    made += recount_days() + end_pauses()
    for item in items_to_remind():
        made += _move(item, remind)
    for item in climbing_items():
        made += _move(item, climb)
    over = WorkItem.objects.filter(
        closed_at__isnull=True,
        case__sealed=False,
        case__paused=False,
        step__in=moves,
        due_on__lt=timezone.localdate(),
    )
    for item in over.order_by("due_on", "pk"):
        made += _move(item, moves[Step(item.step)])
    made += _drop_opinions() + _give_back()
    for item in doubtful_items():
        if item.unheld or not can_be_taken(item):
            made += _move(item, give_out)
    made += _hold_anew()
    made += move_look_backs() + end_disclosures()
    made_apart(remind_due, task="remind_due")
    return made


def _hold_anew() -> int:
    """What lies with one person of an office, and verifications one may be free of."""
    open_items = WorkItem.objects.filter(closed_at__isnull=True).order_by("pk")
    asked = open_items.filter(step__in=_OF_ONE, person__isnull=False)
    made = sum(_move(item, hold_anew) for item in asked)
    return made + sum(_move(item, name_anew) for item in open_items.filter(step__in=_VERIFYING))


def _drop_opinions() -> int:
    """Nobody waits for an opinion of somebody who is away, has left or is not free any more."""
    asked = WorkItem.objects.filter(
        closed_at__isnull=True, step=Step.GIVE_OPINION, case__sealed=False
    )
    return sum(_move(item, drop_opinion) for item in asked.order_by("pk"))


def _give_back() -> int:
    """Before the freed steps are looked at: the office may have nobody left either."""
    handed = WorkItem.objects.filter(
        closed_at__isnull=True, handed_by__isnull=False, case__sealed=False
    )
    rows = handed.select_related("case", "organisation").order_by("pk")
    return sum(_move(item, give_back) for item in rows if not is_kept(item))


def _move(item: WorkItem, move: Move) -> bool:
    def act(case: Case) -> CaseEvent:
        locked = WorkItem.objects.get(pk=item.pk)
        if locked.closed_at is not None:
            raise _Settled("")
        return move(case, locked)

    return made_apart(
        lambda: act_on_case(user=None, case_id=item.case_id, act=act), item=item.pk, step=item.step
    )


class _Settled(CaseError):
    """Somebody acted between the query and the lock."""


def end_notice(case: Case, _item: WorkItem) -> CaseEvent:
    """T28: the period is over and no objection is open."""
    event = notices.end_notice(case=case)
    processes.end_notice_period(case, outcome=event.verb)
    return event


def _heard(lapse: Move) -> Move:
    """Nobody keeps silent on what nobody could show him: his days begin anew (4.1)."""

    def move(case: Case, item: WorkItem) -> CaseEvent:
        if can_be_heard(item):
            return lapse(case, item)
        end = due(Clock(item.clock), timezone.localdate(), current_calendar())
        restart_clock(item=item, clock=item.clock, due=end)
        return case.events.latest("sequence")

    return move


def lapse_hearing(case: Case, item: WorkItem) -> CaseEvent:
    """No comment within three working days: the procedure goes on and the record says so."""
    purpose = PublicationPurpose.EFFECT
    if item.step == Step.HEAR_DISCLOSURE:
        purpose = purpose_due(case) or purpose
    event = publication.lapse_hearing(case=case, purpose=purpose)
    close_item(item=item, actor=SYSTEM, outcome=event.verb)
    processes.complete(item)
    return event


def lapse_answer(case: Case, item: WorkItem) -> CaseEvent:
    """8.14: nobody contests the answer within five working days; the text goes on."""
    event = contesting.lapse_answer(case=case)
    close_item(item=item, actor=SYSTEM, outcome=event.verb)
    processes.complete(item)
    return event


def lapse_statement(case: Case, item: WorkItem) -> CaseEvent:
    """8.12: three working days without a statement; the leading group decides all the same."""
    event = third_failure.lapse_statement(case=case)
    close_item(item=item, actor=SYSTEM, outcome=event.verb)
    processes.complete(item)
    return event


def expire_claim(case: Case, item: WorkItem) -> CaseEvent:
    """T11: the claim clock is over, the office designates."""
    event = dispatching.expire_claim(case=case)
    processes.redirect(item, Step.ASSIGN_OWNER)
    return event


def expire_share(case: Case, item: WorkItem) -> CaseEvent:
    """Scenario 7: a unit kept silent; the office proposes and the leading group decides."""
    if item.assignment is None:
        raise _Settled("")
    event = shares.expire_share(case=case, assignment=item.assignment)
    processes.redirect(item, Step.PROPOSE_SHARE)
    return event


def remind(case: Case, item: WorkItem) -> CaseEvent:
    """T10, T11: the second day has come without an answer."""
    return reminders.remind(case=case, item=item)


def climb(case: Case, item: WorkItem) -> CaseEvent:
    """4.5: the next rung of the ladder of a deadline."""
    event, order = ladder.climb(case=case, item=item)
    if order is not None:
        OrderFlow.issue.run(order=order)
    return event


def escalate_order(case: Case, item: WorkItem) -> CaseEvent:
    """4.5: the order was not answered by its day; it goes higher, with a new one."""
    if item.order is None:
        raise _Settled("")
    event = orders.escalate_order(case=case, order=item.order)
    move_reply_day(item=item)
    return event


def lapse_opinion(_case: Case, item: WorkItem) -> CaseEvent:
    """4.10: the days are over; whoever asked decides without it."""
    return consultations.lapse(item)


def lapse_referral(_case: Case, item: WorkItem) -> CaseEvent:
    """8.12: five working days without an answer, which is recorded as silence and no more.

    Where nobody could have answered, nobody kept silent.
    """
    if item.unheld:
        raise _Settled("")
    referral = processes.referral_of(item)
    event = referrals.lapse_answer(referral=referral, item=item)
    close_item(item=item, actor=SYSTEM, outcome=event.verb)
    processes.complete(item)
    return event


def drop_opinion(_case: Case, item: WorkItem) -> CaseEvent:
    """4.10: whoever was asked cannot answer any more."""
    if not consultations.is_lost(item):
        raise _Settled("")
    return consultations.lapse(item)


def give_out(case: Case, item: WorkItem) -> CaseEvent:
    """4.4: everybody of the office is gone, away or barred; or somebody is free by now."""
    if (not item.unheld and can_be_taken(item)) or not passing_on.give_out_again(case, item):
        raise _Settled("")
    return case.events.latest("sequence")


def give_back(case: Case, item: WorkItem) -> CaseEvent:
    """4.10: the colleague to whom it was handed over cannot take it any more."""
    if item.handed_by_id is None or is_kept(item):
        raise _Settled("")
    return handing_over.give_back(case=case, item=item)


def hold_anew(case: Case, _item: WorkItem) -> CaseEvent:
    """The head who was to decide is gone or away: whoever stands in his place decides."""
    if not passing_on.hold_anew(case):
        raise _Settled("")
    return case.events.latest("sequence")


def name_anew(case: Case, _item: WorkItem) -> CaseEvent:
    """4.8: a named verifier is recused or has left; nothing is concluded and others are named."""
    event = verification.void_verification(case=case)
    if event is None:
        raise _Settled("")
    processes.name_verifiers_anew(case)
    return event
