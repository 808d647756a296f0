"""Events as entries of the timeline: worded when they are shown, with the words of the payload."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from rectification.enums import ActorKind, EventVerb, Step
from rectification.models import CaseEvent, VerificationAttempt, WorkItem
from rectification.selectors.timeline import items_named, words_of
from rectification.web.parts import Entry
from rectification.web.rows import office_words

_NAMES_STEP = frozenset({EventVerb.ACTOR_RECUSED, EventVerb.NOBODY_LEFT})


def timeline_entries(
    events: Sequence[CaseEvent], attempts: Sequence[VerificationAttempt]
) -> list[Entry]:
    items = items_named(events)
    return [
        Entry(
            title=_title(event),
            at=event.at,
            who=_who(event),
            detail=words_of(event, attempts) or _to_whom(event, items),
        )
        for event in events
    ]


def _to_whom(event: CaseEvent, items: Mapping[str, WorkItem]) -> str:
    """Where a step went instead of whoever is recused: the office, never the ground."""
    item = items.get(event.reference)
    return gettext("Passed to %(holder)s.") % {"holder": office_words(item)} if item else ""


def _title(event: CaseEvent) -> str:
    verb = str(EventVerb(event.verb).label)
    if event.verb in _NAMES_STEP and event.step:
        step = Step(event.step).label
        return gettext("%(verb)s (%(step)s)") % {"verb": verb, "step": step}
    return verb


def _who(event: CaseEvent) -> str:
    if event.actor_kind != ActorKind.PERSON:
        return str(ActorKind(event.actor_kind).label)
    office = event.acting_organisation.name if event.acting_organisation else ""
    name = event.actor.name if event.actor else ""
    words = " · ".join(word for word in (name, office) if word)
    if event.on_behalf_of is None:
        return words
    return gettext("%(who)s, for %(other)s") % {"who": words, "other": event.on_behalf_of.name}
