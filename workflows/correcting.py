"""Correcting a fact is no step: it goes through the act door and moves nothing."""

from rectification.models import Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.services import correcting
from workflows.act import act_on_case


def correct_case(
    *, user: User, case: Case, actor: Actor, facts: correcting.Facts, reason: str, key: str = ""
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return correcting.correct_case(case=locked, actor=actor, facts=facts, reason=reason)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
