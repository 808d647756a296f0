"""The questions a flow asks at its gateways, answered from facts and never from engine data."""

from collections.abc import Iterator
from typing import Any

from rectification.enums import (
    CaseOutcome,
    EventVerb,
    ObjectionDecision,
    PublicationStatus,
    Sensitivity,
    Step,
    VerificationConclusion,
)
from rectification.models import Case, VerificationAttempt, WorkItem
from rectification.policies.owner_kinds import needs_advice
from rectification.policies.verifiers import NEEDED
from rectification.selectors.objections import contestable_until
from rectification.selectors.plans import open_measures
from rectification.selectors.publication import (
    awaits_scope_agreement,
    current_decision,
    current_notice,
    narrowed_away,
    objection_before_notice,
)
from rectification.selectors.shares import owner_dispute
from rectification.selectors.third_failure import is_for_leading_group


def case_of(activation: Any) -> Case:
    """The case as the database has it now."""
    return Case.objects.select_related("owner_organisation", "owner_person").get(
        pk=activation.process.case_id
    )


def outcome_of(activation: Any, step: Step) -> str:
    """How the step was last answered in this process."""
    item = (
        WorkItem.objects.filter(
            process_id=activation.process.pk, step=step, closed_at__isnull=False
        )
        .order_by("-closed_at", "-pk")
        .first()
    )
    return item.outcome if item else ""


def _attempt(activation: Any) -> VerificationAttempt:
    return VerificationAttempt.objects.filter(case=activation.process.case_id).latest("pk")


class Questions:
    """Conditions and data sources of the rectification flow, named as the flow reads them."""

    # --- discovery and claim

    def is_registered(self, activation: Any) -> bool:
        return outcome_of(activation, Step.TRIAGE) == EventVerb.REGISTERED

    def is_merged(self, activation: Any) -> bool:
        """The report became part of another case (T6)."""
        return case_of(activation).outcome == CaseOutcome.MERGED

    def is_transferred(self, activation: Any) -> bool:
        """The report was handed over (T7)."""
        return case_of(activation).outcome == CaseOutcome.TRANSFERRED

    def is_rejection_confirmed(self, activation: Any) -> bool:
        return outcome_of(activation, Step.CONFIRM_REJECTION) == EventVerb.REJECTED

    def is_claimed(self, activation: Any) -> bool:
        return outcome_of(activation, Step.CLAIM) == EventVerb.CLAIMED

    def is_owner_disputed(self, activation: Any) -> bool:
        return owner_dispute(case_of(activation)) is not None

    # --- plan and measures

    def needs_advice(self, activation: Any) -> bool:
        return needs_advice(case_of(activation))

    def is_plan_approved(self, activation: Any) -> bool:
        return outcome_of(activation, Step.APPROVE_PLAN) == EventVerb.PLAN_APPROVED

    def units_at_work(self, activation: Any) -> Iterator[dict[str, int]]:
        """Lead and co-units with measures that are their duty and still to be carried out."""
        case = case_of(activation)
        open_units = set(open_measures(case).values_list("organisation", flat=True))
        for unit in case.assignments.filter(ended_at__isnull=True).order_by("-kind", "pk"):
            if unit.organisation_id in open_units:
                yield {"assignment": unit.pk}

    def has_open_measures(self, activation: Any) -> bool:
        return any(True for _unit in self.units_at_work(activation))

    def is_complete(self, activation: Any) -> bool:
        return outcome_of(activation, Step.FIRST_REVIEW) == EventVerb.REVIEW_PASSED

    # --- publication

    def is_waiver(self, activation: Any) -> bool:
        decision = current_decision(case_of(activation))
        return decision is not None and decision.is_waiver

    def is_sensitive(self, activation: Any) -> bool:
        """Called so in the review, and the leading group has not decided yet (4.6)."""
        decision = current_decision(case_of(activation))
        return decision is not None and decision.sensitivity == Sensitivity.RAISED

    def awaits_secrecy(self, activation: Any) -> bool:
        decision = current_decision(case_of(activation))
        return decision is not None and decision.secrecy_by_id is None

    def awaits_check(self, activation: Any) -> bool:
        decision = current_decision(case_of(activation))
        return decision is not None and decision.redaction_by_id is None

    def is_text_contested(self, activation: Any) -> bool:
        """What the person concerned has against the text waits for a decision (8.14)."""
        objection = objection_before_notice(case_of(activation))
        return objection is not None and objection.decided_at is None

    def is_text_overturned(self, activation: Any) -> bool:
        """He was right on the facts or the effect: the problem is not really solved (T26)."""
        objection = objection_before_notice(case_of(activation))
        return objection is not None and objection.decision == ObjectionDecision.UPHELD

    def is_answer_contestable(self, activation: Any) -> bool:
        objection = objection_before_notice(case_of(activation))
        return objection is not None and contestable_until(objection) is not None

    def is_publication_returned(self, activation: Any) -> bool:
        decision = current_decision(case_of(activation))
        return decision is not None and decision.status == PublicationStatus.RETURNED

    def awaits_agreement(self, activation: Any) -> bool:
        """Approved, and ORG has still to agree to the scope (docs/rules.md 4.6)."""
        case = case_of(activation)
        decision = current_decision(case)
        return decision is not None and awaits_scope_agreement(case, decision)

    def is_narrowed_away(self, activation: Any) -> bool:
        """The notice ended for those concerned alone: supervision agrees first (T23)."""
        return narrowed_away(case_of(activation)) is not None

    def is_waiver_agreed(self, activation: Any) -> bool:
        return outcome_of(activation, Step.AGREE_WAIVER) == EventVerb.WAIVER_AGREED

    def is_upheld(self, activation: Any) -> bool:
        """Upheld on facts or effect: the problem is not really solved (T26)."""
        notice = current_notice(case_of(activation))
        return (
            notice is not None
            and notice.objections.filter(decision=ObjectionDecision.UPHELD).exists()
        )

    # --- verification

    def needs_outsider(self, activation: Any) -> bool:
        """The discipline committee named one; the other is for the leading group to name."""
        attempt = _attempt(activation)
        return not attempt.reply_number and attempt.verifications.count() < NEEDED

    def is_result_recorded(self, activation: Any) -> bool:
        return bool(_attempt(activation).reply_number)

    def named_verifiers(self, activation: Any) -> Iterator[dict[str, int]]:
        for row in _attempt(activation).verifications.order_by("pk"):
            yield {"verifier": row.verifier_id}

    def do_verifiers_differ(self, activation: Any) -> bool:
        return _attempt(activation).conclusion == ""

    def is_passed(self, activation: Any) -> bool:
        return _attempt(activation).conclusion == VerificationConclusion.PASSED

    def is_stage_passed(self, activation: Any) -> bool:
        return _attempt(activation).conclusion == VerificationConclusion.STAGE_PASSED

    def is_third_failure(self, activation: Any) -> bool:
        return is_for_leading_group(case_of(activation))

    def is_given_up(self, activation: Any) -> bool:
        """The leading group has ended the case as not solvable here (8.12)."""
        return case_of(activation).outcome == CaseOutcome.TERMINATED

    def is_unverifiable(self, activation: Any) -> bool:
        return _attempt(activation).conclusion == VerificationConclusion.UNVERIFIABLE
