"""Issuing a supervision order by hand; those of the ladder come from the sweep."""

from typing import Any

from rectification.models import Case, CaseEvent, SupervisionOrder, User
from rectification.policies.actors import Actor
from rectification.services import orders
from workflows.act import act_on_case
from workflows.flows import OrderFlow


def issue(
    *, user: User, case: Case, actor: Actor, key: str = "", **written: Any
) -> CaseEvent | None:
    """`written` holds level, facts and reply_on of `orders.issue_order`."""

    def act(locked: Case) -> CaseEvent:
        event, order = orders.issue_order(case=locked, actor=actor, **written)
        OrderFlow.issue.run(order=order)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def note_talk(
    *, user: User, order: SupervisionOrder, actor: Actor, key: str = "", **written: Any
) -> CaseEvent | None:
    """`written` holds held_on and note of `orders.note_talk`."""

    def act(locked: Case) -> CaseEvent:
        row = locked.orders.get(pk=order.pk)
        return orders.note_talk(case=locked, actor=actor, order=row, **written)

    return act_on_case(user=user, case_id=order.case_id, act=act, key=key)
