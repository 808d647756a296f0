"""举一反三: written, confirmed by another person, sent to branches, answered by them (4.8)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, LessonAnswer
from rectification.exceptions import InvalidInput, NotVisible
from rectification.models import (
    Case,
    CaseEvent,
    Lesson,
    LessonReceipt,
    Organisation,
    OrganisationAlias,
    Person,
)
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, in_office
from rectification.policies.days import today
from rectification.policies.lessons import (
    ANSWERING,
    answered_for,
    lesson_of,
    receivers_for,
    why_not_answer,
    why_not_confirm,
    why_not_propose,
    why_not_send,
)
from rectification.policies.reasons import allow, require_reason
from rectification.redaction.check import names_in
from rectification.redaction.marking import Surroundings, proposals
from rectification.redaction.places import places_of
from rectification.services.audience import office_people
from rectification.services.events import record_event
from rectification.services.leak_test import refuse_leaks_of_text
from rectification.services.public_texts import (
    known_names,
    must_not_hold,
    refuse_repeating_reporters,
)
from rectification.wording import listed


def propose_lesson(*, case: Case, actor: Actor, text: str) -> CaseEvent:
    """Write it, or write it anew while nobody has confirmed it."""
    lesson = lesson_of(case)
    allow(why_not_propose(case, actor.hand, lesson))
    lesson = lesson or Lesson(case=case)
    lesson.text = _anonymous(case, require_reason(text, field="text", rule="4.8"))
    lesson.proposed_by, lesson.proposed_at = actor.hand, timezone.now()
    lesson.save()
    event = _record(case, actor, EventVerb.LESSON_PROPOSED, lesson)
    others = [person for person in office_people(case) if person != actor.hand]
    notifications.queue(kind="lesson_proposed", recipients=others, case=case, event=event)
    return event


def _anonymous(case: Case, text: str) -> str:
    """Nothing that is marked in a public text may stay in it, and nothing that leads to the case:
    no organisation by whatever name, no place that one is named after, no case number."""
    organisations = _organisations()
    around = Surroundings(names=known_names(), of_member=True, places=organisations)
    if found := proposals([text], around):
        told = must_not_hold((mark.kind, mark.words) for mark in found)
        raise InvalidInput({"text": told}, rule="4.6")
    leading = [*organisations, *places_of(organisations), case.number or ""]
    if named := names_in(text, leading):
        told = _("A lesson names no organisation, no place and no case: %(names)s. Leave it out.")
        raise InvalidInput({"text": told % {"names": listed(named)}}, rule="4.6")
    refuse_repeating_reporters(case, text=text)
    return text


def _organisations() -> list[str]:
    """Names and other names of all that are on record."""
    rows = Organisation.objects.order_by("pk").values_list("name", flat=True)
    return [*rows, *OrganisationAlias.objects.order_by("pk").values_list("name", flat=True)]


def confirm_lesson(*, case: Case, actor: Actor) -> CaseEvent:
    """By another person, before whom the check for leaks stands; the author never learns of it."""
    lesson = lesson_of(case)
    allow(why_not_confirm(case, actor.hand, lesson))
    assert lesson is not None
    refuse_leaks_of_text(case=case, title="", text=lesson.text, reasons=())
    lesson.confirmed_by, lesson.confirmed_at = actor.hand, timezone.now()
    lesson.save()
    return _record(case, actor, EventVerb.LESSON_CONFIRMED, lesson)


def send_lesson(*, case: Case, actor: Actor, organisations: Collection[Organisation]) -> CaseEvent:
    """To the branches chosen, once the problem was struck off; they read the text and no more."""
    lesson = lesson_of(case)
    allow(why_not_send(case, actor.hand, lesson))
    assert lesson is not None
    if not organisations or not set(organisations) <= set(receivers_for(case)):
        told = _("Choose branches of the township other than the one whose problem it was.")
        raise InvalidInput({"organisations": told}, rule="4.8")
    lesson.sent_by, lesson.sent_at = actor.hand, timezone.now()
    lesson.save()
    for organisation in organisations:
        LessonReceipt.objects.create(lesson=lesson, organisation=organisation)
    notifications.queue(
        kind="lesson_received", recipients=_readers(organisations), about=lesson.reference
    )
    return _record(case, actor, EventVerb.LESSON_SENT, lesson)


def _readers(organisations: Collection[Organisation]) -> list[Person]:
    found = [
        person
        for organisation in organisations
        for role in ANSWERING
        for person in in_office(role, organisation, today())
    ]
    return list(dict.fromkeys(found))


@transaction.atomic
def answer_lesson(*, receipt: LessonReceipt, by: Authority, answer: str) -> LessonReceipt:
    """Once for the branch, by secretary or clerk: no event of the case, and nothing follows."""
    if receipt.organisation_id not in answered_for(by):
        raise NotVisible
    if answer not in LessonAnswer.values:
        raise InvalidInput({"answer": _("Choose one of the answers.")}, rule="4.8")
    locked = LessonReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    allow(why_not_answer(locked))
    locked.answer, locked.answered_by, locked.answered_at = answer, by.person, timezone.now()
    locked.save()
    return locked


def _record(case: Case, actor: Actor, verb: EventVerb, lesson: Lesson) -> CaseEvent:
    return record_event(case=case, verb=verb, actor=actor, reference=lesson.reference)
