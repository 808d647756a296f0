"""Verifications that were failed before, put on record without playing them."""

from django.utils import timezone

from rectification.enums import VerificationConclusion
from rectification.models import Case, VerificationAttempt


def failed_before(case: Case, times: int) -> None:
    """Of the present round, signed by nobody of the township."""
    namer = case.events.filter(actor__isnull=False).latest("sequence").actor
    found = case.attempts.filter(round=case.round).count()
    for position in range(found + 1, found + times + 1):
        VerificationAttempt.objects.create(
            case=case,
            round=case.round,
            position=position,
            named_by=namer,
            named_at=timezone.now(),
            conclusion=VerificationConclusion.FAILED,
            concluded_at=timezone.now(),
        )
