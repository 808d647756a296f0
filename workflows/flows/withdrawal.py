"""The office decides whether a self-report is withdrawn after approval (T8, scenario 8)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Case
from rectification.permissions import TRIAGE_CASES
from rectification.roles import Role
from workflows.flows.opening import opened
from workflows.flows.resuming import resume_parted
from workflows.forms.withdrawing import DecideWithdrawalForm
from workflows.models import CaseProcess
from workflows.processes import cancel_processes
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class WithdrawalFlow(flow.Flow):
    """Asked for by the author while the main procedure goes on; only the decision ends it."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Withdrawal of a self-report")

    ask = flow.StartHandle(this.open_process).Next(this.decide_withdrawal)

    # --- leading group office

    decide_withdrawal = (
        HumanStep(step_page, DecideWithdrawalForm)
        .Office(Role.OFF, TRIAGE_CASES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_withdrawn).Then(this.end_case).Else(this.decided)

    end_case = flow.Function(this.do_end_case).Next(this.decided)

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.WITHDRAWAL, case)

    def is_withdrawn(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_WITHDRAWAL) == EventVerb.WITHDRAWN

    def do_end_case(self, activation: Any) -> None:
        case = case_of(activation)
        cancel_processes(case, but=activation.process.pk)
        resume_parted(case)
