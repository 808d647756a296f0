"""A member lets what is published about him go further, and takes that back (rules 4.6)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import (
    ConsentWay,
    EventVerb,
    PublicationPurpose,
    PublicationScope,
    PublicationStatus,
)
from rectification.exceptions import InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, Person, PublicationConsent, PublicationDecision
from rectification.policies.actors import Actor
from rectification.policies.consents import WIDEST, why_not_consent, why_not_withdraw
from rectification.policies.publication import max_scope, standing_consent
from rectification.policies.reasons import allow
from rectification.services.events import record_event
from rectification.services.issuing import void_public_papers
from rectification.services.papers import Paper, keep_signed

_OPEN = (PublicationStatus.PROPOSED, PublicationStatus.APPROVED)


def give_consent(
    *, case: Case, actor: Actor, record: str = "", paper: Paper | None = None
) -> CaseEvent:
    """By the person concerned alone; entered for him, with the paper he signed and its place."""
    person = _person_concerned(case, actor)
    allow(why_not_consent(case))
    on_paper = actor.on_behalf_of is not None
    if on_paper and not record.strip():
        raise InvalidInput({"record": _("Say where the signed paper is kept.")}, rule="4.6")
    keep_signed(case=case, step=EventVerb.CONSENT_GIVEN, paper=paper, actor=actor)
    consent = PublicationConsent.objects.create(
        case=case,
        person=person,
        scope=WIDEST,
        how=ConsentWay.PAPER if on_paper else ConsentWay.SYSTEM,
        record=record.strip(),
        given_at=timezone.now(),
    )
    return _record(case, actor, EventVerb.CONSENT_GIVEN, consent)


def withdraw_consent(*, case: Case, actor: Actor) -> CaseEvent:
    """At any time, without a reason; what is shown or under review narrows at once."""
    _person_concerned(case, actor)
    allow(why_not_withdraw(case))
    consent = standing_consent(case)
    assert consent is not None
    consent.withdrawn_at = timezone.now()
    consent.save()
    event = _record(case, actor, EventVerb.CONSENT_WITHDRAWN, consent)
    for decision in _wider(case):
        decision.scope = _limit(case, decision)
        decision.save()
        void_public_papers(case=case, notice=getattr(decision, "notice", None))
        record_event(
            case=case,
            verb=EventVerb.SCOPE_NARROWED,
            actor=actor,
            reference=f"publication:{decision.pk}",
        )
    return event


def _wider(case: Case) -> list[PublicationDecision]:
    """Texts that go further than they may without consent, shown or on their way.

    What is over stands on the board for some days yet, and its circle reads it afterwards.
    """
    shown = Q(notice__isnull=False, notice__withdrawn_at__isnull=True)
    rows = PublicationDecision.objects.filter(shown | Q(status__in=_OPEN), case=case)
    return [row for row in rows.order_by("pk") if row.scope > _limit(case, row)]


def _limit(case: Case, decision: PublicationDecision) -> PublicationScope:
    """What sets a notice right goes as far as that notice could."""
    corrects = decision.purpose == PublicationPurpose.REHABILITATION
    return max_scope(case, PublicationPurpose.EFFECT if corrects else decision.purpose)


def _person_concerned(case: Case, actor: Actor) -> Person:
    speaker = actor.on_behalf_of or actor.person
    if case.owner_person is None or speaker != case.owner_person:
        raise NotAllowed(_("Only the person concerned consents, and nobody for him."), rule="4.6")
    return speaker


def _record(case: Case, actor: Actor, verb: EventVerb, consent: PublicationConsent) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, reference=f"consent:{consent.pk}")
