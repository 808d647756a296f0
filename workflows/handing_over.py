"""Handing a step over is no step: it goes through the act door and opens nothing new."""

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, Person, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.handing_over import colleagues_for, hands_over, why_not_hand_over
from rectification.policies.reasons import allow
from rectification.services import handing_over
from workflows.own_steps import act_on_own_step


def hand_over(
    *, user: User, item: WorkItem, to: Person | None, reason: str, key: str = ""
) -> CaseEvent | None:
    """To a colleague who could take the step now; None gives it back to the whole office."""

    def act(case: Case, locked: WorkItem, actor: Actor) -> CaseEvent:
        _check_receiver(locked, to, user.person)
        return handing_over.hand_over(case=case, actor=actor, item=locked, to=to, reason=reason)

    return act_on_own_step(user=user, item=item, holds=hands_over, act=act, key=key)


def _check_receiver(item: WorkItem, to: Person | None, giver: Person) -> None:
    if to is None and item.handed_by_id is not None:
        return
    colleagues = colleagues_for(item, giver)
    allow(why_not_hand_over(colleagues))
    if to not in colleagues:
        text = _("Choose somebody of your office who is free to take the step.")
        raise CaseError(text, field="to", rule="4.10")
