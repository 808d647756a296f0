"""The stretch of the rectification flow behind a third failure (docs/rules.md T31, scenario 12)."""

from viewflow import this
from viewflow.workflow import flow

from rectification import permissions as right
from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage as Stage
from rectification.roles import Role
from workflows import timing
from workflows.forms.third_failure import DecideThirdFailureForm, HearOwnerForm
from workflows.holding import by_owner
from workflows.steps import HumanStep
from workflows.views.steps import step_page as page


class ThirdFailure:
    """Nodes of the rectification flow: the owner is heard, then the leading group decides."""

    hear_owner = (
        HumanStep(page, HearOwnerForm, Stage.VERIFYING)
        .Held(by_owner, role="owner", right=right.OWN_CASES)
        .Clock(timing.from_today(Clock.HEARING), name=Clock.HEARING)
        .Next(this.decide_third_failure)
    )
    decide_third_failure = (
        HumanStep(page, DecideThirdFailureForm, Stage.VERIFYING)
        .Office(Role.LG, right.SETTLE_DISPUTES)
        .Clock(timing.from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.ask_referral)
    )
    ask_referral = flow.Function(this.do_ask_referral).Next(this.after_third_failure)
    after_third_failure = flow.If(this.is_given_up).Then(this.give_up).Else(this.begin_anew)
    begin_anew = flow.Function(this.do_begin_anew).Next(this.draft_plan)
    give_up = flow.Function(this.do_end_beside).Next(this.terminated)
    terminated = flow.End()
