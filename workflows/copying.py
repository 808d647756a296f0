"""Sending a copy is no step: it goes through the act door and moves nothing."""

from collections.abc import Sequence

from rectification.models import Case, CaseEvent, Person, User
from rectification.policies.actors import Actor
from rectification.services import copying
from workflows.act import act_on_case


def copy_case(
    *,
    user: User,
    case: Case,
    actor: Actor,
    people: Sequence[Person],
    note: str = "",
    key: str = "",
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return copying.copy_case(case=locked, actor=actor, people=people, note=note)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
