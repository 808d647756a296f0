"""Our dialect of Viewflow: a human step, a split by data, and a wait that the sweep ends.

A human step declares its form, stage, holder, clock and right. When it is activated it writes the
work item, starts the clock and queues the notice; the act door closes the item, and cancelling
the task closes it too. Only methods of the engine's base classes are used or overridden.
"""

from collections.abc import Callable, Iterable
from typing import Any, Self

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.view import ViewActivation

from rectification import notifications
from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage, Step
from rectification.models import Case, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.entering import has_account
from rectification.policies.resolution import Holder, office
from rectification.roles import Role
from rectification.services.audience import alarmed_people, takers_of
from rectification.services.work_items import Opening, close_item, open_item
from workflows.consultations import end_with
from workflows.forms.base import StepForm
from workflows.holding import Holding, by
from workflows.timing import Timer, Timing


def _case_of(activation: Any) -> Case:
    """The case as it is now: services of the same act may hold another copy of the row."""
    return Case.objects.select_related("owner_organisation", "owner_person").get(
        pk=activation.process.case_id
    )


def _withdraw_item(activation: Any) -> None:
    item = WorkItem.objects.filter(task_id=activation.task.pk, closed_at__isnull=True).first()
    if item is not None:
        close_item(item=item, actor=SYSTEM, outcome="")
        end_with(item)


class HumanStepActivation(ViewActivation):
    """Opens the work item with the task and closes it when the task is taken away."""

    @Activation.status.super()
    def activate(self) -> None:
        case = _case_of(self)
        node = self.flow_task
        holder = node.holding(node.step, case, self)
        item = open_item(case=case, holder=holder, opening=node.opening(case, self, holder))
        _tell_holders(case, item, holder)

    @Activation.status.super()
    def cancel(self) -> None:
        _withdraw_item(self)
        super().cancel.original()


def _tell_holders(case: Case, item: WorkItem, holder: Holder) -> None:
    kind = "nobody_left" if holder.unheld else "your_turn"
    if holder.unheld:
        recipients = takers_of(item) if _is_confidential(item) else alarmed_people(case)
    else:
        recipients = takers_of(item)
    notifications.queue(
        kind=kind,
        recipients=recipients,
        case=case,
        about=f"item:{item.pk}",
        step=item.step,
    )
    if holder.role == Role.MEM and not any(map(has_account, takers_of(item))):
        _alarm(case, item)


def _is_confidential(item: WorkItem) -> bool:
    return item.step in Step.confidential()


def _alarm(case: Case, item: WorkItem) -> None:
    """The person concerned has no account, and nobody of his branch is free to enter it for him."""
    notifications.queue(
        kind="nobody_left",
        recipients=alarmed_people(case),
        case=case,
        about=f"item:{item.pk}",
        step=item.step,
    )


class HumanStep(flow.View):
    """A step that a person takes: `HumanStep(page, TriageForm, stage).Held(…).Clock(…)`."""

    activation_class = HumanStepActivation

    def __init__(
        self, view: Any, form_class: type[StepForm], stage: str = "", **kwargs: Any
    ) -> None:
        super().__init__(view, **kwargs)
        self.form_class = form_class
        self.stage = stage
        self.right: str = ""
        self.holding: Holding
        self.role_label: str = ""
        self.timer: Timer | None = None
        self.clock_label: str = ""
        self.opens_case = True
        self.shut_to: tuple[str, ...] = ()

    # The engine spells its own chain in capitals; ours reads along with it.

    def Office(self, role: str, right: str) -> Self:  # noqa: N802
        """The township body in which the role is held."""
        return self.Held(by(office(role)), role=role, right=right)

    def Held(self, holding: Holding, *, role: str, right: str = "") -> Self:  # noqa: N802
        """Who takes the step; `right` is the permission he needs on the organisation."""
        self.holding, self.role_label, self.right = holding, role, right
        return self

    def Clock(self, timer: Timer, *, name: str) -> Self:  # noqa: N802
        self.timer, self.clock_label = timer, name
        return self

    def Extract(self, *roles: str) -> Self:  # noqa: N802
        """The page shows an extract, if roles are named only to them; the case stays closed."""
        self.opens_case, self.shut_to = bool(roles), roles
        return self

    @property
    def step(self) -> Step:
        return Step(self.name)

    def opening(self, case: Case, activation: Any, holder: Holder) -> Opening:
        timing = self.timer(case, activation) if self.timer else Timing()
        process = activation.process
        data = activation.task.data or {}
        unit = process.assignment_id or data.get("assignment")
        return Opening(
            task_id=activation.task.pk,
            process_id=process.pk,
            step=self.step,
            stage=self.stage,
            opens_case=self.opens_case and holder.role not in self.shut_to,
            clock=timing.clock,
            clock_from=timing.start,
            due=timing.due,
            objection=process.objection,
            order=process.order,
            assignment=None if unit is None else case.assignments.get(pk=unit),
        )


Branches = Callable[[Any], Iterable[dict[str, int]]]


class FanOutActivation(SplitActivation):
    """Starts one branch for each row that the node's data source names."""

    @Activation.status.super()
    def activate(self) -> None:
        node, source = self.flow_task.branch, self.flow_task.source
        self.next_tasks = [(node, data) for data in source(self)]
        if not self.next_tasks:
            raise ValueError(f"{self.flow_task.name}: nothing to split over")


class FanOut(flow.Split):
    """A parallel split whose branches come from data: units with measures, named verifiers."""

    activation_class = FanOutActivation

    def Each(self, node: Any, source: Branches) -> Self:  # noqa: N802
        self.source = source
        return self.Next(node)

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.source = this.resolve(instance, self.source)

    @property
    def branch(self) -> Any:
        return self._branches[0][0]


class PeriodActivation(HandleActivation):
    """Opens an item that belongs to nobody, so that stage and due date can be read from it."""

    @Activation.status.super()
    def activate(self) -> None:
        case = _case_of(self)
        node = self.flow_task
        timing = node.timer(case, self)
        open_item(
            case=case,
            holder=Holder(),
            opening=Opening(
                task_id=self.task.pk,
                process_id=self.process.pk,
                step=node.step,
                stage=node.stage,
                clock=timing.clock,
                clock_from=timing.start,
                due=timing.due,
            ),
        )

    @Activation.status.super()
    def cancel(self) -> None:
        _withdraw_item(self)
        super().cancel.original()


class Period(flow.Handle):
    """A wait that nobody can end by hand: the sweep or a decided objection runs it."""

    activation_class = PeriodActivation

    def __init__(
        self, stage: CaseStage, timer: Timer, *, name: str = Clock.NOTICE, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.stage = stage
        self.timer = timer
        self.clock_label = name
        self.role_label = self.right = ""

    @property
    def step(self) -> Step:
        return Step(self.name)
