"""An objection to a notice, from receipt to the reasoned reply and its review (T24–T27)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import EventVerb, ObjectionDecision, ProcessKind, Step
from rectification.models import Objection
from rectification.permissions import DECIDE_TERMINATIONS, HANDLE_OBJECTIONS, POST_NOTICES
from rectification.policies.objections import READS_EXTRACT
from rectification.roles import Role
from rectification.selectors.publication import current_notice
from rectification.selectors.rehabilitation import channels_to_repeat
from workflows.flows.opening import opened
from workflows.forms.closing import DecideTerminationForm
from workflows.forms.objections import HandleObjectionForm, ReviewObjectionForm
from workflows.forms.posting import PostRehabilitationForm
from workflows.holding import by_kind_of_objection, by_reviewer
from workflows.models import CaseProcess
from workflows.processes import (
    cancel_processes,
    end_notice_period,
    end_objection_period,
    leave_verification,
    move_notice_end,
)
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today, rehabilitation_clock
from workflows.views.steps import step_page


def _decision_of(activation: Any) -> str:
    """What handler or reviewer found, as the database has it now."""
    return Objection.objects.get(pk=activation.process.objection_id).decision


class ObjectionFlow(flow.Flow):
    """Each objection is a process of its own; the last one decided moves the notice on."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Objection")

    receive = flow.StartHandle(this.open_process).Next(this.handle_objection)
    ask_review = flow.StartHandle(this.open_process).Next(this.review_objection)

    # --- office, discipline committee, party and government office or leading group, by kind

    handle_objection = (
        HumanStep(step_page, HandleObjectionForm)
        .Held(by_kind_of_objection, role="OFF/DIS/GEN/LG", right=HANDLE_OBJECTIONS)
        .Clock(from_today(Clock.OBJECTION), name=Clock.OBJECTION)
        .Extract(*READS_EXTRACT)
        .Next(this.after_handling)
    )

    # --- discipline committee, or leading group where that committee answered: once, for good

    review_objection = (
        HumanStep(step_page, ReviewObjectionForm)
        .Held(by_reviewer, role="DIS/LG", right=HANDLE_OBJECTIONS)
        .Clock(from_today(Clock.OBJECTION), name=Clock.OBJECTION)
        .Next(this.after_handling)
    )

    after_handling = (
        flow.Switch()
        .Case(this.decide_termination, this.is_problem_wrong)
        .Case(this.reopen_rectification, this.is_upheld)
        .Default(this.resume_notice)
    )

    # --- leading group

    decide_termination = (
        HumanStep(step_page, DecideTerminationForm)
        .Office(Role.LG, DECIDE_TERMINATIONS)
        .Clock(from_today(Clock.OBJECTION_REVIEW), name=Clock.OBJECTION_REVIEW)
        .Next(this.after_decision)
    )
    after_decision = flow.If(this.is_terminated).Then(this.end_case).Else(this.resume_notice)

    # --- what follows for the case

    resume_notice = flow.Function(this.do_resume_notice).Next(this.answered)
    reopen_rectification = flow.Function(this.do_reopen_rectification).Next(this.answered)
    end_case = flow.Function(this.do_end_case).Next(this.ask_channels)

    # --- publicity centre: the rehabilitation notice, in every channel the wrong one had (T27)

    ask_channels = flow.If(this.has_channels).Then(this.post_rehabilitation).Else(this.answered)
    post_rehabilitation = (
        HumanStep(step_page, PostRehabilitationForm)
        .Office(Role.PUB, POST_NOTICES)
        .Clock(rehabilitation_clock, name=Clock.NOTICE)
        .Extract()
        .Next(this.answered)
    )

    answered = flow.End()

    def open_process(self, activation: Any, *, objection: Objection) -> CaseProcess:
        return opened(activation, ProcessKind.OBJECTION, objection.case, objection=objection)

    def is_problem_wrong(self, activation: Any) -> bool:
        return _decision_of(activation) == ObjectionDecision.WRONG

    def is_upheld(self, activation: Any) -> bool:
        return _decision_of(activation) == ObjectionDecision.UPHELD

    def is_terminated(self, activation: Any) -> bool:
        return outcome_of(activation, Step.DECIDE_TERMINATION) == EventVerb.TERMINATED

    def has_channels(self, activation: Any) -> bool:
        return bool(channels_to_repeat(case_of(activation)))

    def do_resume_notice(self, activation: Any) -> None:
        """What was contested before the notice waits in the main process (8.14)."""
        case = case_of(activation)
        if activation.process.objection.notice is None:
            end_objection_period(case, outcome=activation.process.objection.decision)
        else:
            move_notice_end(case)

    def do_reopen_rectification(self, activation: Any) -> None:
        """The first objection upheld ends its notice; a second one must not end the next notice."""
        case, notice = case_of(activation), activation.process.objection.notice
        if notice is None:
            end_objection_period(case, outcome=EventVerb.OBJECTION_UPHELD)
        elif current_notice(case) == notice:
            end_notice_period(case, outcome=EventVerb.OBJECTION_UPHELD)
            leave_verification(case)

    def do_end_case(self, activation: Any) -> None:
        cancel_processes(case_of(activation), but=activation.process.pk)
