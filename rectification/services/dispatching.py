"""From the office to an owner: dispatch, claim, decline, designate, decide (T9–T12)."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import (
    CaseLevel,
    ClaimKind,
    DisputeKind,
    EventVerb,
    ShareAnswer,
    ShareDecision,
    Step,
    UnitKind,
)
from rectification.exceptions import CaseError
from rectification.models import Assignment, Case, CaseEvent, Claim, Organisation, Person
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.owners import may_own
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.selectors.plans import approved_plan
from rectification.selectors.reminders import require_over
from rectification.selectors.shares import owner_dispute
from rectification.services.audience import office_people, owner_people, unit_people
from rectification.services.copying import send_copies
from rectification.services.events import record_event
from rectification.services.parties import end_parties_of
from rectification.services.projections import set_ancestors
from rectification.services.shares import end_dispute, raise_dispute
from rectification.wording import listed


def dispatch(
    *,
    case: Case,
    actor: Actor,
    lead: Organisation | None,
    co_units: Iterable[Organisation] = (),
    copies: Iterable[Person] = (),
    reason: str = "",
) -> CaseEvent:
    """Give the case to a lead unit and, if needed, co-units (T9); without `lead` to its owner.

    The lead unit is the owner: naming another one after a declined claim moves the case. What was
    dispatched before ends here, and every unit answers anew. A unit that has declined is given
    the case again only with a reason, which it reads (T12).
    """
    others = list(dict.fromkeys(co_units))
    _check_dispatch(case, lead, others)
    text = reason.strip()
    if (lead or case.owner_organisation) in _declined_units(case):
        text = require_reason(reason, rule="T12")
    if lead is not None and lead != case.owner_organisation:
        _give_to(case, lead)
    _assign_anew(case, others)
    event = record_event(case=case, verb=EventVerb.DISPATCHED, actor=actor, text=text)
    told = [*owner_people(case), *(person for unit in others for person in unit_people(unit))]
    notifications.queue(kind="dispatched", recipients=told, case=case, event=event)
    send_copies(case=case, people=copies, event=event)
    return event


def _check_dispatch(case: Case, lead: Organisation | None, others: list[Organisation]) -> None:
    if case.registered_at is None or case.outcome or approved_plan(case) is not None:
        raise CaseError(_("Only a registered case without an approved plan is dispatched."))
    owner = lead or case.owner_organisation
    if owner is None or not may_own(owner, case.level):
        raise CaseError(
            _("Choose an open organisation of the case's level."), field="lead", rule="T9"
        )
    if case.level == CaseLevel.MEMBER and owner != case.owner_organisation:
        raise CaseError(
            _("A case of a member stays with his branch; leave the lead unit as it is."),
            field="lead",
            rule="T9",
        )
    if case.level == CaseLevel.MEMBER and others:
        raise CaseError(
            _("A case of a member has no co-responsible units, for they would read it."),
            field="co_units",
            rule="4.9",
        )
    if owner in others:
        raise CaseError(
            _(
                "“%(name)s” is the lead unit and cannot be a co-responsible unit as well: take it "
                "off the list, or choose another lead unit."
            )
            % {"name": owner.name},
            field="co_units",
            rule="T9",
        )
    closed = [unit.name for unit in others if unit.closed_on is not None]
    if closed:
        raise CaseError(
            _("Closed organisations cannot be co-responsible units: %(names)s.")
            % {"names": listed(closed)},
            field="co_units",
            rule="T9",
        )


def _assign_anew(case: Case, others: list[Organisation]) -> None:
    for row in case.assignments.filter(ended_at__isnull=True):
        row.ended_at = timezone.now()
        row.save()
    Assignment.objects.create(case=case, organisation=_owner_organisation(case), kind=UnitKind.LEAD)
    for unit in others:
        Assignment.objects.create(case=case, organisation=unit, kind=UnitKind.CO)


def claim(*, case: Case, actor: Actor, statement: str = "") -> CaseEvent:
    """The owner owns up to the problem (T10)."""
    _record_claim(case, actor, ClaimKind.VOLUNTARY, statement.strip())
    _answer_lead(case, actor, ShareAnswer.ACCEPTED)
    return record_event(
        case=case, verb=EventVerb.CLAIMED, actor=actor, step=Step.CLAIM, text=statement
    )


def decline(
    *, case: Case, actor: Actor, reason: str, proposed_owner: Organisation | None
) -> CaseEvent:
    """The owner says who it concerns instead; the office dispatches again (T12).

    Where the same unit has declined before, office and owner disagree: the leading group decides.
    """
    text = require_reason(reason, rule="T12")
    if proposed_owner is None and case.level != CaseLevel.MEMBER:
        raise CaseError(
            _("Name the organisation that you think it concerns; the office decides."),
            field="proposed_owner",
            rule="T12",
        )
    if proposed_owner is not None and proposed_owner == case.owner_organisation:
        raise CaseError(
            _("Name another organisation than your own."), field="proposed_owner", rule="T12"
        )
    if _owner_organisation(case) in _declined_units(case):
        raise_dispute(_lead(case), DisputeKind.OWNER, text)
    _record_claim(case, actor, ClaimKind.DECLINED, text, proposed_owner)
    _answer_lead(case, actor, ShareAnswer.DECLINED, text)
    return record_event(
        case=case, verb=EventVerb.CLAIM_DECLINED, actor=actor, step=Step.CLAIM, text=text
    )


def expire_claim(*, case: Case) -> CaseEvent:
    """Nobody claimed in time: the office designates (T11); silence is never consent."""
    require_over(
        case.work_items.filter(step=Step.CLAIM, closed_at__isnull=True).first(), rule="T11"
    )
    return record_event(case=case, verb=EventVerb.CLAIM_EXPIRED, actor=SYSTEM, step=Step.CLAIM)


def designate(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """The office names the owner who did not answer (T11); recorded as designated."""
    text = require_reason(reason, rule="T11")
    _record_claim(case, actor, ClaimKind.DESIGNATED, text)
    _answer_lead(case, actor, ShareAnswer.ASSIGNED, text)
    event = record_event(
        case=case,
        verb=EventVerb.OWNER_DESIGNATED,
        actor=actor,
        step=Step.ASSIGN_OWNER,
        text=text,
    )
    notifications.queue(
        kind="owner_designated", recipients=owner_people(case), case=case, event=event
    )
    return event


def settle_owner(*, case: Case, actor: Actor, lead: Organisation | None, reason: str) -> CaseEvent:
    """The leading group names the lead unit in writing after two refusals; final (T11)."""
    require_free(actor, Step.SETTLE_OWNER, case)
    text = require_reason(reason, rule="T11")
    dispute = owner_dispute(case)
    if dispute is None:
        raise CaseError(_("There is no dispute about the owner."), rule="T11")
    _check_dispatch(case, lead, [])
    told = [dispute.assignment.organisation, *_declined_units(case)]
    put_in_charge(case=case, actor=actor, lead=lead, reason=text)
    dispute.decision, dispute.decision_reason = ShareDecision.ASSIGNED, text
    dispute.decided_owner, dispute.decided_by = case.owner_organisation, actor.hand
    dispute.decided_at = timezone.now()
    end_dispute(dispute)
    event = record_event(
        case=case, verb=EventVerb.OWNER_SETTLED, actor=actor, step=Step.SETTLE_OWNER, text=text
    )
    people = [*owner_people(case), *office_people(case)]
    if case.owner_person is None:
        people += [person for unit in told for person in unit_people(unit)]
    recipients = list(dict.fromkeys(people))
    notifications.queue(kind="owner_settled", recipients=recipients, case=case, event=event)
    return event


def put_in_charge(*, case: Case, actor: Actor, lead: Organisation | None, reason: str) -> None:
    """The leading group designates whose the case is; the caller puts it on record."""
    _put_under(case, lead)
    _record_claim(case, actor, ClaimKind.DESIGNATED, reason)
    _answer_lead(case, actor, ShareAnswer.ASSIGNED, reason)


def _put_under(case: Case, lead: Organisation | None) -> None:
    """Another lead unit; where it was asked as a co-unit, that part of it is over."""
    if lead is None or lead == case.owner_organisation:
        return
    _give_to(case, lead)
    current = case.assignments.filter(ended_at__isnull=True)
    for row in current.filter(Q(kind=UnitKind.LEAD) | Q(organisation=lead)):
        row.ended_at = timezone.now()
        row.save()
    Assignment.objects.create(case=case, organisation=lead, kind=UnitKind.LEAD)


def _give_to(case: Case, lead: Organisation) -> None:
    """Whoever was a party by an office at the former owner leaves the case (as scenario 4)."""
    former = case.owner_organisation
    case.owner_organisation = lead
    set_ancestors(case=case)
    case.save()
    if former is not None:
        end_parties_of(case=case, organisation=former)


def _declined_units(case: Case) -> list[Organisation]:
    """Units that have declined the claim in this round."""
    claims = case.claims.filter(kind=ClaimKind.DECLINED, round=case.round)
    return list(dict.fromkeys(row.organisation for row in claims.select_related("organisation")))


def _record_claim(
    case: Case,
    actor: Actor,
    kind: ClaimKind,
    reason: str,
    proposed_owner: Organisation | None = None,
) -> None:
    Claim.objects.create(
        case=case,
        organisation=_owner_organisation(case),
        person=case.owner_person,
        kind=kind,
        reason=reason[:500],
        proposed_owner=proposed_owner,
        made_by=actor.hand,
        made_at=timezone.now(),
        round=case.round,
    )


def _owner_organisation(case: Case) -> Organisation:
    if case.owner_organisation is None:
        raise CaseError(_("The case has no owner organisation yet."), rule="T4")
    return case.owner_organisation


def _answer_lead(case: Case, actor: Actor, answer: ShareAnswer, reason: str = "") -> None:
    row = _lead(case)
    row.answer = answer
    row.reason = reason[:500]
    row.answered_by = actor.hand
    row.answered_at = timezone.now()
    row.save()


def _lead(case: Case) -> Assignment:
    lead = case.assignments.filter(kind=UnitKind.LEAD, ended_at__isnull=True).first()
    if lead is None:
        raise CaseError(_("The case has not been dispatched yet."), rule="T9")
    return lead
