"""Narrowing what is shown is no step: through the act door, in effect at once (4.6)."""

from rectification.models import Case, CaseEvent, Notice, User
from rectification.policies.actors import Actor
from rectification.services import narrowing
from workflows.act import act_on_case


def narrow(
    *, user: User, notice: Notice, actor: Actor, title: str, text: str, scope: str, key: str = ""
) -> CaseEvent | None:
    """Text and scope, whichever of them is narrower than what is shown."""

    def act(case: Case) -> CaseEvent:
        locked = case.notices.select_related("decision", "case").get(pk=notice.pk)
        shown = locked.decision
        event = None
        if scope and scope != shown.scope:
            event = narrowing.narrow_scope(case=case, notice=locked, actor=actor, scope=scope)
        if event is None or (title, text) != (shown.title, shown.text):
            event = narrowing.narrow_text(
                case=case, notice=locked, actor=actor, title=title, text=text
            )
        return event

    return act_on_case(user=user, case_id=notice.case_id, act=act, key=key)
