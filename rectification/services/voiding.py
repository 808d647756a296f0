"""A closure that rested on a recused signature is void (docs/rules.md 4.8, scenario 2)."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import CaseOutcome, EventVerb, Step
from rectification.models import Case, CaseEvent, Closure, Recusal, VerificationAttempt
from rectification.policies.actors import SYSTEM
from rectification.selectors.verification import FAILURES
from rectification.services.events import record_event
from rectification.services.opinions import write_answer
from rectification.services.verification import result_people


def void_closure(*, case: Case) -> CaseEvent | None:
    """Take back a closure whose verification a recused person signed; None when none did.

    No failure is counted, the round stays, and the sheet is marked and never deleted. The
    caller opens the verification anew.
    """
    closure = _closure(case)
    if closure is None or not _rests_on_recused(closure.attempt):
        return None
    now = timezone.now()
    closure.attempt.void_at = now
    closure.attempt.save()
    closure.void_at = now
    closure.save()
    case.outcome, case.outcome_reason, case.ended_at = "", "", None
    case.save()
    event = record_event(
        case=case, verb=EventVerb.CLOSURE_VOIDED, actor=SYSTEM, reference=f"closure:{closure.pk}"
    )
    _tell(case, closure, event)
    return event


def void_failures(*, case: Case) -> list[VerificationAttempt]:
    """Failed verifications of the round that a recused person signed count no more (T31)."""
    found = [
        attempt
        for attempt in VerificationAttempt.objects.filter(
            case=case, round=case.round, void_at__isnull=True, conclusion__in=FAILURES
        ).order_by("position")
        if _rests_on_recused(attempt)
    ]
    for attempt in found:
        attempt.void_at = timezone.now()
        attempt.save()
        record_event(
            case=case,
            verb=EventVerb.ACTOR_RECUSED,
            actor=SYSTEM,
            step=Step.VERIFY,
            reference=f"attempt:{attempt.pk}",
        )
    return found


def _closure(case: Case) -> Closure | None:
    if case.outcome not in (CaseOutcome.CLOSED, CaseOutcome.LONG_TERM):
        return None
    rows = Closure.objects.filter(case=case, void_at__isnull=True, attempt__round=case.round)
    return rows.select_related("attempt").order_by("-pk").first()


def _rests_on_recused(attempt: VerificationAttempt) -> bool:
    hands = set(
        attempt.verifications.filter(signed_at__isnull=False).values_list("verifier", flat=True)
    )
    if attempt.settled_by_id is not None:
        hands.add(attempt.settled_by_id)
    return Recusal.objects.filter(case=attempt.case_id, person__in=hands).exists()


def _tell(case: Case, closure: Closure, event: CaseEvent) -> None:
    sheets = closure.attempt.verifications.select_related("verifier")
    people = dict.fromkeys([*result_people(case), *(sheet.verifier for sheet in sheets)])
    notifications.queue(
        kind="closure_voided",
        recipients=people,
        case=case,
        event=event,
    )
    with override(settings.LANGUAGE_CODE):
        answer = _(
            "The verification of the problem you raised is being repeated by other people; the "
            "closure %(number)s is void until then."
        ) % {"number": closure.number}
    write_answer(case=case, text=answer)
