"""The clocks of a case stand still for a while (docs/rules.md T18)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Case
from rectification.permissions import NAME_VERIFIERS
from rectification.policies import resolution
from workflows.flows.opening import opened
from workflows.forms.pauses import AgreePauseForm
from workflows.holding import by
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class PauseFlow(flow.Flow):
    """Asked for by the office; the clocks go on until the discipline committee has agreed."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Pause")

    ask = flow.StartHandle(this.open_process).Next(this.agree_pause)

    # --- discipline committee, or the leading group where it is supervised itself

    agree_pause = (
        HumanStep(step_page, AgreePauseForm)
        .Held(by(resolution.supervision), role="DIS/LG", right=NAME_VERIFIERS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Extract()
        .Next(this.decided)
    )

    decided = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.PAUSE, case)
