"""清单公开 and 情况通报, each a procedure beside the case (docs/rules.md 4.6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification import permissions as right
from rectification.calendar.clocks import Clock
from rectification.enums import (
    EventVerb,
    HearingOutcome,
    ProcessKind,
    PublicationStatus,
    Sensitivity,
    Step,
)
from rectification.models import Case, PublicationDecision
from rectification.policies import resolution
from rectification.policies.disclosures import purpose_due
from rectification.roles import Role
from rectification.selectors.publication import awaits_scope_agreement, current_decision
from workflows.flows.opening import opened
from workflows.forms import disclosures
from workflows.holding import by, by_owner
from workflows.models import CaseProcess
from workflows.questions import case_of, outcome_of
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page as page


class DisclosureFlow(flow.Flow):
    """The lists while the case is under way, a circular once it is closed; it holds nothing up."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Disclosure or circular")

    begin = flow.StartHandle(this.open_process).Next(this.propose_disclosure)

    # --- office, or secretary: the text, or nothing after all

    propose_disclosure = (
        HumanStep(page, disclosures.ProposeDisclosureForm)
        .Held(by(resolution.publication_proposer), role="SEC/OFF", right=right.PROPOSE_PUBLICATIONS)
        .Next(this.after_proposal)
    )
    after_proposal = flow.If(this.is_dropped).Then(this.not_disclosed).Else(this.review_disclosure)

    # --- secrecy, necessity and accuracy; second redaction check; person concerned

    review_disclosure = (
        HumanStep(page, disclosures.ReviewDisclosureForm)
        .Office(Role.GEN, right.REVIEW_SECRECY)
        .Extract()
        .Next(this.after_review)
    )
    after_review = (
        flow.Switch()
        .Case(this.propose_disclosure, this.is_returned)
        .Case(this.decide_sensitivity, this.is_sensitive)
        .Default(this.check_disclosure)
    )
    check_disclosure = (
        HumanStep(page, disclosures.CheckDisclosureForm)
        .Held(by(resolution.disclosure_checker), role="OFF/ORG", right=right.CHECK_REDACTIONS)
        .Next(this.after_check)
    )
    after_check = (
        flow.Switch()
        .Case(this.propose_disclosure, this.is_returned)
        .Case(this.decide_sensitivity, this.is_sensitive)
        .Default(this.hear_disclosure)
    )
    hear_disclosure = (
        HumanStep(page, disclosures.HearDisclosureForm)
        .Held(by_owner, role="person concerned")
        .Clock(from_today(Clock.HEARING), name=Clock.HEARING)
        .Next(this.after_hearing)
    )
    after_hearing = (
        flow.If(this.is_contested).Then(this.propose_disclosure).Else(this.approve_disclosure)
    )

    # --- approver of the scope; the organisation office for a member's case from an opinion

    approve_disclosure = (
        HumanStep(page, disclosures.ApproveDisclosureForm)
        .Held(by(resolution.scope_approver), role="approver", right=right.APPROVE_PUBLICATIONS)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_scope)
    )
    after_scope = (
        flow.Switch()
        .Case(this.propose_disclosure, this.is_returned)
        .Case(this.decide_sensitivity, this.is_sensitive)
        .Case(this.agree_disclosure, this.awaits_agreement)
        .Default(this.post_disclosure)
    )
    agree_disclosure = (
        HumanStep(page, disclosures.AgreeDisclosureForm)
        .Held(by(resolution.scope_agreer), role=Role.ORG, right=right.AGREE_SCOPES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Extract()
        .Next(this.after_scope)
    )

    # --- leading group: strong public sensitivity; cleared, the review goes on where it stopped

    decide_sensitivity = (
        HumanStep(page, disclosures.DecideSensitivityForm)
        .Office(Role.LG, right.SETTLE_DISPUTES)
        .Clock(from_today(Clock.APPROVAL), name=Clock.APPROVAL)
        .Next(this.after_sensitivity)
    )
    after_sensitivity = (
        flow.Switch()
        .Case(this.propose_disclosure, this.is_returned)
        .Case(this.review_disclosure, this.awaits_review)
        .Case(this.check_disclosure, this.awaits_check)
        .Case(this.agree_disclosure, this.awaits_agreement)
        .Default(this.approve_disclosure)
    )

    # --- publicity centre

    post_disclosure = (
        HumanStep(page, disclosures.PostDisclosureForm)
        .Office(Role.PUB, right.POST_NOTICES)
        .Extract()
        .Next(this.after_posting)
    )
    after_posting = flow.If(this.is_returned).Then(this.propose_disclosure).Else(this.disclosed)

    disclosed = flow.End()
    not_disclosed = flow.End()

    def open_process(self, activation: Any, *, case: Case) -> CaseProcess:
        return opened(activation, ProcessKind.DISCLOSURE, case)

    def _decision(self, activation: Any) -> PublicationDecision:
        case = case_of(activation)
        decision = current_decision(case, purpose_due(case) or "")
        assert decision is not None
        return decision

    def is_dropped(self, activation: Any) -> bool:
        return outcome_of(activation, Step.PROPOSE_DISCLOSURE) == EventVerb.DISCLOSURE_DROPPED

    def is_returned(self, activation: Any) -> bool:
        return self._decision(activation).status == PublicationStatus.RETURNED

    def is_contested(self, activation: Any) -> bool:
        return self._decision(activation).hearing == HearingOutcome.CONTESTED

    def is_sensitive(self, activation: Any) -> bool:
        return self._decision(activation).sensitivity == Sensitivity.RAISED

    def awaits_review(self, activation: Any) -> bool:
        return self._decision(activation).secrecy_by_id is None

    def awaits_check(self, activation: Any) -> bool:
        return self._decision(activation).redaction_by_id is None

    def awaits_agreement(self, activation: Any) -> bool:
        """Approved, and ORG has still to agree to the scope."""
        return awaits_scope_agreement(case_of(activation), self._decision(activation))
