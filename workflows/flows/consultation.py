"""One opinion beside a decision (docs/rules.md 4.10, 加签)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Consultation
from workflows.flows.opening import opened
from workflows.forms.consulting import GiveOpinionForm
from workflows.holding import by_adviser
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ConsultationFlow(flow.Flow):
    """Runs beside an open step and holds nothing up: it ends with that step at the latest."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Consultation")

    ask = flow.StartHandle(this.open_process).Next(this.give_opinion)

    # --- the person asked, who reads the case by his office: the step opens no more of it to him

    give_opinion = (
        HumanStep(step_page, GiveOpinionForm)
        .Held(by_adviser, role="adviser")
        .Clock(from_today(Clock.CONSULTATION), name=Clock.CONSULTATION)
        .Extract()
        .Next(this.given)
    )

    given = flow.End()

    def open_process(self, activation: Any, *, consultation: Consultation) -> CaseProcess:
        kind, case = ProcessKind.CONSULTATION, consultation.case
        return opened(activation, kind, case, consultation=consultation)
