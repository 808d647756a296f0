"""A request that somebody acts no more in a case, decided by whoever stands above him (回避)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Case, RecusalRequest
from rectification.permissions import DECIDE_RECUSALS
from rectification.policies import recusal
from rectification.policies.actors import SYSTEM
from rectification.policies.owners import successors_of
from rectification.policies.resolution import Holder
from rectification.services.failures import correct_after_all
from rectification.services.successions import move_case
from rectification.services.verification import void_verification
from rectification.services.voiding import void_closure, void_failures, void_findings
from workflows.flows.opening import opened
from workflows.flows.order import issue_after_failure
from workflows.flows.rectification import RectificationFlow
from workflows.flows.succession import SuccessionFlow
from workflows.forms.recusals import DecideRecusalForm
from workflows.holding import looking_in
from workflows.models import CaseProcess
from workflows.passing_on import hold_anew
from workflows.processes import (
    cancel_kind,
    cancel_void_orders,
    leave_third_failure,
    look_anew,
    name_verifiers_anew,
)
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


@looking_in(recusal.decider_ways)
def by_head(_step: Step, case: Case, activation: Any) -> Holder:
    """The head of the body of the person asked about, or whoever stands above him."""
    return recusal.decider(case, activation.process.recusal_request.person)


def replace_recused(case: Case) -> None:
    """Whoever is recused now holds no open step any more, and nothing rests on his signature."""
    if void_failures(case=case) or void_verification(case=case) is not None:
        name_verifiers_anew(case)
    elif void_closure(case=case) is not None:
        cancel_kind(case, ProcessKind.LOOK_BACK)
        RectificationFlow.verify_anew.run(case=case)
        follow_owner(case)
    elif correct_after_all(case=case) is not None:
        issue_after_failure(case)
        leave_third_failure(case)
    void_findings(case=case)
    cancel_void_orders(case)
    look_anew(case)
    hold_anew(case)


def follow_owner(case: Case) -> None:
    """A case that is open again belongs to whoever took its owner's place since (scenario 4)."""
    owner = case.owner_organisation
    if owner is None or owner.closed_on is None:
        return
    successors = successors_of(owner)
    if len(successors) == 1:
        move_case(case=case, to=successors[0], verb=EventVerb.OWNER_SUCCEEDED, actor=SYSTEM)
    elif successors:
        SuccessionFlow.split.run(case=case)


class RecusalFlow(flow.Flow):
    """Runs beside the main procedure; only the person asked about waits for the decision."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Recusal")

    ask = flow.StartHandle(this.open_process).Next(this.decide_recusal)

    # --- head of the body of the person asked about

    decide_recusal = (
        HumanStep(step_page, DecideRecusalForm)
        .Held(by_head, role="head", right=DECIDE_RECUSALS)
        .Clock(from_today(Clock.RECUSAL), name=Clock.RECUSAL)
        .Extract()
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_granted).Then(this.replace).Else(this.go_on)

    # --- what follows for the case

    replace = flow.Function(this.do_replace).Next(this.answered)
    go_on = flow.Function(this.do_go_on).Next(this.answered)

    answered = flow.End()

    def open_process(self, activation: Any, *, request: RecusalRequest) -> CaseProcess:
        return opened(activation, ProcessKind.RECUSAL, request.case, recusal_request=request)

    def is_granted(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_RECUSAL) == EventVerb.RECUSAL_GRANTED

    def do_replace(self, activation: Any) -> None:
        replace_recused(case_of(activation))

    def do_go_on(self, activation: Any) -> None:
        """Steps given out while he was asked about come back to him."""
        hold_anew(case_of(activation))
