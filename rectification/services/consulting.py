"""加签: one opinion is asked for on an open step, given, or lapses (docs/rules.md 4.10)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, RecusalGround, Step
from rectification.exceptions import StepGone
from rectification.models import (
    Appointment,
    Case,
    CaseEvent,
    Consultation,
    Person,
    WorkItem,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.consulting import (
    is_still_asked,
    standing_consultation,
    why_not_consult,
)
from rectification.policies.reasons import allow, require_reason
from rectification.policies.recusal import require_free
from rectification.services.audience import takers_of
from rectification.services.events import record_event
from rectification.services.public_texts import refuse_betraying
from rectification.services.work_items import bar_from, mark_read
from rectification.wording import labelled


def consult(
    *, case: Case, actor: Actor, item: WorkItem, adviser: Appointment, question: str
) -> tuple[CaseEvent, Consultation]:
    """The step stays open and its days run on. Whoever asks has opened it: its sender does not
    take it back any more."""
    allow(why_not_consult(item, is_asked=standing_consultation(item) is not None))
    text = require_reason(question, field="question", rule="4.10")
    # Both stand in the record that the owner reads.
    refuse_betraying(case, actor, question=text)
    mark_read(item=item)
    row = Consultation.objects.create(
        case=case,
        item=item,
        person=adviser.person,
        role=adviser.role,
        organisation=adviser.organisation,
        question=text,
        asked_by=actor.hand,
        asked_at=timezone.now(),
    )
    event = record_event(
        case=case,
        verb=EventVerb.CONSULTED,
        actor=actor,
        step=item.step,
        text=labelled(adviser.person.name, text),
        reference=row.reference,
    )
    return event, row


def give_opinion(
    *, case: Case, actor: Actor, consultation: Consultation, opinion: str
) -> CaseEvent:
    """In writing, once; whoever gave it has taken part in the case, and does not decide."""
    item = consultation.item
    require_free(actor, Step.GIVE_OPINION, case)
    if not consultation.is_open or not is_still_asked(consultation):
        raise StepGone(_("Your opinion is not asked for any more."))
    text = require_reason(opinion, field="opinion", rule="4.10")
    refuse_betraying(case, actor, opinion=text)
    consultation.opinion = text
    consultation.given_at = timezone.now()
    consultation.save()
    if consultation.person in takers_of(item):
        bar_from(item=item, person=consultation.person, ground=RecusalGround.SAME_HAND)
    event = record_event(
        case=case,
        verb=EventVerb.OPINION_GIVEN,
        actor=actor,
        step=item.step,
        text=consultation.opinion,
        reference=consultation.reference,
    )
    notifications.queue(
        kind="opinion_given",
        recipients=_deciding(consultation),
        case=case,
        event=event,
        step=item.step,
    )
    return event


def carry_over(*, item: WorkItem, former: WorkItem) -> None:
    """Whoever takes the step now decides with the opinion that was given on it.

    Inside its office the step keeps what is asked as well, for a recusal there would tell of
    itself; what stays behind ends with the former step.
    """
    rows = Consultation.objects.filter(item=former, lapsed_at__isnull=True)
    if (item.role, item.organisation_id) != (former.role, former.organisation_id):
        rows = rows.filter(given_at__isnull=False)
    for row in rows:
        row.item = item
        row.save()


def lapse_consultation(*, case: Case, consultation: Consultation) -> CaseEvent:
    """Told is whoever waits for it; once nobody does, or may, whoever need not answer any more."""
    item = consultation.item
    consultation.lapsed_at = timezone.now()
    consultation.save()
    event = record_event(
        case=case,
        verb=EventVerb.CONSULTATION_LAPSED,
        actor=SYSTEM,
        step=item.step,
        reference=consultation.reference,
    )
    is_awaited = item.is_open and not case.sealed
    kind = "consultation_lapsed" if is_awaited else "consultation_over"
    told = _deciding(consultation) if is_awaited else [consultation.person]
    notifications.queue(kind=kind, recipients=told, case=case, event=event, step=item.step)
    return event


def _deciding(consultation: Consultation) -> list[Person]:
    """Whoever may take the step now: whoever asked may be away or gone."""
    return [who for who in takers_of(consultation.item) if who != consultation.person]
