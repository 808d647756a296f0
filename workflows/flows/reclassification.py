"""Another deadline class for a case under way (docs/rules.md 4.5)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Case
from rectification.permissions import APPROVE_PLANS
from rectification.policies import resolution
from workflows.flows.opening import opened
from workflows.forms.reclassifications import DecideReclassificationForm
from workflows.holding import by
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ReclassificationFlow(flow.Flow):
    """Asked for by the owner or the office; class and day stay as they are until it is decided."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Change of the deadline class")

    ask = flow.StartHandle(this.open_process).Next(this.decide_reclassification)

    # --- whoever approves the plan on the day of the decision

    decide_reclassification = (
        HumanStep(step_page, DecideReclassificationForm)
        .Held(by(resolution.approver), role="approver", right=APPROVE_PLANS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.decided)
    )

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.RECLASSIFICATION, case)
