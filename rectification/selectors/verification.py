"""What verifiers must see, and how often a case has failed."""

from collections.abc import Sequence

from django.db.models import QuerySet

from rectification.enums import VerificationConclusion
from rectification.models import Case, Evidence, Verification, VerificationAttempt
from rectification.policies.evidence import LATE
from rectification.selectors.plans import approved_plan

FAILURES = VerificationConclusion.failures()


def current_attempt(case: Case) -> VerificationAttempt | None:
    """The attempt at work: the latest of the round that is neither concluded nor void."""
    rows = VerificationAttempt.objects.filter(
        case=case, round=case.round, concluded_at__isnull=True, void_at__isnull=True
    )
    return rows.order_by("-position").first()


def last_attempt(case: Case) -> VerificationAttempt | None:
    """The latest attempt of the round that was not declared void."""
    rows = VerificationAttempt.objects.filter(case=case, round=case.round, void_at__isnull=True)
    return rows.order_by("-position").first()


def signatures(attempt: VerificationAttempt) -> list[Verification]:
    rows = attempt.verifications.filter(signed_at__isnull=False)
    return list(rows.select_related("verifier").order_by("signed_at", "pk"))


def failures_in_round(case: Case) -> int:
    """A void verification is no failure (T31)."""
    return VerificationAttempt.objects.filter(
        case=case, round=case.round, void_at__isnull=True, conclusion__in=FAILURES
    ).count()


def failing_criteria(attempt: VerificationAttempt) -> list[str]:
    """Criteria that one of the verifiers answered with no, in their order."""
    rows = attempt.verifications.filter(signed_at__isnull=False, results__answer="no")
    return sorted(set(rows.values_list("results__criterion", flat=True)))


def evidence_of(case: Case) -> QuerySet[Evidence]:
    """Everything that was handed in for the plan in force, by measure."""
    rows = Evidence.objects.filter(progress__measure__plan=approved_plan(case))
    return rows.select_related("progress__measure", "uploaded_by").order_by(
        "progress__measure__position", "pk"
    )


def late_evidence(case: Case) -> Sequence[Evidence]:
    """Evidence made after the work or after the measure was due, or declared so (scenario 16).

    A version that was replaced proves nothing any more."""
    return list(evidence_of(case).filter(LATE, replaced_by__isnull=True))
