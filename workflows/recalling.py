"""Taking a step back is no step: through the act door, and the flow opens the former step."""

from rectification.enums import Step
from rectification.models import Case, CaseEvent, User, WorkItem
from rectification.policies.authority import authority_of
from rectification.policies.holding import acting_on, why_refused
from rectification.policies.reasons import allow
from rectification.policies.recalling import why_not_recall_step
from rectification.selectors.recalling import handed_on
from rectification.services import recalling
from rectification.services.deadlines import follow_due
from rectification.services.work_items import keep_clock
from workflows import processes
from workflows.act import act_on_case


def recall_step(*, user: User, case: Case, reason: str = "", key: str = "") -> CaseEvent | None:
    """The row locks order this act and the moment in which the next person opens his step."""

    def act(locked: Case) -> CaseEvent:
        authority = authority_of(user)
        found = handed_on(locked, lock=True)
        allow(why_not_recall_step(found, authority))
        assert found is not None
        assert found.waiting is not None
        allow(why_refused(found.item, authority))
        waiting, actor = found.waiting, acting_on(found.item, authority)
        event = recalling.recall_step(case=locked, actor=actor, found=found, reason=reason)
        processes.redirect(waiting, Step(found.item.step))
        processes.cancel_ended_shares(locked)
        _reopened(locked, found.item)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def _reopened(case: Case, former: WorkItem) -> None:
    """The days of the step run on: nobody gains time by handing something on and taking it back."""
    item = processes.open_item(case, Step(former.step))
    if item is not None:
        keep_clock(item=item, former=former)
        # An extension that was granted meanwhile holds for the step that is open again.
        follow_due(case=case)
