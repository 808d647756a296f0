"""What follows a sealing: it is confirmed, or lifted, and then the case goes on (scenario 11)."""

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone

from rectification.calendar.clocks import Clock, due
from rectification.enums import Step
from rectification.models import Case, CaseEvent, Sealing, Unsealing, User, WorkItem
from rectification.policies.actors import Actor
from rectification.selectors.calendar import current_calendar
from rectification.services import sealing as seals
from rectification.services import unsealing as unseals
from rectification.services.work_items import restart_clock
from workflows.act import act_on_case
from workflows.processes import open_item, redirect, task_of

_PROMISED: Final = frozenset({Step.CARRY_OUT, Step.REPORT_EFFECT})
"""Their day stands with the case and its measures, and is not counted from the step."""

SEALINGS: Final = ("case", "township", "made_by", "confirmed_by")


def confirm(*, user: User, sealing: Sealing, actor: Actor, key: str = "", **given: Any) -> None:
    """`given`: ground and number of the paper."""

    def act(found: Sealing) -> CaseEvent:
        return seals.confirm_sealing(sealing=found, actor=actor, **given)

    _on_sealing(user, sealing, act, key)


def number(*, user: User, sealing: Sealing, actor: Actor, paper_number: str, key: str = "") -> None:
    def act(found: Sealing) -> CaseEvent:
        return seals.number_paper(sealing=found, actor=actor, paper_number=paper_number)

    _on_sealing(user, sealing, act, key)


def propose(*, user: User, sealing: Sealing, actor: Actor, ground: str, key: str = "") -> None:
    def act(found: Sealing) -> CaseEvent:
        return unseals.propose_unsealing(sealing=found, actor=actor, ground=ground)

    _on_sealing(user, sealing, act, key)


def refuse(*, user: User, unsealing: Unsealing, actor: Actor, reason: str, key: str = "") -> None:
    def act(_locked: Case) -> CaseEvent:
        found = _proposal(unsealing)
        return unseals.refuse_unsealing(unsealing=found, actor=actor, reason=reason)

    act_on_case(user=user, case_id=unsealing.sealing.case_id, act=act, key=key)


def lift(*, user: User, unsealing: Unsealing, actor: Actor, key: str = "") -> None:
    """Read again as it was left; what was shown is published anew, and clocks run anew."""

    def act(locked: Case) -> CaseEvent:
        event = unseals.lift_sealing(unsealing=_proposal(unsealing), actor=actor)
        locked.refresh_from_db()
        _publish_anew(locked)
        _restart_clocks(locked)
        return event

    act_on_case(user=user, case_id=unsealing.sealing.case_id, act=act, key=key)


def _on_sealing(
    user: User, sealing: Sealing, act: Callable[[Sealing], CaseEvent], key: str
) -> None:
    """As the sealing is under the lock of its case."""

    def on_case(_locked: Case) -> CaseEvent:
        return act(Sealing.objects.select_related(*SEALINGS).get(pk=sealing.pk))

    act_on_case(user=user, case_id=sealing.case_id, act=on_case, key=key)


def _proposal(unsealing: Unsealing) -> Unsealing:
    about = [f"sealing__{name}" for name in SEALINGS]
    rows = Unsealing.objects.select_related("proposed_by", "decided_by", *about)
    return rows.get(pk=unsealing.pk)


def _publish_anew(case: Case) -> None:
    """Its notice was withdrawn before its end: nobody could have read and objected (T22).

    Nor was it decided what the person concerned said against a text before its notice (8.14).
    """
    for step in sorted(Step.waits()):
        item = open_item(case, step)
        if item is not None:
            redirect(item, Step.PROPOSE_PUBLICATION)


def _restart_clocks(case: Case) -> None:
    """Every open step has its days from today: nothing starts overdue."""
    items = case.work_items.filter(closed_at__isnull=True, due_on__isnull=True)
    for item in items.exclude(clock="").order_by("pk"):
        if item.step in _PROMISED:
            _restore_day(case, item)
        else:
            end = due(Clock(item.clock), timezone.localdate(), current_calendar())
            restart_clock(item=item, clock=item.clock, due=end)


def _restore_day(case: Case, item: WorkItem) -> None:
    with task_of(item).activation() as activation:
        end = activation.flow_task.timer(case, activation).due
    item.due_on, item.due_provisional = end.on, end.provisional
    item.save(update_fields=["due_on", "due_provisional"])
