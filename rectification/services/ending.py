"""The end of a case, however it comes (docs/rules.md 4.2), and of what still waited for it."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import CaseOutcome, EventVerb, RecusalDecision
from rectification.models import Case, RecusalRequest
from rectification.policies.actors import SYSTEM
from rectification.policies.merging import entries_of
from rectification.services.deadlines import end_requests
from rectification.services.events import record_event
from rectification.services.orders import lapse_orders

LONGEST_REASON = 500


def end_case(*, case: Case, outcome: CaseOutcome, reason: str = "") -> None:
    """The only way to an outcome; the caller records what ended the case."""
    case.outcome = outcome
    case.outcome_reason = reason[:LONGEST_REASON]
    case.ended_at = timezone.now()
    case.save()
    _lapse_requests(case)
    end_requests(case=case)
    lapse_orders(case=case)
    if outcome != CaseOutcome.MERGED:
        _tell_joined(case)


def _tell_joined(case: Case) -> None:
    """Whoever reported the same fact hears of it as of his own report (scenario 9)."""
    for entry in entries_of(case):
        if entry.author is not None:
            notifications.queue(
                kind="joined_ended",
                recipients=[entry.author],
                case=entry,
                about=f"case:{case.pk}:{case.outcome}",
            )


def _lapse_requests(case: Case) -> None:
    """Nobody acts any more whose recusal could still be decided; both sides are told.

    No closure rests on it: nobody signs while his recusal is asked for.
    """
    for request in case.recusal_requests.filter(decision=RecusalDecision.PENDING).order_by("pk"):
        request.decision = RecusalDecision.LAPSED
        request.answer = _why_lapsed(case)
        request.decided_at = timezone.now()
        request.save()
        _tell(case, request)


def _why_lapsed(case: Case) -> str:
    verified = case.outcome in (CaseOutcome.CLOSED, CaseOutcome.LONG_TERM)
    with override(settings.LANGUAGE_CODE):
        words = (
            _(
                "The case has ended (%(how)s), so the request lapses without a decision. Where the "
                "person has signed the result, ask for his recusal anew."
            )
            if verified
            else _("The case has ended (%(how)s), so the request lapses without a decision.")
        )
        return words % {"how": case.get_outcome_display()}


def _tell(case: Case, request: RecusalRequest) -> None:
    event = record_event(
        case=case,
        verb=EventVerb.RECUSAL_LAPSED,
        actor=SYSTEM,
        reference=f"recusal_request:{request.pk}",
    )
    notifications.queue(
        kind="recusal_lapsed",
        recipients=[request.requested_by, request.person],
        case=case,
        event=event,
    )
