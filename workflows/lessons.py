"""A lesson for others, beside the procedure, through the act door."""

from collections.abc import Collection

from rectification.models import Case, CaseEvent, Organisation, User
from rectification.policies.actors import Actor
from rectification.services import lessons
from workflows.act import act_on_case


def propose(*, user: User, case: Case, actor: Actor, text: str, key: str = "") -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return lessons.propose_lesson(case=locked, actor=actor, text=text)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def confirm(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return lessons.confirm_lesson(case=locked, actor=actor)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def send(
    *,
    user: User,
    case: Case,
    actor: Actor,
    organisations: Collection[Organisation],
    key: str = "",
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return lessons.send_lesson(case=locked, actor=actor, organisations=organisations)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
