"""身份查阅: asked with a reason, decided by somebody else, shown for a few days, each time noted.

Reason, decision and every showing are on record; the identity never is.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import AccessPurpose, EventVerb, IdentityDecision
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Appointment, Case, IdentityRequest, Objection, Opinion, Person
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.identities import (
    ASKING_ROLE,
    DECIDE_WITHIN,
    DECIDING_ROLE,
    SHOWN_FOR,
    asking_office,
    deciders_on,
    is_pending,
    may_decide,
    office_in,
)
from rectification.policies.readings import acting
from rectification.policies.reasons import require_reason
from rectification.selectors.calendar import current_calendar
from rectification.selectors.identities import has_pending, may_read, voices_with_identity
from rectification.services.events import record_event
from rectification.services.identities import Identity, open_identity
from rectification.services.reading import log_access


@transaction.atomic
def ask_for_identity(
    *,
    case: Case,
    voice: Opinion | Objection,
    by: Authority,
    document_number: str,
    reason: str,
) -> IdentityRequest:
    """Ask to be shown it oneself; raises NotAllowed when the case is no longer one to ask in."""
    case = _locked(case)
    office = asking_office(case, by)
    if office is None or voice not in voices_with_identity(case):
        raise NotAllowed(
            _("Whoever is assigned to the case by the discipline committee asks, while it lasts."),
            rule="4.9",
        )
    if has_pending(voice, office.person, today()):
        raise CaseError(_("You have asked already; it is not decided yet."), rule="4.9")
    request = IdentityRequest.objects.create(
        case=case,
        opinion=voice if isinstance(voice, Opinion) else None,
        objection=voice if isinstance(voice, Objection) else None,
        requested_by=office.person,
        requested_at=timezone.now(),
        document_number=_number(document_number),
        reason=require_reason(reason, rule="4.9"),
        decide_by=current_calendar().add_working_days(today(), DECIDE_WITHIN).on,
    )
    _record(request, EventVerb.IDENTITY_ASKED, _acting(office))
    _tell("identity_asked", request, deciders_on(request, today()))
    return request


def _number(document_number: str) -> str:
    if not document_number.strip():
        raise CaseError(
            _("Name the number of the document by which the committee asks."),
            field="document_number",
            rule="4.9",
        )
    return document_number.strip()


@transaction.atomic
def decide_on_identity(
    *, request: IdentityRequest, by: Authority, grants: bool, answer: str
) -> IdentityRequest:
    """In writing, by a member of the leading group who is free; a lapsed request is asked anew."""
    case = _locked(request.case)
    request = IdentityRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    request.case = case
    day = today()
    if not is_pending(request, day):
        raise CaseError(_("This request was decided already or has lapsed."), rule="4.9")
    office = office_in(case, by, DECIDING_ROLE)
    if office is None or not may_decide(request, by):
        raise NotAllowed(_("A member of the leading group who is free decides."), rule="4.9")
    request.answer = require_reason(answer, field="answer", rule="4.9")
    request.decision = IdentityDecision.GRANTED if grants else IdentityDecision.REFUSED
    request.decided_by = by.person
    request.decided_at = timezone.now()
    if grants:
        request.shown_until = current_calendar().add_working_days(day, SHOWN_FOR).on
    request.save()
    verb = EventVerb.IDENTITY_GRANTED if grants else EventVerb.IDENTITY_REFUSED
    _record(request, verb, _acting(office))
    _tell("identity_decided", request, [request.requested_by])
    return request


@transaction.atomic
def show_identity(*, request: IdentityRequest, to: Authority) -> Identity:
    """Open it for whoever asked, and note that he read it; raises NotAllowed when it is over."""
    case = _locked(request.case)
    request.case = case
    office = office_in(case, to, ASKING_ROLE)
    if office is None or not may_read(request, to, today()):
        raise NotAllowed(_("The days in which it was shown are over."), rule="4.9")
    identity = open_identity(request.voice)
    if identity is None:
        raise CaseError(_("The identity has been erased."), rule="4.9")
    _record(request, EventVerb.IDENTITY_SHOWN, _acting(office))
    log_access(
        case=case,
        person=to.person,
        what=f"identity_request:{request.pk}",
        capacity=acting(_acting(office), AccessPurpose.DECISION),
    )
    return identity


def _locked(case: Case) -> Case:
    """The lock of the case orders its events (docs/architecture.md, “The act door”)."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("owner_organisation")
    return rows.get(pk=case.pk)


def _acting(office: Appointment) -> Actor:
    return Actor(person=office.person, role=office.role, organisation=office.organisation)


def _record(request: IdentityRequest, verb: EventVerb, actor: Actor) -> None:
    record_event(
        case=request.case, verb=verb, actor=actor, reference=f"identity_request:{request.pk}"
    )


def _tell(kind: str, request: IdentityRequest, people: list[Person]) -> None:
    """Of no case: the message leads to the page of these requests and says nothing more."""
    notifications.queue(kind=kind, recipients=people, about=f"identity_request:{request.pk}")
