"""The leading group decides whether a case ends without closure (docs/rules.md T35)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Case
from rectification.permissions import DECIDE_TERMINATIONS
from rectification.roles import Role
from workflows.flows.opening import opened
from workflows.forms.closing import DecideTerminationForm
from workflows.models import CaseProcess
from workflows.processes import cancel_processes
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class TerminationFlow(flow.Flow):
    """Proposed by the office while the main procedure goes on; only the decision ends it."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Termination")

    propose = flow.StartHandle(this.open_process).Next(this.decide_termination)

    # --- leading group

    decide_termination = (
        HumanStep(step_page, DecideTerminationForm)
        .Office(Role.LG, DECIDE_TERMINATIONS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_terminated).Then(this.end_case).Else(this.decided)

    end_case = flow.Function(this.do_end_case).Next(this.decided)

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.TERMINATION, case)

    def is_terminated(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_TERMINATION) == EventVerb.TERMINATED

    def do_end_case(self, activation: Any) -> None:
        cancel_processes(case_of(activation), but=activation.process.pk)
