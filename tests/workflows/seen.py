"""What can be seen of a case: events, readers, days, parties."""

from datetime import date

from rectification.models import Case, Person
from rectification.selectors.cases import visible_to
from tests.workflows.play import Play, user_of


def verbs(play: Play) -> list[str]:
    return list(play.case.events.order_by("sequence").values_list("verb", flat=True))


def sees(person: Person, case: Case) -> bool:
    return visible_to(user_of(person)).filter(pk=case.pk).exists()


def due(play: Play, step: str) -> date | None:
    return play.item(step).due_on


def parties(play: Play, reason: str) -> set[Person]:
    rows = play.case.parties.filter(reason=reason, until__isnull=True)
    return {row.person for row in rows.select_related("person")}
