"""Whose turn it was: the steps that were open at a moment, without anything to be done."""

from collections.abc import Sequence

from rectification.models import Case, WorkItem
from rectification.selectors.sight import Sight
from rectification.web.parts import OpenStep
from rectification.web.step_words import step_words
from rectification.web.turns import Turns


def turns_then(case: Case, sight: Sight, items: Sequence[WorkItem]) -> Turns:
    """Step, office and day of each."""
    return Turns(others=[OpenStep(step_words(case, sight, item)) for item in items])
