"""转办: a step of an office goes to one colleague of that office (docs/rules.md 4.10)."""

from collections.abc import Collection, Iterable
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import SourceKind, Step
from rectification.models import Person, WorkItem
from rectification.policies.absence import present
from rectification.policies.authority import Authority, in_office
from rectification.policies.days import today
from rectification.policies.deputies import APPROVALS, WORK
from rectification.policies.facts import facts_of
from rectification.policies.holding import has_office, holds_its_office
from rectification.policies.opinions import intake_officers
from rectification.policies.reasons import Reason
from rectification.policies.resolution import WAITING
from rectification.policies.separation import bar_of
from rectification.roles import Role

HANDED: Final = (APPROVALS | WORK) - WAITING - {Step.RECLAIM, Step.DECIDE_RECUSAL}
"""Steps of an office. What the owner's side answers for is its own, a request for recusal is
decided by one head, and who verifies is named and never passed on."""


def hands_over(item: WorkItem, authority: Authority) -> bool:
    """The step lies with him in an office of his own: nobody's deputy hands over.

    A branch has one secretary, who has no colleague.
    """
    mine = holds_its_office(item, authority) and has_office(item, authority)
    return item.step in HANDED and item.role != Role.SEC and mine and not item.unheld


def why_not_hand_over(colleagues: Collection[Person]) -> Reason | None:
    """`colleagues` are those of the office who could take the step in his place."""
    if colleagues:
        return None
    text = _(
        "Nobody else of your office is free to take this step. If you cannot take it yourself, "
        "declare your recusal or have your leave recorded; then it passes on by rule."
    )
    return Reason(text, "4.10")


def others_in_office(item: WorkItem, person: Person) -> list[Person]:
    """Of the same office and not barred when the step was given out: a first look, by one query."""
    barred = {*item.barred(), person.pk}
    return [other for other in _of_office(item) if other.pk not in barred]


def colleagues_for(item: WorkItem, person: Person) -> list[Person]:
    """Whoever of the office could take the step now; separation is asked of each anew."""
    return _free(item, others_in_office(item, person))


def is_kept(item: WorkItem) -> bool:
    """Whether the colleague to whom it was handed over can still take the step."""
    return bool(_free(item, [who for who in _of_office(item) if who.pk == item.person_id]))


def _of_office(item: WorkItem) -> list[Person]:
    """Those who hold its office today; of an opinion that waits for intake, whoever may read it."""
    held = list(in_office(item.role, item.organisation, today()))
    is_opinion = item.step == Step.TRIAGE and item.case.source in SourceKind.opinions()
    if item.organisation is None or not is_opinion:
        return held
    readers = intake_officers(item.organisation)
    return [person for person in held if person in readers]


def _free(item: WorkItem, people: Iterable[Person]) -> list[Person]:
    candidates = list(people)
    if not candidates:
        return []
    facts, here = facts_of(item.case), present(candidates, today())
    return [
        person
        for person in candidates
        if person.pk in here and bar_of(person.pk, item.step, facts) is None
    ]
