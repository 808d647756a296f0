"""Acts on an open step that lies with the person in an office of his own. None is a step itself:
each goes through the act door and leaves the step open."""

from collections.abc import Callable

from rectification.exceptions import NotVisible
from rectification.models import Case, CaseEvent, User, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.holding import acting_on
from workflows.act import act_on_case, check_of

Holds = Callable[[WorkItem, Authority], bool]
"""Whether the act is his on this step."""


def act_on_own_step(
    *,
    user: User,
    item: WorkItem,
    holds: Holds,
    act: Callable[[Case, WorkItem, Actor], CaseEvent],
    key: str = "",
) -> CaseEvent | None:
    """The step is looked at anew under its lock, and taken as the door would let him take it."""

    def on_case(case: Case) -> CaseEvent:
        rows = WorkItem.objects.select_for_update(of=("self",)).prefetch_related("bars")
        locked = rows.select_related("organisation").get(pk=item.pk)
        authority = authority_of(user)
        check_of(authority, locked)
        if not holds(locked, authority):
            raise NotVisible
        return act(case, locked, acting_on(locked, authority))

    return act_on_case(user=user, case_id=item.case_id, act=on_case, key=key)
