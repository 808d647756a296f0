"""Reading what was decided about publication."""

from rectification.enums import HearingOutcome, PublicationPurpose
from rectification.models import Case, Notice, PublicationDecision


def current_decision(case: Case) -> PublicationDecision | None:
    """The latest version of this round, whatever became of it."""
    return (
        PublicationDecision.objects.filter(
            case=case, purpose=PublicationPurpose.EFFECT, round=case.round
        )
        .order_by("-version")
        .first()
    )


def comment_to_answer(case: Case) -> str:
    """What the person concerned said against the last text and nobody has answered yet."""
    decision = current_decision(case)
    if decision is None or decision.hearing != HearingOutcome.CONTESTED:
        return ""
    return decision.comment


def current_notice(case: Case) -> Notice | None:
    """The latest notice of the case, running or not."""
    return case.notices.select_related("decision").order_by("-pk").first()
