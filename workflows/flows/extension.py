"""More time for a case under way (docs/rules.md T17)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Case
from rectification.permissions import APPROVE_PLANS, DISPATCH_CASES
from rectification.policies import resolution
from rectification.roles import Role
from workflows.flows.opening import opened
from workflows.forms.extensions import DecideExtensionForm, ReviewExtensionForm
from workflows.holding import by
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ExtensionFlow(flow.Flow):
    """Asked for by the owner while the work goes on; whatever the office thinks, it is decided."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Extension")

    ask = flow.StartHandle(this.open_process).Next(this.review_extension)

    # --- leading group office

    review_extension = (
        HumanStep(step_page, ReviewExtensionForm)
        .Office(Role.OFF, DISPATCH_CASES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.decide_extension)
    )

    # --- whoever approves the plan on the day of the decision

    decide_extension = (
        HumanStep(step_page, DecideExtensionForm)
        .Held(by(resolution.approver), role="approver", right=APPROVE_PLANS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.decided)
    )

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.EXTENSION, case)
