"""A successor takes a case over from an organisation that closed (docs/rules.md, scenario 4)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import Case
from rectification.permissions import APPROVE_PLANS, DISPATCH_CASES, OWN_CASES
from rectification.policies import resolution
from rectification.roles import Role
from rectification.services.successions import proposal_of
from workflows.flows.opening import opened
from workflows.forms.succession import AssignSuccessorForm, DecideDatesForm, ReclaimForm
from workflows.holding import by, by_owner
from workflows.models import CaseProcess
from workflows.passing_on import hold_anew
from workflows.processes import cancel_ended_shares
from workflows.questions import case_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class SuccessionFlow(flow.Flow):
    """Runs beside the main procedure, which goes on where it stood, with the successor."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Succession of an organisation")

    split = flow.StartHandle(this.open_process).Next(this.assign_successor)
    succeed = flow.StartHandle(this.open_process).Next(this.reclaim)

    # --- leading group office

    assign_successor = (
        HumanStep(step_page, AssignSuccessorForm)
        .Office(Role.OFF, DISPATCH_CASES)
        .Clock(from_today(Clock.DISPATCH), name=Clock.DISPATCH)
        .Next(this.pass_on)
    )
    pass_on = flow.Function(this.do_pass_on).Next(this.after_pass_on)
    after_pass_on = flow.If(this.needs_claim).Then(this.reclaim).Else(this.taken_over)

    # --- the successor, and whoever approves its plan

    reclaim = (
        HumanStep(step_page, ReclaimForm)
        .Held(by_owner, role="owner", right=OWN_CASES)
        .Clock(from_today(Clock.CLAIM), name=Clock.CLAIM)
        .Next(this.after_reclaim)
    )
    after_reclaim = flow.If(this.is_date_proposed).Then(this.decide_dates).Else(this.taken_over)
    decide_dates = (
        HumanStep(step_page, DecideDatesForm)
        .Held(by(resolution.approver), role="approver", right=APPROVE_PLANS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.taken_over)
    )

    taken_over = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.SUCCESSION, case)

    def do_pass_on(self, activation: Any) -> None:
        case = case_of(activation)
        cancel_ended_shares(case)
        hold_anew(case)

    def needs_claim(self, activation: Any) -> bool:
        """A case that was never claimed is claimed in the main procedure."""
        return case_of(activation).claims.exclude(kind="declined").exists()

    def is_date_proposed(self, activation: Any) -> bool:
        case = case_of(activation)
        claim = proposal_of(case)
        decided = case.events.filter(reference=f"claim:{claim.pk}") if claim else None
        return decided is not None and not decided.exists()
