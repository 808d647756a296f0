"""Moves across steps and processes of one case: cancel, redirect, release. Never stock undo.

All of them run under the case lock that the act door or the sweep holds.
"""

from typing import Any, Final

from django.db.models import Q, QuerySet
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from rectification.enums import CaseStage, ProcessKind, RecusalDecision, Step
from rectification.models import AccountabilityReferral, Case, Notice, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.merging import entries_of
from rectification.selectors.publication import current_notice
from rectification.services.look_backs import has_lost_looker
from rectification.services.plan_changes import lapse_change
from rectification.services.work_items import close_item
from workflows.models import CaseProcess

_VERIFICATION: Final = frozenset(
    {Step.ASSIGN_VERIFIERS, Step.NAME_OUTSIDER, Step.VERIFY, Step.SETTLE_VERIFICATION}
)
_THIRD_FAILURE: Final = frozenset({Step.HEAR_OWNER, Step.DECIDE_THIRD_FAILURE})
_LOOKING: Final = frozenset({Step.LOOK_BACK, Step.DECIDE_RELAPSE, Step.SETTLE_RELAPSE})
_CORRECTION: Final = frozenset({Step.CARRY_OUT, Step.REPORT_EFFECT})


def task_of(item: WorkItem) -> Task:
    return Task.objects.select_related("process").get(pk=item.task_id)


def node_of(item: WorkItem) -> Any:
    """The node of the flow behind the item; its task never changes it, so it is asked once."""
    found = vars(item)
    if "flow_node" not in found:
        found["flow_node"] = task_of(item).flow_task
    return found["flow_node"]


def complete(item: WorkItem, *, user: Any = None) -> None:
    """Finish the item's task and move the token on."""
    with task_of(item).activation() as activation:
        if item.step in Step.waits():
            activation.run(None)
        else:
            activation.assign(user)
            activation.start(_Request(user))
        activation.execute()


class _Request:
    """What the engine reads of a request: who makes it."""

    def __init__(self, user: Any) -> None:
        self.user = user


def redirect(item: WorkItem, target: Step) -> None:
    """Take the step away and give the case to another step of the same flow."""
    task = task_of(item)
    with task.activation() as activation:
        activation.cancel()
        _enter(activation, target)


def _enter(activation: Any, target: str) -> None:
    node = getattr(activation.flow_class.instance, target)
    activation._activate_next({node._create(activation, activation.task.token)})


def cancel_processes(case: Case, *, but: int | None = None) -> None:
    """Cancel every running process of the case; open work items close with their tasks.

    Nor is it decided any more whether a report that had joined it is withdrawn (T8).
    A request for recusal that still waits is answered: those of before the end have lapsed, and
    a closure may rest on the answer to a later one.
    """
    whole = Q(case=case) | Q(case__in=entries_of(case), kind=ProcessKind.WITHDRAWAL)
    running = CaseProcess.objects.filter(whole, status=PROCESS.NEW).exclude(pk=but)
    running = running.exclude(recusal_request__decision=RecusalDecision.PENDING)
    # How an organisation went about the case stays to be answered for when the case is over.
    _cancel(running.exclude(kind=ProcessKind.REFERRAL))


def cancel_successions(case: Case) -> None:
    """The successor is succeeded itself before it has claimed: the next one claims, once."""
    running = CaseProcess.objects.filter(case=case, kind=ProcessKind.SUCCESSION, status=PROCESS.NEW)
    _cancel(running)


def cancel_kind(case: Case, kind: ProcessKind) -> None:
    """Whoever asked takes back what nobody has decided yet."""
    _cancel(CaseProcess.objects.filter(case=case, kind=kind, status=PROCESS.NEW))


def cancel_ended_shares(case: Case) -> None:
    """Dispatched anew: units of the dispatch before have nothing to answer any more (T12)."""
    asked = CaseProcess.objects.filter(
        case=case,
        kind=ProcessKind.SHARE,
        status=PROCESS.NEW,
        assignment__ended_at__isnull=False,
    )
    _cancel(asked)


def cancel_void_orders(case: Case) -> None:
    """What rested on a void failure is not to be answered (docs/rules.md 4.8)."""
    _cancel(
        CaseProcess.objects.filter(
            case=case, kind=ProcessKind.ORDER, status=PROCESS.NEW, order__void_at__isnull=False
        )
    )


def _cancel(running: QuerySet[CaseProcess]) -> None:
    for process in running.order_by("pk"):
        process.flow_class.instance.cancel(process)


def referral_of(item: WorkItem) -> AccountabilityReferral:
    """What a step of a referral is about."""
    rows = AccountabilityReferral.objects.select_related("case__owner_organisation", "organisation")
    return rows.get(processes=item.process_id)


def open_item(case: Case, step: Step) -> WorkItem | None:
    return case.work_items.filter(step=step, closed_at__isnull=True).first()


def end_notice_period(case: Case, *, outcome: str) -> None:
    """Let the main process go on from the running notice; its gateway reads what was decided."""
    item = open_item(case, Step.NOTICE_PERIOD)
    if item is not None:
        close_item(item=item, actor=SYSTEM, outcome=outcome)
        complete(item)


def end_objection_period(case: Case, *, outcome: str) -> None:
    """What was contested before the notice is decided: the main process goes on by that (8.14)."""
    item = open_item(case, Step.OBJECTION_PERIOD)
    if item is not None:
        close_item(item=item, actor=SYSTEM, outcome=outcome)
        complete(item)


def move_notice_end(case: Case) -> None:
    """The notice's end moved: the open item shows the new day (T25)."""
    item = open_item(case, Step.NOTICE_PERIOD)
    notice = current_notice(case)
    if item is not None and notice is not None:
        item.due_on = notice.ends_on
        item.due_provisional = notice.ends_provisional
        item.save(update_fields=["due_on", "due_provisional"])


def return_to_notice(notice: Notice) -> None:
    """Bring the case back from verification into its notice (T24); not once one has signed.

    For a disclosure, which stands beside the procedure, nothing comes back.
    """
    case = notice.case
    if case.stage != CaseStage.VERIFYING or notice.is_disclosure or not notice.is_running:
        return
    signed = case.attempts.filter(
        concluded_at__isnull=True, void_at__isnull=True, verifications__signed_at__isnull=False
    )
    if not signed.exists():
        _leave(case, _VERIFICATION, Step.NOTICE_PERIOD)


def name_verifiers_anew(case: Case) -> None:
    """The verification under way, or the failure that sent the case back, is void (4.8).

    Nothing is corrected any more, so that a change of the plan has nothing left to change.
    """
    changing = _running(case, ProcessKind.PLAN_CHANGE)
    if changing.exists():
        _cancel(changing)
        lapse_change(case=case)
    _leave(case, _VERIFICATION | _THIRD_FAILURE | _CORRECTION, Step.ASSIGN_VERIFIERS)


def leave_verification(case: Case) -> None:
    """A review found that the problem is not solved while verifiers were at work (T26)."""
    _leave(case, _VERIFICATION, "after_return")


def leave_third_failure(case: Case) -> None:
    """Fewer than three failures count: the owner corrects instead of being heard (T31)."""
    _leave(case, _THIRD_FAILURE, "after_return")


def look_anew(case: Case) -> bool:
    """Whoever was named to look back cannot any more, or what he found is void (4.8)."""
    item = case.work_items.filter(step__in=_LOOKING, closed_at__isnull=True).first()
    if item is None or not has_lost_looker(case):
        return False
    redirect(item, Step.ASSIGN_LOOK_BACK)
    return True


def work_anew(case: Case) -> None:
    """A new version of the plan is in force: each unit with open measures gets its step anew.

    Units without any lose theirs; where nothing is left, the owner reports the effect. A unit that
    came late and worked in a process of its own goes on with the others.
    """
    late = _running(case, ProcessKind.SHARE).filter(
        pk__in=case.work_items.filter(step=Step.CARRY_OUT, closed_at__isnull=True).values(
            "process_id"
        )
    )
    _cancel(late)
    _leave(case, _CORRECTION, "after_return")


def _running(case: Case, kind: ProcessKind) -> QuerySet[CaseProcess]:
    return CaseProcess.objects.filter(case=case, kind=kind, status=PROCESS.NEW)


def _leave(case: Case, steps: frozenset[Step], target: str) -> None:
    """Take away what is open of these steps, and the join that waits for it."""
    waiting = case.work_items.filter(
        step__in=steps,
        closed_at__isnull=True,
        process_id__in=_running(case, ProcessKind.RECTIFICATION).values("pk"),
    )
    tasks = [task_of(item) for item in waiting.order_by("pk")]
    if not tasks:
        return
    first, *others = tasks
    joins = Task.objects.filter(
        process=first.process, flow_task_type="JOIN", status__in=[STATUS.NEW, STATUS.STARTED]
    )
    for task in [*others, *joins]:
        with task.activation() as activation:
            activation.cancel()
    with first.activation() as activation:
        activation.cancel()
        # Branches of a split carry its token; the target belongs before the split.
        while activation.task.token.is_split_token():
            activation.task.token = activation.task.token.get_base_split_token()
        _enter(activation, target)
