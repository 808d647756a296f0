"""回避: declared by the person himself, requested by somebody concerned, or found and entered.

The ground is no part of any event or message; it stands in the recusal alone, for those who may
read it (docs/rules.md, “Recusal”).
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, RecusalDecision, RecusalGround, Step
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
    Organisation,
    OrganisationRecusal,
    Person,
    Recusal,
    RecusalRequest,
    WorkItemBar,
)
from rectification.policies import recusal as policy
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.facts import facts_of, standing_recusals
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.services.events import record_event


def declare_recusal(*, case: Case, actor: Actor, ground: str, reason: str = "") -> CaseEvent:
    """声明回避: takes effect at once, and nobody asks for more than the ground."""
    person = actor.hand
    allow(policy.why_not_declare(case, person))
    text = _words(ground, reason)
    row = _recuse(case, person, ground, reason=text)
    return record_event(
        case=case, verb=EventVerb.RECUSAL_DECLARED, actor=actor, reference=f"recusal:{row.pk}"
    )


def enter_recusal(
    *, case: Case, actor: Actor, person: Person | None, ground: str, reason: str
) -> CaseEvent:
    """The office or the discipline committee has found that somebody was not free (4.8)."""
    hand = actor.hand
    allow(policy.why_not_enter(case, hand))
    facts = facts_of(case)
    if actor.role not in policy.KNOWING_ROLES or hand.pk in facts.owner_side:
        raise NotAllowed(_("The office or the discipline committee enters a recusal."), rule="4.8")
    found = _one_of(person, policy.people_to_recuse(case, facts))
    if found == hand:
        raise InvalidInput({"person": _("Declare your own recusal yourself.")}, rule="4.8")
    _known(ground)
    text = require_reason(reason, rule="4.8")
    row = _recuse(case, found, ground, reason=text, decided_by=hand)
    return record_event(
        case=case, verb=EventVerb.RECUSAL_ENTERED, actor=actor, reference=f"recusal:{row.pk}"
    )


def request_recusal(
    *, case: Case, actor: Actor, person: Person | None, ground: str, reason: str
) -> tuple[CaseEvent, RecusalRequest]:
    """申请回避: until it is decided the person does not act in the case.

    About somebody recused already it is taken and answered like any other, or the refusal would
    tell of the recusal.
    """
    allow(policy.why_not_request(case))
    facts = facts_of(case)
    asked_about = _one_of(person, policy.people_to_ask_about(case, facts))
    if asked_about == actor.hand:
        raise InvalidInput({"person": _("Declare your own recusal yourself.")}, rule="4.1")
    if asked_about.pk in facts.asked_about:
        raise InvalidInput(
            {"person": _("A request about this person waits for its decision already.")},
            rule="4.1",
        )
    _known(ground)
    row = RecusalRequest.objects.create(
        case=case,
        person=asked_about,
        requested_by=actor.hand,
        ground=ground,
        reason=require_reason(reason, rule="4.1"),
        requested_at=timezone.now(),
    )
    event = _record(case, actor, EventVerb.RECUSAL_REQUESTED, row)
    notifications.queue(kind="recusal_requested", recipients=[asked_about], case=case, event=event)
    return event, row


def decide_recusal(
    *, case: Case, actor: Actor, request: RecusalRequest, grants: bool, answer: str
) -> CaseEvent:
    """In writing and with reasons, by somebody above the person and never by himself."""
    require_free(actor, Step.DECIDE_RECUSAL, case)
    if request.decision != RecusalDecision.PENDING:
        raise CaseError(_("The request was decided already."), rule="4.1")
    request.answer = require_reason(answer, field="answer", rule="4.1")
    request.decision = RecusalDecision.GRANTED if grants else RecusalDecision.REFUSED
    request.decided_by = actor.hand
    request.decided_at = timezone.now()
    request.save()
    _lift_bars(case, request.person)
    if grants and request.person_id not in policy.recused_from_itself(case):
        _recuse(
            case,
            request.person,
            request.ground,
            requested_by=request.requested_by,
            decided_by=actor.hand,
        )
    verb = EventVerb.RECUSAL_GRANTED if grants else EventVerb.RECUSAL_REFUSED
    event = _record(case, actor, verb, request)
    notifications.queue(
        kind="recusal_decided",
        recipients=[request.requested_by, request.person],
        case=case,
        event=event,
    )
    return event


def _lift_bars(case: Case, person: Person) -> None:
    """Steps given out meanwhile left him out because of the request alone."""
    WorkItemBar.objects.filter(
        item__case=case,
        item__closed_at__isnull=True,
        person=person,
        ground=RecusalGround.REQUESTED,
    ).delete()


def declare_for_organisation(
    *, authority: Authority, organisation: Organisation | None, ground: str, reason: str = ""
) -> OrganisationRecusal:
    """Recused from every case of the organisation, from today until he ends it."""
    if organisation is None:
        raise InvalidInput({"organisation": _("Choose an organisation.")}, rule="4.1")
    if not policy.may_declare_for(organisation, authority):
        raise InvalidInput(
            {
                "organisation": _(
                    "Only people in office declare this, and not for an organisation they belong "
                    "to; declare recusal in the single case instead."
                )
            },
            rule="4.1",
        )
    text = _words(ground, reason)
    person = authority.person
    already = InvalidInput({"organisation": _("You have declared this already.")}, rule="4.1")
    if standing_recusals(today()).filter(person=person, organisation=organisation).exists():
        raise already
    try:
        with transaction.atomic():
            return OrganisationRecusal.objects.create(
                person=person, organisation=organisation, ground=ground, reason=text, since=today()
            )
    except IntegrityError as error:
        raise already from error


def end_for_organisation(*, person: Person, recusal_id: int) -> OrganisationRecusal:
    """Free again from tomorrow; what passed on meanwhile stays where it is."""
    row = OrganisationRecusal.objects.filter(
        pk=recusal_id, person=person, until__isnull=True
    ).first()
    if row is None:
        raise CaseError(_("There is no such declaration of yours."), rule="4.1")
    row.until = today()
    row.save()
    return row


def keep_standing_recusals(*, case: Case, organisation: Organisation) -> None:
    """Whoever is recused from every case of the organisation stays so when this one leaves it."""
    standing = standing_recusals(today()).filter(organisation=organisation)
    known = policy.recused_from_itself(case)
    for row in standing.select_related("person").order_by("pk"):
        if row.person_id not in known | {case.owner_person_id}:
            _recuse(case, row.person, row.ground, reason=row.reason)


def _recuse(
    case: Case,
    person: Person,
    ground: str,
    *,
    reason: str = "",
    requested_by: Person | None = None,
    decided_by: Person | None = None,
) -> Recusal:
    already = CaseError(_("This person is recused from the case already."), rule="4.1")
    if Recusal.objects.filter(case=case, person=person).exists():
        raise already
    try:
        with transaction.atomic():
            return Recusal.objects.create(
                case=case,
                person=person,
                ground=ground,
                reason=reason,
                requested_by=requested_by,
                decided_by=decided_by,
                since=timezone.now(),
            )
    except IntegrityError as error:
        raise already from error


def _record(case: Case, actor: Actor, verb: EventVerb, request: RecusalRequest) -> CaseEvent:
    reference = f"recusal_request:{request.pk}"
    return record_event(case=case, verb=verb, actor=actor, reference=reference)


def _one_of(person: Person | None, offered: list[Person]) -> Person:
    if person is None or person not in offered:
        raise InvalidInput(
            {"person": _("Choose somebody who acts in the case.")},
            rule="4.1",
        )
    return person


def _known(ground: str) -> None:
    if ground not in RecusalGround.declarable():
        raise InvalidInput({"ground": _("Choose the ground.")}, rule="4.1")


def _words(ground: str, reason: str) -> str:
    """Only another ground needs words; nobody is asked who his relatives are."""
    _known(ground)
    if ground != RecusalGround.OTHER:
        return ""
    return require_reason(reason, rule="4.1")
