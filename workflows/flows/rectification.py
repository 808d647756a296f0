"""The life of a case, T1–T35 of docs/rules.md; names of class and steps lie in every row."""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification import permissions as right
from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage as Stage
from rectification.policies import resolution
from rectification.roles import Role
from workflows import timing
from workflows.flows.anew import Anew
from workflows.flows.effects import Effects
from workflows.flows.publication import Publication
from workflows.flows.third_failure import ThirdFailure
from workflows.forms import dispatching, intake, naming, plans, progress, reviews
from workflows.forms import verification as verifying
from workflows.forms.disputes import SettleOwnerForm
from workflows.forms.plan_drafts import DraftPlanForm
from workflows.holding import by, by_namer, by_owner, by_unit, by_verifier
from workflows.models import CaseProcess
from workflows.questions import Questions
from workflows.steps import FanOut, HumanStep
from workflows.views.steps import step_page as page


class RectificationFlow(Anew, Publication, ThirdFailure, Questions, Effects, flow.Flow):
    """发现 → 交办认领 → 整改 → 公示 → 验收 → 销号."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Rectification")

    # --- discovery: a person submits (T2), the intake channel or an import receives

    submit = flow.StartHandle(this.open_process).Next(this.triage)
    receive = flow.StartHandle(this.open_process).Next(this.triage)

    # --- leading group office: intake and dispatch

    triage = (
        HumanStep(page, intake.TriageForm, Stage.SUBMITTED)
        .Office(Role.OFF, right.TRIAGE_CASES)
        .Clock(timing.from_today(Clock.ACCEPTANCE), name=Clock.ACCEPTANCE)
        .Next(this.after_triage)
    )
    after_triage = (
        flow.Switch()
        .Case(this.dispatch, this.is_registered)
        .Case(this.merge, this.is_merged)
        .Case(this.transfer, this.is_transferred)
        .Default(this.confirm_rejection)
    )
    confirm_rejection = (
        HumanStep(page, intake.ConfirmRejectionForm, Stage.SUBMITTED)
        .Office(Role.OFF, right.TRIAGE_CASES)
        .Clock(timing.from_today(Clock.ACCEPTANCE), name=Clock.ACCEPTANCE)
        .Next(this.after_confirmation)
    )
    after_confirmation = flow.If(this.is_rejection_confirmed).Then(this.rejected).Else(this.triage)
    dispatch = (
        HumanStep(page, dispatching.DispatchForm, Stage.REGISTERED)
        .Office(Role.OFF, right.DISPATCH_CASES)
        .Clock(timing.from_today(Clock.DISPATCH), name=Clock.DISPATCH)
        .Next(this.after_dispatch)
    )
    after_dispatch = flow.If(this.is_merged).Then(this.merge).Else(this.ask_units)
    ask_units = flow.Function(this.do_ask_units).Next(this.claim)

    # --- owner: claim and plan

    claim = (
        HumanStep(page, dispatching.ClaimForm, Stage.PENDING_CLAIM)
        .Held(by_owner, role="owner", right=right.OWN_CASES)
        .Clock(timing.from_today(Clock.CLAIM), name=Clock.CLAIM)
        .Next(this.after_claim)
    )
    after_claim = flow.If(this.is_claimed).Then(this.draft_plan).Else(this.after_decline)
    after_decline = flow.If(this.is_owner_disputed).Then(this.settle_owner).Else(this.dispatch)
    assign_owner = (
        HumanStep(page, dispatching.AssignOwnerForm, Stage.PENDING_CLAIM)
        .Office(Role.OFF, right.DISPATCH_CASES)
        .Clock(timing.from_today(Clock.CLAIM), name=Clock.CLAIM)
        .Next(this.draft_plan)
    )
    settle_owner = (
        HumanStep(page, SettleOwnerForm, Stage.PENDING_CLAIM)
        .Office(Role.LG, right.SETTLE_DISPUTES)
        .Clock(timing.from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.end_shares)
    )
    end_shares = flow.Function(this.do_end_shares).Next(this.draft_plan)
    draft_plan = (
        HumanStep(page, DraftPlanForm, Stage.PLANNING)
        .Held(by_owner, role="owner", right=right.OWN_CASES)
        .Clock(timing.plan_clock, name=Clock.PLAN)
        .Next(this.ask_advice)
    )

    # --- organisation office and approver

    ask_advice = flow.If(this.needs_advice).Then(this.advise_plan).Else(this.approve_plan)
    advise_plan = (
        HumanStep(page, plans.AdvisePlanForm, Stage.PLAN_REVIEW)
        .Office(Role.ORG, right.ADVISE_PLANS)
        .Clock(timing.approval_clock, name=Clock.APPROVAL)
        .Next(this.approve_plan)
    )
    approve_plan = (
        HumanStep(page, plans.ApprovePlanForm, Stage.PLAN_REVIEW)
        .Held(by(resolution.approver), role="approver", right=right.APPROVE_PLANS)
        .Clock(timing.approval_clock, name=Clock.APPROVAL)
        .Next(this.after_approval)
    )
    after_approval = flow.If(this.is_plan_approved).Then(this.split_units).Else(this.draft_plan)

    # --- units: measures in parallel, then the owner reports the effect

    split_units = FanOut().Each(this.carry_out, this.units_at_work)
    carry_out = (
        HumanStep(page, progress.CarryOutForm, Stage.RECTIFYING)
        .Held(by_unit, role="unit", right=right.OWN_CASES)
        .Clock(timing.rectify_clock, name=Clock.RECTIFY_LIMITED)
        .Next(this.join_units)
    )
    join_units = flow.Join().Next(this.report_effect)
    report_effect = (
        HumanStep(page, progress.ReportEffectForm, Stage.RECTIFYING)
        .Held(by_owner, role="owner", right=right.OWN_CASES)
        .Clock(timing.rectify_clock, name=Clock.RECTIFY_LIMITED)
        .Next(this.first_review)
    )

    # --- first reviewer

    first_review = (
        HumanStep(page, reviews.FirstReviewForm, Stage.FIRST_REVIEW)
        .Held(by(resolution.first_reviewer), role="first reviewer", right=right.REVIEW_CASES)
        .Clock(timing.from_today(Clock.FIRST_REVIEW), name=Clock.FIRST_REVIEW)
        .Next(this.after_review)
    )
    after_review = flow.If(this.is_complete).Then(this.propose_publication).Else(this.after_return)
    after_return = flow.If(this.has_open_measures).Then(this.split_units).Else(this.report_effect)

    # --- discipline committee: verification by two, closure

    assign_verifiers = (
        HumanStep(page, naming.AssignVerifiersForm, Stage.VERIFYING)
        .Held(by_namer, role="DIS/LG", right=right.NAME_VERIFIERS)
        .Clock(timing.from_today(Clock.VERIFICATION), name=Clock.VERIFICATION)
        .Extract()
        .Next(this.after_naming)
    )
    after_naming = (
        flow.Switch()
        .Case(this.after_verification, this.is_result_recorded)
        .Case(this.name_outsider, this.needs_outsider)
        .Default(this.split_verifiers)
    )
    name_outsider = (
        HumanStep(page, naming.NameOutsiderForm, Stage.VERIFYING)
        .Office(Role.LG, right.NAME_VERIFIERS)
        .Clock(timing.verification_clock, name=Clock.VERIFICATION)
        .Extract()
        .Next(this.split_verifiers)
    )
    split_verifiers = FanOut().Each(this.verify, this.named_verifiers)
    verify = (
        HumanStep(page, verifying.VerifyForm, Stage.VERIFYING)
        .Held(by_verifier, role="verifier", right=right.VERIFY_CASES)
        .Clock(timing.verification_clock, name=Clock.VERIFICATION)
        .Next(this.join_verifiers)
    )
    join_verifiers = flow.Join().Next(this.conclude)
    conclude = flow.Function(this.do_conclude).Next(this.after_verification)
    after_verification = (
        flow.Switch()
        .Case(this.settle_verification, this.do_verifiers_differ)
        .Case(this.close, this.is_passed)
        .Case(this.reach_target, this.is_stage_passed)
        .Case(this.assign_verifiers, this.is_unverifiable)
        .Default(this.fail)
    )
    settle_verification = (
        HumanStep(page, verifying.SettleVerificationForm, Stage.VERIFYING)
        .Held(by(resolution.supervision), role="DIS/LG", right=right.NAME_VERIFIERS)
        .Clock(timing.verification_clock, name=Clock.VERIFICATION)
        .Next(this.after_verification)
    )
    fail = flow.Function(this.do_fail).Next(this.after_failure)
    after_failure = flow.If(this.is_third_failure).Then(this.hear_owner).Else(this.after_return)
    close = flow.Function(this.do_close).Next(this.closed)
    reach_target = flow.Function(this.do_reach_target).Next(this.long_term)
    closed = flow.End()
    long_term = flow.End()
    rejected = flow.End()
    merge = flow.Function(this.do_end_beside).Next(this.merged)
    merged = flow.End()
    transfer = flow.Function(this.do_end_beside).Next(this.transferred)
    transferred = flow.End()
