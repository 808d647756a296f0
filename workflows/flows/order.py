"""A supervision order is answered by its addressee (docs/rules.md 4.5, “Orders”)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Case, SupervisionOrder
from rectification.permissions import OWN_CASES
from rectification.selectors.orders import order_of_failure
from workflows.flows.opening import opened
from workflows.forms.orders import AnswerOrderForm
from workflows.holding import by_owner
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import order_clock
from workflows.views.steps import step_page


class OrderFlow(flow.Flow):
    """Runs beside the main procedure; unanswered it goes higher and stays with the addressee."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Supervision order")

    issue = flow.StartHandle(this.open_process).Next(this.answer_order)

    # --- owner: the member himself, or the office that answers for the organisation

    answer_order = (
        HumanStep(step_page, AnswerOrderForm)
        .Held(by_owner, role="owner", right=OWN_CASES)
        .Clock(order_clock, name=Clock.ORDER)
        .Next(this.answered)
    )

    answered = flow.End()

    def open_process(self, activation: Any, *, order: SupervisionOrder) -> CaseProcess:
        return opened(activation, ProcessKind.ORDER, order.case, order=order)


def issue_after_failure(case: Case) -> None:
    """The owner is asked to answer the order that a second failure has brought (T31)."""
    order = order_of_failure(case)
    if order is not None:
        OrderFlow.issue.run(order=order)
