"""What was corrected in a case, for its record and for the page that corrects."""

from collections.abc import Iterable, Mapping

from rectification.enums import EventVerb
from rectification.models import Case, CaseEvent, CorrectedFact, Correction
from rectification.policies.correcting import correctable_facts
from rectification.selectors.intake import marked_line_of


def facts_to_correct(case: Case) -> list[CorrectedFact]:
    return correctable_facts(case, listed=marked_line_of(case) is not None)


def corrections_of(events: Iterable[CaseEvent]) -> Mapping[int, list[Correction]]:
    """By event, in the order of the facts; nothing is asked where nothing was corrected."""
    keys = [event.pk for event in events if event.verb == EventVerb.CORRECTED]
    found: dict[int, list[Correction]] = {}
    for row in Correction.objects.filter(event__in=keys).order_by("pk") if keys else ():
        found.setdefault(row.event_id, []).append(row)
    return found
