"""Cases that were struck off on a day of one's choice."""

from datetime import date
from typing import Any

from rectification.enums import CaseOutcome, CaseStage, ClosureKind, VerificationConclusion
from rectification.models import Case, Closure, VerificationAttempt
from tests.days import at
from tests.factories import Township, case_in


def struck_off(town: Township, day: date, **fields: Any) -> Case:
    """Written as it stands after two signatures, for there is no open work."""
    case = case_in(town, CaseStage.CLOSED, outcome=CaseOutcome.CLOSED, **fields)
    case.ended_at = at(day, "10:00:00")
    case.save()
    attempt = VerificationAttempt.objects.create(
        case=case,
        round=case.round,
        position=1,
        named_by=town.dis[0],
        named_at=case.ended_at,
        conclusion=VerificationConclusion.PASSED,
        concluded_at=case.ended_at,
    )
    Closure.objects.create(
        case=case,
        attempt=attempt,
        number=f"松问销〔{day.year}〕{case.pk}号",
        kind=ClosureKind.COMPLETED,
        closed_on=day,
    )
    return case
