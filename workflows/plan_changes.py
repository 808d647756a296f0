"""Beginning a change of the plan, and taking it back, through the act door (T16)."""

from rectification.enums import ProcessKind
from rectification.models import Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.services import plan_changes
from workflows import processes
from workflows.act import act_on_case
from workflows.flows.plan_change import PlanChangeFlow


def begin(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """The owner's step opens; the plan in force holds."""

    def act(locked: Case) -> CaseEvent:
        event = plan_changes.begin_change(case=locked, actor=actor)
        PlanChangeFlow.begin.run(case=locked)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def drop(*, user: User, case: Case, actor: Actor, key: str = "") -> CaseEvent | None:
    """The owner does without it, until it is decided on."""

    def act(locked: Case) -> CaseEvent:
        event = plan_changes.drop_change(case=locked, actor=actor)
        processes.cancel_kind(locked, ProcessKind.PLAN_CHANGE)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)
