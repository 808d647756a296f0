"""An open step whose holder is no longer the right one goes to whoever is; its clock runs on.

All of it runs under the case lock that the act door or the sweep holds.
"""

from typing import Any

from rectification.enums import EventVerb, Step
from rectification.models import Case, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.resolution import Holder
from rectification.services.consulting import carry_over
from rectification.services.events import record_event
from rectification.services.work_items import keep_clock
from workflows.consultations import end_lost
from workflows.processes import task_of


def give_out_again(case: Case, item: WorkItem) -> bool:
    """A step that nobody can take goes to whoever can take it by now (docs/rules.md 4.4).

    False when nobody can and it has its red mark already. The clock runs on for the next holder.
    """
    with task_of(item).activation() as activation:
        node = activation.flow_task
        if node.holding(node.step, case, activation).unheld and item.unheld:
            return False
        _pass_on(activation, item)
    return True


def hold_anew(case: Case) -> list[tuple[WorkItem, WorkItem]]:
    """Give every open step whose holder is no longer the right one to whoever is (scenario 13).

    Clock and date of receipt stay as they were: who acts has changed, not what is due. Returns
    each step before and after.
    """
    passed = []
    items = case.work_items.filter(closed_at__isnull=True).exclude(
        step__in={*Step.waits(), Step.GIVE_OPINION}
    )
    for item in items.select_related("case", "organisation", "person").order_by("pk"):
        with task_of(item).activation() as activation:
            node = activation.flow_task
            if not _still_holds(item, node.holding(node.step, case, activation)):
                passed.append((item, _pass_on(activation, item)))
    end_lost(case)
    if passed:
        hidden = {item.step for item, _new in passed} <= Step.confidential()
        step = passed[0][0].step if hidden else ""
        record_event(case=case, verb=EventVerb.WORK_PASSED_ON, actor=SYSTEM, step=step)
    return passed


def _pass_on(activation: Any, item: WorkItem) -> WorkItem:
    """Open the step anew for its present holder, with the old clock and the opinion on it.

    Where nobody could answer a referral, the days begin with whoever can (8.12).
    """
    task = activation.task
    created = activation.flow_task._create(activation, task.token, data=task.data)
    activation._activate_next({created})
    rows = WorkItem.objects.select_related("case", "organisation", "person")
    new = rows.prefetch_related("bars").get(task_id=created.task.pk)
    if not (item.unheld and item.step == Step.ANSWER_REFERRAL):
        keep_clock(item=new, former=item)
    carry_over(item=new, former=item)
    activation.cancel()
    return new


def _still_holds(item: WorkItem, holder: Holder) -> bool:
    """A step handed over inside its office stays while the office is right and he is not barred."""
    same = (holder.role, holder.organisation, holder.person, holder.unheld)
    if item.handed_by_id is not None:
        of_office = (item.role, item.organisation, None, item.unheld)
        return same == of_office and item.person_id not in holder.bars
    barred = set(item.bars.values_list("person_id", flat=True))
    return same == (item.role, item.organisation, item.person, item.unheld) and (
        set(holder.bars) <= barred
    )
