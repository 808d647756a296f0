"""Another deadline class for a case under way (docs/rules.md 4.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind, RequestDecision
from rectification.models import Case
from rectification.permissions import APPROVE_PLANS
from rectification.policies import resolution
from rectification.policies.reclassifications import is_longer
from rectification.services import plan_changes
from workflows.flows.opening import opened
from workflows.flows.plan_change import PlanChangeFlow
from workflows.forms.reclassifications import DecideReclassificationForm
from workflows.holding import by
from workflows.models import CaseProcess
from workflows.questions import case_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ReclassificationFlow(flow.Flow):
    """Asked for by the owner or the office; class and day stay as they are until it is decided.

    A longer class asks for the plan to be approved anew (T16), beside the work that goes on.
    """

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Change of the deadline class")

    ask = flow.StartHandle(this.open_process).Next(this.decide_reclassification)

    # --- whoever approves the plan on the day of the decision

    decide_reclassification = (
        HumanStep(step_page, DecideReclassificationForm)
        .Held(by(resolution.approver), role="approver", right=APPROVE_PLANS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_longer_now).Then(this.ask_for_plan).Else(this.decided)
    ask_for_plan = flow.Function(this.do_ask_for_plan).Next(this.decided)

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.RECLASSIFICATION, case)

    def is_longer_now(self, activation: Any) -> bool:
        """Granted, and a longer class than before: the plan goes to its approver anew."""
        row = case_of(activation).reclassifications.order_by("-pk").first()
        if row is None or row.decision != RequestDecision.GRANTED:
            return False
        return is_longer(row.former_class, row.new_class)

    def do_ask_for_plan(self, activation: Any) -> None:
        """The owner's step of a change opens; one that is under way takes the new days in."""
        case = case_of(activation)
        if plan_changes.ask_for_change(case=case) is not None:
            PlanChangeFlow.begin.run(case=case)
