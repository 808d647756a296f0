"""A change of the plan under way (T16): the version in force holds until the next is approved."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage as Stage
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Case
from rectification.permissions import ADVISE_PLANS, APPROVE_PLANS, OWN_CASES
from rectification.policies import resolution
from rectification.policies.owner_kinds import needs_advice
from rectification.roles import Role
from workflows import timing
from workflows.flows.opening import opened
from workflows.forms.plan_changes import AdviseChangeForm, ApproveChangeForm, ChangePlanForm
from workflows.holding import by, by_owner
from workflows.models import CaseProcess
from workflows.processes import work_anew
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.views.steps import step_page as page


class PlanChangeFlow(flow.Flow):
    """Runs beside the main procedure; only an approval touches it. Taken back, it is cancelled."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Change of the plan")

    begin = flow.StartHandle(this.open_process).Next(this.change_plan)

    # --- owner

    change_plan = (
        HumanStep(page, ChangePlanForm)
        .Held(by_owner, role="owner", right=OWN_CASES)
        .Next(this.ask_advice)
    )

    # --- organisation office and approver

    ask_advice = flow.If(this.needs_advice).Then(this.advise_change).Else(this.approve_change)
    advise_change = (
        HumanStep(page, AdviseChangeForm, Stage.PLAN_REVIEW)
        .Office(Role.ORG, ADVISE_PLANS)
        .Clock(timing.approval_clock, name=Clock.APPROVAL)
        .Next(this.approve_change)
    )
    approve_change = (
        HumanStep(page, ApproveChangeForm, Stage.PLAN_REVIEW)
        .Held(by(resolution.approver), role="approver", right=APPROVE_PLANS)
        .Clock(timing.approval_clock, name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_approved).Then(this.renew_work).Else(this.change_plan)
    renew_work = flow.Function(this.do_renew_work).Next(this.decided)

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.PLAN_CHANGE, case)

    def needs_advice(self, activation: Any) -> bool:
        return needs_advice(case_of(activation))

    def is_approved(self, activation: Any) -> bool:
        return outcome_of(activation, Step.APPROVE_CHANGE) == EventVerb.PLAN_CHANGED

    def do_renew_work(self, activation: Any) -> None:
        work_anew(case_of(activation))
