"""验收: two independent people answer V1–V8, each for himself (docs/rules.md T29–T31, 4.8)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import (
    EventVerb,
    RecusalGround,
    SigningProof,
    Step,
    VerificationConclusion,
)
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
    CriterionResult,
    Person,
    Verification,
    VerificationAttempt,
)
from rectification.policies import resolution
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import in_office
from rectification.policies.facts import facts_of
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_all_free, require_free
from rectification.policies.separation import bar_of
from rectification.policies.settling import why_not_settle
from rectification.policies.verifiers import verifier_office
from rectification.roles import Role
from rectification.selectors.verification import (
    FAILURES,
    current_attempt,
    signatures,
)
from rectification.services.audience import (
    author_people,
    office_people,
    owner_people,
)
from rectification.services.events import record_event
from rectification.services.public_texts import refuse_betraying
from rectification.services.signatures import Check, check_conclusion, check_signature


def sign_verification(
    *,
    case: Case,
    actor: Actor,
    answers: Mapping[str, tuple[str, str]],
    methods: Sequence[str],
    on_site: bool,
    conclusion: str,
    statement: str,
    correction_due_on: date | None = None,
) -> CaseEvent:
    """One verifier's own check: `answers` gives (answer, reason) for each criterion.

    Whether both are free is looked at again at this moment; nothing of the first signature is
    shown to the second.
    """
    attempt, own = _own_sheet(case, actor)
    proof = _require_proof(actor)
    _require_both_free(case, attempt)
    check = Check(answers, methods, on_site, conclusion, statement, correction_due_on)
    check_signature(case=case, attempt=attempt, check=check)
    reasons = {f"{criterion}_reason": reason for criterion, (_answer, reason) in answers.items()}
    refuse_betraying(case, actor, statement=statement, **reasons)
    own.conclusion = conclusion
    own.on_site = check.was_on_site
    own.methods = ",".join(methods)
    own.statement = statement.strip()
    own.correction_due_on = correction_due_on if conclusion in FAILURES else None
    own.signed_at, own.signed_with = timezone.now(), proof
    own.save()
    for criterion, (answer, reason) in answers.items():
        CriterionResult.objects.create(
            verification=own, criterion=criterion, answer=answer, reason=reason.strip()
        )
    return _record(case, actor, EventVerb.VERIFICATION_SIGNED, attempt)


def _own_sheet(case: Case, actor: Actor) -> tuple[VerificationAttempt, Verification]:
    attempt = current_attempt(case)
    if attempt is None:
        raise CaseError(_("No verification is under way."), rule="T29")
    own = attempt.verifications.filter(verifier=actor.hand).first()
    if own is None:
        raise NotAllowed(_("Only the verifiers who were named sign."), rule="T29")
    if own.signed_at is not None:
        raise CaseError(_("You have signed already."), rule="T29")
    return attempt, own


def _require_proof(actor: Actor) -> SigningProof:
    """A name under a result is a signature: it needs more than an open session."""
    if actor.proved_by is None:
        raise NotAllowed(
            _("A verification is signed with the password or the second factor."), rule="4.8"
        )
    return actor.proved_by


def _require_both_free(case: Case, attempt: VerificationAttempt) -> None:
    require_all_free(set(attempt.verifications.values_list("verifier", flat=True)), case)


def void_verification(*, case: Case) -> CaseEvent | None:
    """Declare the attempt void when one of the two is no longer free, or left before he signed.

    It is no failure (T31). None when both may go on.
    """
    attempt = current_attempt(case)
    if attempt is None or not _has_lost_one(case, attempt):
        return None
    attempt.void_at = timezone.now()
    attempt.save()
    return record_event(
        case=case,
        verb=EventVerb.ACTOR_RECUSED,
        actor=SYSTEM,
        step=Step.VERIFY,
        reference=f"attempt:{attempt.pk}",
    )


def void_unfinished(*, case: Case) -> None:
    """What was begun and not concluded counts for nothing any more."""
    for attempt in case.attempts.filter(concluded_at__isnull=True, void_at__isnull=True):
        attempt.void_at = timezone.now()
        attempt.save()


def _has_lost_one(case: Case, attempt: VerificationAttempt) -> bool:
    facts = facts_of(case)
    return any(
        bar_of(sheet.verifier_id, Step.VERIFY, facts) not in (None, RecusalGround.REQUESTED)
        or (sheet.signed_at is None and not _holds_office(case, sheet))
        for sheet in attempt.verifications.select_related("verifier")
    )


def _holds_office(case: Case, sheet: Verification) -> bool:
    """Whether the named person still holds the office for which he was named."""
    office = verifier_office(case, sheet.verifier)
    item = case.work_items.filter(
        step=Step.VERIFY, person=sheet.verifier, closed_at__isnull=True
    ).first()
    return office is not None and (item is None or (item.role, item.organisation) == office)


def conclude_verification(*, case: Case) -> str | None:
    """What both found, once both have signed; None when they differ and it must be settled."""
    attempt = current_attempt(case)
    if attempt is None:
        return None
    signed = signatures(attempt)
    found = {sheet.conclusion for sheet in signed}
    if len(signed) < attempt.verifications.count() or len(found) != 1:
        return None
    conclusion = found.pop()
    _conclude(attempt, conclusion, _later_date(signed))
    return conclusion


def _later_date(signed: Sequence[Verification]) -> date | None:
    days = [sheet.correction_due_on for sheet in signed if sheet.correction_due_on]
    return max(days, default=None)


def _conclude(attempt: VerificationAttempt, conclusion: str, due_on: date | None) -> None:
    attempt.conclusion = conclusion
    attempt.concluded_at = timezone.now()
    attempt.correction_due_on = due_on if conclusion in FAILURES else None
    attempt.save()


def settle_verification(
    *,
    case: Case,
    actor: Actor,
    conclusion: str,
    reason: str,
    correction_due_on: date | None = None,
) -> CaseEvent:
    """The verifiers differ: the head of DIS decides in writing, never one of the two."""
    attempt = current_attempt(case)
    signed = signatures(attempt) if attempt else []
    if attempt is None or len(signed) < attempt.verifications.count():
        raise CaseError(_("Both verifiers must have signed first."), rule="4.8")
    require_free(actor, Step.SETTLE_VERIFICATION, case)
    _require_settler(case, actor, {sheet.verifier_id for sheet in signed})
    _require_both_free(case, attempt)
    due_on = correction_due_on or _later_date(signed)
    _require_visit(case, signed, conclusion)
    refuse_betraying(case, actor, reason=reason)
    check_conclusion(case=case, conclusion=conclusion, correction_due_on=due_on)
    attempt.settled_by, attempt.settled_with = actor.hand, _require_proof(actor)
    attempt.settled_reason = require_reason(reason, rule="4.8")
    _conclude(attempt, conclusion, due_on)
    return _record(
        case, actor, EventVerb.VERIFICATION_SETTLED, attempt, text=attempt.settled_reason
    )


def _require_visit(case: Case, signed: Sequence[Verification], conclusion: str) -> None:
    """Where somebody must look on the spot and nobody has, only “not established” is left."""
    seen = any(sheet.on_site for sheet in signed)
    final = conclusion != VerificationConclusion.UNVERIFIABLE
    if final and not seen and resolution.needs_on_site(case):
        raise CaseError(
            _("Nobody has looked on the spot: conclude that it could not be established."),
            field="conclusion",
            rule="4.8",
        )


def _require_settler(case: Case, actor: Actor, signers: set[int]) -> None:
    """The head of DIS; where he signed himself, is barred or away, another of its members."""
    if actor.hand.pk in signers:
        raise NotAllowed(_("You signed one of the two results; somebody else settles."), rule="4.8")
    allow(why_not_settle(case, actor, Step.SETTLE_VERIFICATION))


def result_people(case: Case) -> list[Person]:
    """Who hears of a result: owner, author, secretary of the branch, office."""
    secretaries = in_office(Role.SEC, case.owner_organisation, timezone.localdate())
    people = [*owner_people(case), *author_people(case), *secretaries, *office_people(case)]
    return list(dict.fromkeys(people))


def _record(
    case: Case, actor: Actor, verb: EventVerb, attempt: VerificationAttempt, *, text: str = ""
) -> CaseEvent:
    reference = f"attempt:{attempt.pk}"
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=reference)
