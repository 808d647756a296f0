"""A co-responsible unit accepts or declines its share (docs/rules.md T10, scenario 7)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Assignment
from rectification.permissions import OWN_CASES
from rectification.roles import Role
from workflows.forms.dispatching import AcceptShareForm
from workflows.holding import by_co_unit
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ShareFlow(flow.Flow):
    """Runs beside the main procedure and never blocks it: silence is no acceptance."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Answer of a co-responsible unit")

    ask = flow.StartHandle(this.open_process).Next(this.accept_share)

    # --- co-responsible unit

    accept_share = (
        HumanStep(step_page, AcceptShareForm)
        .Held(by_co_unit, role=Role.SEC, right=OWN_CASES)
        .Clock(from_today(Clock.SHARE), name=Clock.SHARE)
        .Next(this.answered)
    )

    answered = flow.End()

    def open_process(self, activation: Any, *, assignment: Assignment) -> CaseProcess:
        process: CaseProcess = activation.process
        process.case = assignment.case
        process.kind = ProcessKind.SHARE
        process.round = assignment.case.round
        process.assignment = assignment
        return process
