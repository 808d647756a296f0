"""Consent to a wider scope is no step: through the act door, in effect at once (4.6)."""

from rectification.models import Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.services import consents
from rectification.services.evidence import files_follow_rows
from rectification.services.papers import Paper
from workflows.act import act_on_case


def give(
    *,
    user: User,
    case: Case,
    actor: Actor,
    record: str = "",
    paper: Paper | None = None,
    key: str = "",
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return consents.give_consent(case=locked, actor=actor, record=record, paper=paper)

    with files_follow_rows():
        return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def withdraw(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        return consents.withdraw_consent(case=locked, actor=actor)

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
