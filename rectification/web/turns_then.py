"""Whose turn it was: the steps that were open at a moment, without anything to be done."""

from collections.abc import Sequence

from rectification.enums import Step
from rectification.models import Case, WorkItem
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight
from rectification.web.dates import due_words
from rectification.web.parts import OpenStep
from rectification.web.rows import holder_words
from rectification.web.turns import Turns


def turns_then(case: Case, sight: Sight, items: Sequence[WorkItem]) -> Turns:
    """Step, office and day of each."""
    return Turns(others=[OpenStep(_line(case, sight, item)) for item in items])


def _line(case: Case, sight: Sight, item: WorkItem) -> str:
    person = case.owner_person
    may_name = person is not None and Field.OWNER in sight.fields
    holder = holder_words(item, person.name if person and may_name else "")
    due = due_words(item.due_on) if item.due_on is not None else ""
    return " · ".join(filter(None, [str(Step(item.step).label), holder, due]))
