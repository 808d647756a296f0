"""Events as entries of the timeline: worded when they are shown, with the words of the payload."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from rectification.enums import ActorKind, EventVerb, Step
from rectification.models import CaseEvent, VerificationAttempt
from rectification.selectors.timeline import words_of
from rectification.web.parts import Entry

_NAMES_STEP = frozenset({EventVerb.ACTOR_RECUSED, EventVerb.NOBODY_LEFT})


def timeline_entries(
    events: Iterable[CaseEvent], attempts: Sequence[VerificationAttempt]
) -> list[Entry]:
    return [
        Entry(
            title=_title(event),
            at=event.at,
            who=_who(event),
            detail=words_of(event, attempts),
        )
        for event in events
    ]


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
