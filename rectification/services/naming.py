"""Who verifies a case: named here, or the level above, whose reply is recorded (4.4, T29)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, PartyReason, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Person, Verification, VerificationAttempt
from rectification.policies.actors import Actor
from rectification.policies.owner_kinds import Team, row_of
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.policies.verifiers import (
    NEEDED,
    all_verified_before,
    choice_of,
    ground_against,
    told_ground,
)
from rectification.selectors.verification import FAILURES, current_attempt
from rectification.services.events import record_event
from rectification.services.parties import add_party, end_party
from rectification.services.signatures import check_conclusion


def name_verifiers(
    *, case: Case, actor: Actor, first: Person | None, second: Person | None = None
) -> CaseEvent:
    """Name two who are free; who is not is refused with the ground (scenario 2).

    Where the leading group adds an outsider, the discipline committee names one alone.
    """
    require_free(actor, Step.ASSIGN_VERIFIERS, case)
    if row_of(case).team == Team.ABOVE:
        raise CaseError(_("The level above verifies this case; record its reply."), rule="4.4")
    choice = choice_of(case, actor.role)
    places = [("first", first, choice.first)]
    if choice.second or row_of(case).team != Team.WITH_OUTSIDER:
        places.append(("second", second, choice.second))
    errors: dict[str, str | Promise] = {}
    for field, person, free in places:
        if person not in free:
            errors[field] = _why_refused(case, actor, person)
    if first is not None and first == second:
        errors["second"] = _("Two different people verify a case.")
    if errors:
        raise InvalidInput(errors, rule="8.2")
    named = [person for _field, person, _free in places if person is not None]
    _require_new_eyes(case, named, field="second")
    attempt = _new_attempt(case, actor)
    _replace_parties(case, named)
    for person in named:
        Verification.objects.create(attempt=attempt, verifier=person)
    return _record(case, actor, EventVerb.VERIFIERS_NAMED, attempt)


def name_outsider(*, case: Case, actor: Actor, outsider: Person | None) -> CaseEvent:
    """The leading group adds somebody who is not of the discipline committee."""
    require_free(actor, Step.NAME_OUTSIDER, case)
    attempt = current_attempt(case)
    if attempt is None or attempt.verifications.count() >= NEEDED:
        raise CaseError(_("No verifier is missing."), rule="4.4")
    if outsider is None or outsider not in choice_of(case, actor.role).second:
        raise InvalidInput(
            {"outsider": _why_refused(case, actor, outsider)},
            rule="8.2",
        )
    first = Person.objects.get(verifications__attempt=attempt)
    _require_new_eyes(case, [first, outsider], field="outsider")
    add_party(case=case, person=outsider, reason=PartyReason.VERIFIER)
    Verification.objects.create(attempt=attempt, verifier=outsider)
    return _record(case, actor, EventVerb.OUTSIDER_NAMED, attempt)


def record_reply(
    *,
    case: Case,
    actor: Actor,
    reply_number: str,
    conclusion: str,
    statement: str,
    correction_due_on: date | None = None,
) -> CaseEvent:
    """The level above has verified; its reply, by number, stands for two signatures."""
    require_free(actor, Step.ASSIGN_VERIFIERS, case)
    if row_of(case).team != Team.ABOVE:
        raise CaseError(_("This case is verified here; name two verifiers."), rule="4.4")
    if not reply_number.strip():
        raise CaseError(_("Give the number of the reply."), field="reply_number", rule="4.4")
    text = require_reason(statement, field="statement", rule="4.4")
    check_conclusion(case=case, conclusion=conclusion, correction_due_on=correction_due_on)
    attempt = _new_attempt(case, actor)
    attempt.reply_number = reply_number.strip()
    attempt.conclusion = conclusion
    attempt.concluded_at = timezone.now()
    attempt.correction_due_on = correction_due_on if conclusion in FAILURES else None
    attempt.save()
    return _record(case, actor, EventVerb.RESULT_RECORDED, attempt, text=text)


def _require_new_eyes(case: Case, named: Sequence[Person], *, field: str) -> None:
    """After a relapse at least one of the two has not passed the case before (scenario 18)."""
    if len(named) == NEEDED and all_verified_before(case, named):
        raise InvalidInput(
            {field: _("Both have verified the case before; name somebody new beside one of them.")},
            rule="8.18",
        )


def _why_refused(case: Case, actor: Actor, person: Person | None) -> str:
    ground = ground_against(case, person) if person else None
    if ground is None:
        return _("This person may not verify the case; choose one of those listed.")
    return _("This person may not verify the case (%(ground)s); choose one of those listed.") % {
        "ground": told_ground(ground, actor.role)
    }


def _new_attempt(case: Case, actor: Actor) -> VerificationAttempt:
    last = case.attempts.filter(round=case.round).aggregate(last=Max("position"))["last"] or 0
    return VerificationAttempt.objects.create(
        case=case,
        round=case.round,
        position=last + 1,
        named_by=actor.hand,
        named_at=timezone.now(),
    )


def _replace_parties(case: Case, named: Sequence[Person]) -> None:
    for party in case.parties.filter(reason=PartyReason.VERIFIER, until__isnull=True):
        if party.person not in named:
            end_party(case=case, person=party.person, reason=PartyReason.VERIFIER)
    for person in named:
        add_party(case=case, person=person, reason=PartyReason.VERIFIER)


def _record(
    case: Case, actor: Actor, verb: EventVerb, attempt: VerificationAttempt, *, text: str = ""
) -> CaseEvent:
    reference = f"attempt:{attempt.pk}"
    return record_event(case=case, verb=verb, actor=actor, text=text, reference=reference)
