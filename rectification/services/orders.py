"""督办单: issued, answered, raised, void or over with its case (docs/rules.md 4.5, “Orders”)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.calendar import Due
from rectification.calendar.clocks import Clock, due, latest
from rectification.enums import EventVerb, OrderGround, OrderLevel
from rectification.exceptions import CaseError
from rectification.models import (
    Case,
    CaseEvent,
    Person,
    SupervisionOrder,
    VerificationAttempt,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.orders import is_unanswered, why_not_issue, why_not_note_talk
from rectification.policies.places import owner_organisation
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.orders import open_orders
from rectification.selectors.verification import failures_in_round
from rectification.services.audience import body_people, office_people
from rectification.services.events import record_event
from rectification.services.issuing import void_documents_of
from rectification.services.numbers import next_number
from rectification.services.parties import join_liaison


def issue_order(
    *, case: Case, actor: Actor, level: str, facts: str, reply_on: Due
) -> tuple[CaseEvent, SupervisionOrder]:
    """By hand, with the facts and a day for the reply; the caller asks the addressee."""
    require_free(actor, EventVerb.ORDER_ISSUED, case)
    has_open = open_orders(case).filter(ground=OrderGround.BY_HAND).exists()
    allow(why_not_issue(case, actor.hand.pk, facts_of(case), has_open=has_open))
    _check_day(reply_on)
    order = _write(
        case,
        OrderGround.BY_HAND,
        OrderLevel(level),
        require_reason(facts, field="facts", rule="4.5"),
        reply_on,
    )
    order.issued_by, order.issued_role = actor.hand, actor.role
    order.save()
    return _record(case, EventVerb.ORDER_ISSUED, actor, order), order


def _check_day(reply_on: Due) -> None:
    last = latest(Clock.ORDER, today(), current_calendar()).on
    if not today() < reply_on.on <= last:
        raise CaseError(
            _("The reply is due after today and at the latest on %(day)s.")
            % {"day": date_format(last)},
            field="reply_on",
            rule="4.5",
        )


def order_overdue(*, case: Case, level: OrderLevel) -> SupervisionOrder | None:
    """Of the ladder: the order about the delay, or the open one raised to this level.

    The new order, for which the caller asks the addressee; None where one was open.
    """
    order = open_orders(case).filter(ground=OrderGround.OVERDUE).first()
    if order is not None:
        _raise_to(order, level)
        return None
    return _write(case, OrderGround.OVERDUE, level, _facts_of_delay(case), _reply_day())


def order_after_failures(*, case: Case, attempt: VerificationAttempt) -> SupervisionOrder | None:
    """T31: the verification failed for the second time; None where such an order is open."""
    if open_orders(case).filter(ground=OrderGround.FAILED).exists():
        return None
    facts = _facts_of_failure(attempt)
    order = _write(case, OrderGround.FAILED, OrderLevel.SUPERVISION, facts, _reply_day())
    order.attempt = attempt
    order.save()
    _record(case, EventVerb.ORDER_ISSUED, SYSTEM, order)
    return order


def answer_order(*, case: Case, actor: Actor, order: SupervisionOrder, reply: str) -> CaseEvent:
    """The reply closes it, whatever its level."""
    require_free(actor, "answer_order", case)
    if not order.is_open:
        raise CaseError(_("The order is not open any more."), rule="4.5")
    order.reply = require_reason(reply, field="reply", rule="4.5")
    order.replied_by, order.replied_at = actor.hand, timezone.now()
    order.save()
    event = _record(case, EventVerb.ORDER_ANSWERED, actor, order, text=order.reply)
    told = [*office_people(case), *([order.issued_by] if order.issued_by else [])]
    notifications.queue(
        kind="order_answered", recipients=dict.fromkeys(told), case=case, event=event
    )
    return event


def note_talk(
    *, case: Case, actor: Actor, order: SupervisionOrder, held_on: date, note: str
) -> CaseEvent:
    """告诫谈话: the liaison leader notes that he talked with whoever answers, and what was said."""
    require_free(actor, EventVerb.TALK_NOTED, case)
    allow(why_not_note_talk(order))
    if not timezone.localdate(order.issued_at) <= held_on <= today():
        raise CaseError(
            _("The talk was held after the order was issued, and today at the latest."),
            field="held_on",
            rule="4.5",
        )
    order.talk_note = require_reason(note, field="note", rule="4.5")
    order.talk_on, order.talked_by = held_on, actor.hand
    order.save()
    return _record(case, EventVerb.TALK_NOTED, actor, order, text=order.talk_note)


def escalate_order(*, case: Case, order: SupervisionOrder) -> CaseEvent:
    """Nobody answered: an admonition that the liaison leader joins, then the leading group."""
    if not is_unanswered(order):
        raise CaseError(_("The order is not overdue."), rule="4.5")
    above = OrderLevel(order.level).next_one()
    if above is None:
        order.told_leading_group_at = timezone.now()
        order.save()
        event = _record(case, EventVerb.ORDER_ESCALATED, SYSTEM, order)
        _tell("order_at_leading_group", case, event, body_people(case, Role.LG, Role.OFF))
        return event
    _raise_to(order, above)
    day = _reply_day()
    order.reply_on, order.reply_provisional = day.on, day.provisional
    order.save()
    return _record(case, EventVerb.ORDER_ESCALATED, SYSTEM, order)


def void_orders(*, case: Case, attempt: VerificationAttempt) -> None:
    """What rested on a failure that is void is marked, answered or not, and never deleted."""
    for order in case.orders.filter(attempt=attempt, void_at__isnull=True):
        order.void_at = timezone.now()
        order.save()
        void_documents_of(case=case, row=order)


def lapse_orders(*, case: Case) -> None:
    """With the case, or the round, ends what it was about; number and text stay on record."""
    for order in open_orders(case):
        order.lapsed_at = timezone.now()
        order.save()
        _record(case, EventVerb.ORDER_LAPSED, SYSTEM, order)


def _raise_to(order: SupervisionOrder, level: OrderLevel) -> None:
    levels = list(OrderLevel)
    if levels.index(level) <= levels.index(OrderLevel(order.level)):
        return
    order.level = level
    order.save()
    if level == OrderLevel.ADMONITION:
        join_liaison(case=order.case)


def _write(
    case: Case, ground: OrderGround, level: OrderLevel, facts: str, reply_on: Due
) -> SupervisionOrder:
    year = today().year
    number = next_number(series=settings.ORDER_MARK, year=year)
    order = SupervisionOrder.objects.create(
        case=case,
        number=f"{settings.ORDER_MARK}〔{year}〕{number}号",
        ground=ground,
        level=level,
        organisation=owner_organisation(case),
        person=case.owner_person,
        facts=facts,
        reply_on=reply_on.on,
        reply_provisional=reply_on.provisional,
        issued_at=timezone.now(),
    )
    if level == OrderLevel.ADMONITION:
        join_liaison(case=case)
    return order


def _reply_day() -> Due:
    return due(Clock.ORDER, today(), current_calendar())


def _facts_of_delay(case: Case) -> str:
    over = current_calendar().count_working_days(case.due_on or today(), today())
    with override(settings.LANGUAGE_CODE):
        return _(
            "The rectification was due on %(day)s. Its effect has not been reported, %(over)d "
            "working days after that day."
        ) % {"day": date_format(case.due_on or today()), "over": over}


def _facts_of_failure(attempt: VerificationAttempt) -> str:
    with override(settings.LANGUAGE_CODE):
        text = _("The verification was not passed for time no. %(times)d in this round.") % {
            "times": failures_in_round(attempt.case)
        }
        if attempt.correction_due_on is None:
            return text
        words = {"day": date_format(attempt.correction_due_on)}
        return text + _(" What is missing is to be put right by %(day)s.") % words


def _record(
    case: Case, verb: EventVerb, actor: Actor, order: SupervisionOrder, *, text: str = ""
) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=f"order:{order.pk}")


def _tell(kind: str, case: Case, event: CaseEvent, people: Iterable[Person]) -> None:
    notifications.queue(kind=kind, recipients=dict.fromkeys(people), case=case, event=event)
