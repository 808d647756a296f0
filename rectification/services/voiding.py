"""A conclusion that rested on a recused signature is void (docs/rules.md 4.8, scenario 2)."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rectification import notifications
from rectification.enums import CaseOutcome, EventVerb, LookBackGround, PartyReason, Step
from rectification.models import Case, CaseEvent, Closure, Recusal, VerificationAttempt
from rectification.policies.actors import SYSTEM
from rectification.roles import Role
from rectification.selectors.verification import FAILURES
from rectification.services.audience import body_people, office_people, owner_people
from rectification.services.events import record_event
from rectification.services.issuing import void_documents_of
from rectification.services.look_backs import look_again, void_look_back
from rectification.services.opinions import write_answer
from rectification.services.orders import void_orders
from rectification.services.rework import take_rework_back
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
    for sheet in closure.attempt.closures.filter(void_at__isnull=True):
        sheet.void_at = now
        sheet.save()
    void_documents_of(case=case, row=closure.attempt)
    _void_look_backs(case, closure.attempt)
    case.outcome, case.outcome_reason, case.ended_at = "", "", None
    case.save()
    event = record_event(
        case=case, verb=EventVerb.CLOSURE_VOIDED, actor=SYSTEM, reference=f"closure:{closure.pk}"
    )
    _tell("closure_voided", case, closure.attempt, event)
    _answer_reporter(case, closure)
    return event


def _void_look_backs(case: Case, attempt: VerificationAttempt) -> None:
    """What looked back on this closure; reviews before a final verification stay what they are."""
    since = Q(ended_at__isnull=True) | Q(ended_at__gte=attempt.concluded_at)
    for row in case.look_backs.filter(since, round=case.round, void_at__isnull=True):
        void_look_back(row)


def void_findings(*, case: Case) -> None:
    """What a recused person found when he looked back counts no more (4.8).

    Where a decision waited for it, or the look was obligatory, somebody else looks.
    """
    recused = Recusal.objects.filter(case=case).values("person")
    rows = case.look_backs.filter(
        round=case.round, found_at__isnull=False, void_at__isnull=True, looker__in=recused
    )
    for row in rows.order_by("pk"):
        is_open = row.ended_at is None
        void_look_back(row)
        record_event(
            case=case,
            verb=EventVerb.ACTOR_RECUSED,
            actor=SYSTEM,
            step=Step.LOOK_BACK,
            reference=row.reference,
        )
        if is_open or row.ground == LookBackGround.DUE:
            look_again(case=case, void=row, is_open=is_open)


def void_failures(*, case: Case) -> bool:
    """Failed verifications of the round that a recused person signed count no more (T31).

    True when the owner is at work because of one of them and has not handed in since: he need
    not go on, and the caller opens the verification anew.
    """
    found = [
        attempt
        for attempt in VerificationAttempt.objects.filter(
            case=case, round=case.round, void_at__isnull=True, conclusion__in=FAILURES
        ).order_by("position")
        if _rests_on_recused(attempt)
    ]
    if not found:
        return False
    events = [_void_failure(case, attempt) for attempt in found]
    last, event = found[-1], events[-1]
    if not _is_being_corrected(case, last):
        told = [*owner_people(case), *office_people(case)]
        notifications.queue(kind="failure_voided", recipients=told, case=case, event=event)
        return False
    take_rework_back(case=case, failed=last)
    _tell("conclusion_voided", case, last, event)
    return True


def _void_failure(case: Case, attempt: VerificationAttempt) -> CaseEvent:
    attempt.void_at = timezone.now()
    attempt.save()
    void_orders(case=case, attempt=attempt)
    void_documents_of(case=case, row=attempt)
    return record_event(
        case=case,
        verb=EventVerb.CONCLUSION_VOIDED,
        actor=SYSTEM,
        reference=f"attempt:{attempt.pk}",
    )


def _is_being_corrected(case: Case, attempt: VerificationAttempt) -> bool:
    """Nothing has been handed in since this failure, and so nothing else was concluded."""
    if case.outcome:
        return False
    failure = case.events.get(verb=EventVerb.VERIFICATION_FAILED, reference=f"attempt:{attempt.pk}")
    since = case.events.filter(sequence__gt=failure.sequence)
    return not since.filter(verb=EventVerb.EFFECT_REPORTED).exists()


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


def _tell(kind: str, case: Case, attempt: VerificationAttempt, event: CaseEvent) -> None:
    """Everybody who heard of the result, whoever names verifiers anew, who joined, who signed."""
    sheets = attempt.verifications.select_related("verifier")
    joined = case.parties.filter(reason=PartyReason.JOINED, until__isnull=True)
    people = [
        *result_people(case),
        *body_people(case, Role.DIS),
        *(party.person for party in joined.select_related("person")),
        *(sheet.verifier for sheet in sheets),
    ]
    notifications.queue(kind=kind, recipients=dict.fromkeys(people), case=case, event=event)


def _answer_reporter(case: Case, closure: Closure) -> None:
    with override(settings.LANGUAGE_CODE):
        answer = _(
            "The verification of the problem you raised is being repeated by other people; the "
            "closure %(number)s is void until then."
        ) % {"number": closure.number}
    write_answer(case=case, text=answer)
