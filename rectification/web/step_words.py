"""An open step of a case in words, as far as the reader of the case may know who holds it."""

from rectification.enums import Step
from rectification.models import Case, WorkItem
from rectification.policies.visibility import Field
from rectification.selectors.sight import Sight
from rectification.web.dates import due_words
from rectification.web.rows import holder_words


def step_words(case: Case, sight: Sight, item: WorkItem) -> str:
    """Step, office and day in one line."""
    due = due_words(item.due_on) if item.due_on is not None else ""
    words = (str(Step(item.step).label), holder_in(case, sight, item), due)
    return " · ".join(filter(None, words))


def holder_in(case: Case, sight: Sight, item: WorkItem) -> str:
    """The office, or the owner: by name for whoever reads it."""
    person = case.owner_person
    may_name = person is not None and Field.OWNER in sight.fields
    return holder_words(item, person.name if person and may_name else "")
