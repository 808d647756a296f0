"""A co-responsible unit accepts its share, or it comes to a dispute (rules T10, scenario 7)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import EventVerb, ProcessKind, Step
from rectification.models import Assignment
from rectification.permissions import DISPATCH_CASES, OWN_CASES, SETTLE_DISPUTES
from rectification.roles import Role
from rectification.selectors.plans import open_measures
from workflows.flows.opening import opened
from workflows.forms import disputes
from workflows.forms.dispatching import AcceptShareForm
from workflows.forms.progress import CarryOutForm
from workflows.holding import by_co_unit
from workflows.models import CaseProcess
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today, share_clock
from workflows.views.steps import step_page


class ShareFlow(flow.Flow):
    """Runs beside the main procedure and never blocks it: silence is no acceptance.

    Declined: the office mediates, the unit confirms what was agreed, else the leading group
    decides. Silent: the sweep passes the step to the office, which proposes.
    """

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Answer of a co-responsible unit")

    ask = flow.StartHandle(this.open_process).Next(this.accept_share)

    # --- co-responsible unit

    accept_share = (
        HumanStep(step_page, AcceptShareForm)
        .Held(by_co_unit, role=Role.SEC, right=OWN_CASES)
        .Clock(from_today(Clock.SHARE), name=Clock.SHARE)
        .Next(this.after_answer)
    )
    after_answer = (
        flow.Switch()
        .Case(this.ask_measures, this.is_accepted)
        .Case(this.decide_share, this.is_mediated)
        .Default(this.mediate_share)
    )

    # --- leading group office: between the units, or after a silence

    mediate_share = (
        HumanStep(step_page, disputes.MediateShareForm)
        .Office(Role.OFF, DISPATCH_CASES)
        .Clock(from_today(Clock.MEDIATION), name=Clock.MEDIATION)
        .Next(this.after_mediation)
    )
    after_mediation = (
        flow.Switch()
        .Case(this.accept_share, this.is_agreed)
        .Case(this.answered, this.is_released)
        .Default(this.decide_share)
    )
    propose_share = (
        HumanStep(step_page, disputes.ProposeShareForm)
        .Office(Role.OFF, DISPATCH_CASES)
        .Clock(from_today(Clock.MEDIATION), name=Clock.MEDIATION)
        .Next(this.decide_share)
    )

    # --- leading group

    decide_share = (
        HumanStep(step_page, disputes.DecideShareForm)
        .Office(Role.LG, SETTLE_DISPUTES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_assigned).Then(this.ask_measures).Else(this.answered)

    # --- measures of the approved plan that have waited for the unit

    ask_measures = flow.If(this.has_waiting_measures).Then(this.carry_out).Else(this.answered)
    carry_out = (
        HumanStep(step_page, CarryOutForm)
        .Held(by_co_unit, role="unit", right=OWN_CASES)
        .Clock(share_clock, name=Clock.RECTIFY_LIMITED)
        .Next(this.answered)
    )

    answered = flow.End()

    def open_process(self, activation: Any, *, assignment: Assignment) -> CaseProcess:
        return opened(activation, ProcessKind.SHARE, assignment.case, assignment=assignment)

    # --- questions, answered from facts

    def is_accepted(self, activation: Any) -> bool:
        return outcome_of(activation, Step.ACCEPT_SHARE) == EventVerb.SHARE_ACCEPTED

    def is_mediated(self, activation: Any) -> bool:
        """Declined once more after the office had recorded an agreement."""
        return outcome_of(activation, Step.MEDIATE_SHARE) != ""

    def is_agreed(self, activation: Any) -> bool:
        return outcome_of(activation, Step.MEDIATE_SHARE) == EventVerb.SHARE_AGREED

    def is_released(self, activation: Any) -> bool:
        return outcome_of(activation, Step.MEDIATE_SHARE) == EventVerb.SHARE_RELEASED

    def is_assigned(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_SHARE) == EventVerb.SHARE_ASSIGNED

    def has_waiting_measures(self, activation: Any) -> bool:
        """Before the plan is approved there are none; the main procedure gives them out then."""
        unit = activation.process.assignment.organisation
        return open_measures(case_of(activation), unit).exists()
