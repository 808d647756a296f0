"""The stretch of the rectification flow from the proposal to the end of the notice (T22–T28)."""

from viewflow import this
from viewflow.workflow import flow

from rectification import permissions as right
from rectification.calendar.clocks import Clock
from rectification.enums import CaseStage as Stage
from rectification.policies import resolution
from rectification.roles import Role
from workflows import timing
from workflows.forms import hearing, publication, sensitivity
from workflows.holding import by, by_owner
from workflows.steps import HumanStep, Period
from workflows.views.steps import step_page as page


class Publication:
    """Nodes of the rectification flow: the text is decided step by step, shown, and over."""

    # --- office or secretary: the text, or nothing at all

    propose_publication = (
        HumanStep(page, publication.ProposePublicationForm, Stage.NOTICE_PREP)
        .Held(by(resolution.publication_proposer), role="SEC/OFF", right=right.PROPOSE_PUBLICATIONS)
        .Next(this.after_proposal)
    )
    after_proposal = (
        flow.If(this.is_waiver).Then(this.approve_publication).Else(this.review_secrecy)
    )

    # --- secrecy; second redaction check; person concerned

    review_secrecy = (
        HumanStep(page, publication.ReviewSecrecyForm, Stage.NOTICE_PREP)
        .Office(Role.GEN, right.REVIEW_SECRECY)
        .Extract()
        .Next(this.after_secrecy)
    )
    after_secrecy = (
        flow.Switch()
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.settle_sensitivity, this.is_sensitive)
        .Default(this.check_redaction)
    )
    check_redaction = (
        HumanStep(page, publication.CheckRedactionForm, Stage.NOTICE_PREP)
        .Held(by(resolution.redaction_checker), role="OFF/ORG", right=right.CHECK_REDACTIONS)
        .Next(this.after_redaction)
    )
    after_redaction = (
        flow.Switch()
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.settle_sensitivity, this.is_sensitive)
        .Default(this.hear_person)
    )
    hear_person = (
        HumanStep(page, hearing.HearPersonForm, Stage.NOTICE_PREP)
        .Held(by_owner, role="person concerned")
        .Clock(timing.from_today(Clock.HEARING), name=Clock.HEARING)
        .Next(this.after_hearing)
    )
    after_hearing = (
        flow.Switch()
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.open_objection, this.is_text_contested)
        .Default(this.approve_publication)
    )

    # --- contested still after the answer: an objection, before anything is shown (8.14)

    open_objection = flow.Function(this.do_open_objection).Next(this.objection_period)
    objection_period = Period(Stage.NOTICE_PREP, timing.until_decided, name="").Next(
        this.after_objection
    )
    after_objection = (
        flow.Switch()
        .Case(this.after_return, this.is_text_overturned)
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.hear_answer, this.is_answer_contestable)
        .Default(this.approve_publication)
    )
    hear_answer = (
        HumanStep(page, hearing.HearAnswerForm, Stage.NOTICE_PREP)
        .Held(by_owner, role="person concerned")
        .Clock(timing.from_today(Clock.OBJECTION_REVIEW), name=Clock.OBJECTION_REVIEW)
        .Next(this.after_answer)
    )
    after_answer = (
        flow.If(this.is_text_contested).Then(this.open_objection).Else(this.approve_publication)
    )

    # --- approver of the scope; the organisation office for a member's case from an opinion

    approve_publication = (
        HumanStep(page, publication.ApprovePublicationForm, Stage.NOTICE_PREP)
        .Held(by(resolution.scope_approver), role="approver", right=right.APPROVE_PUBLICATIONS)
        .Clock(timing.from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_scope)
    )
    after_scope = (
        flow.Switch()
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.agree_waiver, this.is_waiver)
        .Case(this.settle_sensitivity, this.is_sensitive)
        .Case(this.agree_scope, this.awaits_agreement)
        .Default(this.post_notice)
    )
    agree_scope = (
        HumanStep(page, publication.AgreeScopeForm, Stage.NOTICE_PREP)
        .Held(by(resolution.scope_agreer), role=Role.ORG, right=right.AGREE_SCOPES)
        .Clock(timing.from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Extract()
        .Next(this.after_scope)
    )

    # --- leading group: strong public sensitivity; cleared, the review goes on where it stopped

    settle_sensitivity = (
        HumanStep(page, sensitivity.SettleSensitivityForm, Stage.NOTICE_PREP)
        .Office(Role.LG, right.SETTLE_DISPUTES)
        .Clock(timing.from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_sensitivity)
    )
    after_sensitivity = (
        flow.Switch()
        .Case(this.propose_publication, this.is_publication_returned)
        .Case(this.review_secrecy, this.awaits_secrecy)
        .Case(this.check_redaction, this.awaits_check)
        .Case(this.agree_scope, this.awaits_agreement)
        .Default(this.approve_publication)
    )

    # --- discipline committee: it agrees that nothing is shown

    agree_waiver = (
        HumanStep(page, publication.AgreeWaiverForm, Stage.NOTICE_PREP)
        .Held(by(resolution.supervision), role="DIS/LG", right=right.NAME_VERIFIERS)
        .Next(this.after_waiver)
    )
    after_waiver = (
        flow.If(this.is_waiver_agreed).Then(this.assign_verifiers).Else(this.propose_publication)
    )

    # --- publicity centre; then the notice runs by itself

    post_notice = (
        HumanStep(page, publication.PostNoticeForm, Stage.NOTICE_PREP)
        .Office(Role.PUB, right.POST_NOTICES)
        .Extract()
        .Next(this.after_posting)
    )
    after_posting = (
        flow.If(this.is_publication_returned)
        .Then(this.propose_publication)
        .Else(this.notice_period)
    )
    notice_period = Period(Stage.IN_NOTICE, timing.notice_clock).Next(this.after_notice)
    after_notice = (
        flow.Switch()
        .Case(this.after_return, this.is_upheld)
        .Case(this.agree_waiver, this.is_narrowed_away)
        .Default(this.assign_verifiers)
    )
