"""Looking at a closed case again, and what follows when the problem is back (T32–T34)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage as Stage
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Case
from rectification.permissions import DECIDE_RELAPSES, NAME_VERIFIERS, VERIFY_CASES
from rectification.policies.look_backs import relapse_decider, relapse_settler
from workflows.flows.opening import opened
from workflows.flows.rectification import RectificationFlow
from workflows.flows.recusal import follow_owner
from workflows.forms.look_backs import (
    AssignLookBackForm,
    DecideRelapseForm,
    LookBackForm,
    SettleRelapseForm,
)
from workflows.holding import by, by_look_back_namer, by_looker
from workflows.models import CaseProcess
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today, look_back_clock
from workflows.views.steps import step_page


class LookBackFlow(flow.Flow):
    """Follows a closed procedure, which stays closed; only a relapse opens a new one."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Look-back")

    begin = flow.StartHandle(this.open_process).Next(this.assign_look_back)

    # --- discipline committee: who looks, and what he finds

    assign_look_back = (
        HumanStep(step_page, AssignLookBackForm, Stage.LOOK_BACK)
        .Held(by_look_back_namer, role="DIS/LG", right=NAME_VERIFIERS)
        .Clock(look_back_clock, name=Clock.LOOK_BACK)
        .Extract()
        .Next(this.after_naming)
    )
    after_naming = flow.If(this.is_named).Then(this.look_back).Else(this.after_look_back)
    look_back = (
        HumanStep(step_page, LookBackForm, Stage.LOOK_BACK)
        .Held(by_looker, role="who was named", right=VERIFY_CASES)
        .Clock(look_back_clock, name=Clock.LOOK_BACK)
        .Next(this.after_look_back)
    )
    after_look_back = (
        flow.Switch()
        .Case(this.decide_relapse, this.is_relapse_found)
        .Case(this.verify_finally, this.is_closing_proposed)
        .Default(this.looked_back)
    )
    verify_finally = flow.Function(this.do_verify_finally).Next(this.looked_back)

    # --- a relapse: the office agrees, or the head of the discipline committee settles it

    decide_relapse = (
        HumanStep(step_page, DecideRelapseForm, Stage.LOOK_BACK)
        .Held(by(relapse_decider), role="OFF/LG", right=DECIDE_RELAPSES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_refused).Then(this.settle_relapse).Else(this.begin_round)
    settle_relapse = (
        HumanStep(step_page, SettleRelapseForm, Stage.LOOK_BACK)
        .Held(by(relapse_settler), role="DIS/LG", right=NAME_VERIFIERS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_settling)
    )
    after_settling = flow.If(this.is_settled_relapse).Then(this.begin_round).Else(this.looked_back)
    begin_round = flow.Function(this.do_begin_round).Next(this.looked_back)

    looked_back = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.LOOK_BACK, case)

    def is_named(self, activation: Any) -> bool:
        """Somebody looks; otherwise the reply of the level above was recorded."""
        return outcome_of(activation, Step.ASSIGN_LOOK_BACK) == EventVerb.LOOK_BACK_ASSIGNED

    def _found(self, activation: Any) -> str:
        looked = Step.LOOK_BACK if self.is_named(activation) else Step.ASSIGN_LOOK_BACK
        return outcome_of(activation, looked)

    def is_relapse_found(self, activation: Any) -> bool:
        return self._found(activation) == EventVerb.RELAPSE_FOUND

    def is_closing_proposed(self, activation: Any) -> bool:
        return self._found(activation) == EventVerb.CLOSING_PROPOSED

    def is_refused(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_RELAPSE) == EventVerb.RELAPSE_REFUSED

    def is_settled_relapse(self, activation: Any) -> bool:
        return outcome_of(activation, Step.SETTLE_RELAPSE) == EventVerb.RELAPSED

    def do_verify_finally(self, activation: Any) -> None:
        """Two sign anew before a long-term matter is struck off for good (4.5)."""
        case = case_of(activation)
        follow_owner(case)
        RectificationFlow.verify_anew.run(case=case)

    def do_begin_round(self, activation: Any) -> None:
        """The old procedure stays closed; whoever is the owner by now plans."""
        case = case_of(activation)
        follow_owner(case)
        RectificationFlow.plan_anew.run(case=case)
