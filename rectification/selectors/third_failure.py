"""What lies before the leading group after the third failure of a round (8.12)."""

from typing import Final

from django.db.models import Prefetch

from rectification.enums import CriterionAnswer, EventVerb
from rectification.models import Case, CaseEvent, CriterionResult, VerificationAttempt
from rectification.selectors.verification import FAILURES, failures_in_round

FAILURES_UNTIL_LEADING_GROUP: Final = 3
"""From so many failures in a round on, the leading group decides what becomes of the case."""


def is_for_leading_group(case: Case) -> bool:
    return failures_in_round(case) >= FAILURES_UNTIL_LEADING_GROUP


def failures_of(case: Case) -> list[VerificationAttempt]:
    """The failures of the round that count, with the criteria that were not met."""
    missed = CriterionResult.objects.filter(answer=CriterionAnswer.NO)
    rows = VerificationAttempt.objects.filter(
        case=case, round=case.round, void_at__isnull=True, conclusion__in=FAILURES
    )
    results = Prefetch("verifications__results", queryset=missed)
    return list(rows.prefetch_related("verifications", results).order_by("position"))


def statement_of(case: Case) -> CaseEvent | None:
    """What the owner said last, or that nothing came from him."""
    verbs = (EventVerb.OWNER_HEARD, EventVerb.OWNER_SILENT)
    said = case.events.filter(round=case.round, verb__in=verbs)
    return said.select_related("payload", "actor").order_by("-sequence").first()


def decision_of(case: Case) -> CaseEvent | None:
    """With which words the leading group has begun this round; None where it has not."""
    if case.round == 1:
        return None
    begun = case.events.filter(
        round=case.round, verb__in=(EventVerb.LEAD_REPLACED, EventVerb.TARGET_RESET)
    )
    return begun.select_related("payload").order_by("-sequence").first()
