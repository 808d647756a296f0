"""Events as entries of the timeline: worded when they are shown, with the words of the payload."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from rectification.enums import ActorKind, EventVerb, PublicationPurpose, Step
from rectification.models import Appointment, CaseEvent, VerificationAttempt
from rectification.models.record import RUNG
from rectification.policies.places import Office
from rectification.policies.visibility import Field
from rectification.selectors.corrections import corrections_of
from rectification.selectors.look_backs import files_of_look_backs
from rectification.selectors.sight import Sight
from rectification.selectors.timeline import (
    chains_of,
    purposes_of,
    signature,
    terms_of,
    words_of,
)
from rectification.web.correction_words import correction_words
from rectification.web.dates import list_date, span_words
from rectification.web.parts import Entry
from rectification.web.rows import office_name
from rectification.wording import bracketed, labelled, listed, listed_apart

_NAMES_STEP = frozenset(
    {
        EventVerb.ACTOR_RECUSED,
        EventVerb.ACTOR_ABSENT,
        EventVerb.NOBODY_LEFT,
        EventVerb.REMINDED,
        EventVerb.URGED,
        EventVerb.RECALLED_STEP,
        EventVerb.HANDED_OVER,
        EventVerb.CONSULTED,
        EventVerb.OPINION_GIVEN,
        EventVerb.CONSULTATION_LAPSED,
        EventVerb.WORK_PASSED_ON,
    }
)

_OF_LOOK_BACK = frozenset(
    {EventVerb.CONSOLIDATED, EventVerb.RELAPSE_FOUND, EventVerb.CLOSING_PROPOSED}
)
_OF_EVIDENCE = frozenset({EventVerb.PROGRESS_REPORTED, EventVerb.EVIDENCE_REPLACED})


def timeline_entries(
    events: Sequence[CaseEvent], attempts: Sequence[VerificationAttempt], sight: Sight
) -> list[Entry]:
    """Of the owner's side the office stands there where the reader may not know the name."""
    details = {pk: _chain(offices) for pk, offices in chains_of(events).items()}
    details |= _corrected(events)
    if Field.EVIDENCE in sight.fields:
        details |= _with_files(events, attempts)
    purposes = purposes_of(events)
    details |= {pk: _term(term, sight) for pk, term in terms_of(events).items()}
    return [
        Entry(
            title=_title(event, purposes.get(event.reference, "")),
            at=event.at,
            who=_who(event, named=sight.names_hand(event)),
            detail=details.get(event.pk) or _words(event, attempts, sight),
        )
        for event in events
    ]


def _words(event: CaseEvent, attempts: Sequence[VerificationAttempt], sight: Sight) -> str:
    """What was reported of a measure stands beside its evidence, and is shown with it."""
    if event.verb in _OF_EVIDENCE and Field.EVIDENCE not in sight.fields:
        return ""
    words = words_of(event, attempts)
    if event.reference.startswith(RUNG):
        return listed_apart(filter(None, (_rung(event.reference), words)))
    return words


def _with_files(
    events: Sequence[CaseEvent], attempts: Sequence[VerificationAttempt]
) -> dict[int, str]:
    """What was found at a look-back, with the names of the files handed in with it."""
    found = [event for event in events if event.verb in _OF_LOOK_BACK]
    files = files_of_look_backs(event.reference for event in found)
    return {
        event.pk: listed_apart(
            (words_of(event, attempts), labelled(gettext("Files"), listed(files[event.reference])))
        )
        for event in found
        if event.reference in files
    }


def _rung(reference: str) -> str:
    """Which rung of which deadline, in words: `rung:T+3@2026-06-12`."""
    name, _at, day = reference.removeprefix(RUNG).partition("@")
    words = {"days": abs(int(name[1:])), "day": list_date(date.fromisoformat(day))}
    if name.startswith("A"):
        return gettext("%(days)d working days after it was handed in on %(day)s") % words
    if int(name[1:]) < 0:
        return gettext("%(days)d working days before the due date, %(day)s") % words
    return gettext("%(days)d working days after the due date, %(day)s") % words


def _corrected(events: Sequence[CaseEvent]) -> dict[int, str]:
    reasons = {event.pk: words_of(event, ()) for event in events}
    found = corrections_of(events)
    return {pk: correction_words(rows, reasons[pk]) for pk, rows in found.items()}


def _chain(offices: Sequence[Office]) -> str:
    """The offices that were asked in turn; the last one has the step."""
    return " → ".join(office_name(role, node) for role, node in offices if node is not None)


def _term(term: Appointment, sight: Sight) -> str:
    """Who followed whom in which office, and from which day on."""
    terms = [term.replaces, term] if term.replaces else [term]
    names = " → ".join(filter(None, map(sight.named_in_office, terms)))
    office = office_name(term.role, term.organisation)
    words = labelled(office, names) if names else office
    return bracketed(words, span_words(term.valid_from, None))


def _title(event: CaseEvent, purpose: str) -> str:
    verb = str(EventVerb(event.verb).label)
    if purpose:
        return bracketed(verb, str(PublicationPurpose(purpose).label))
    if event.verb in _NAMES_STEP and event.step:
        step = Step(event.step).label
        return gettext("%(verb)s (%(step)s)") % {"verb": verb, "step": step}
    return verb


def _who(event: CaseEvent, *, named: bool) -> str:
    if event.actor_kind != ActorKind.PERSON:
        return str(ActorKind(event.actor_kind).label)
    office = event.acting_organisation.name if event.acting_organisation else ""
    return " · ".join(word for word in (signature(event) if named else "", office) if word)
