"""An open case whose organisation is gone comes back to the office, which names another."""

from django.db import transaction

from rectification.policies.days import today
from rectification.selectors.ownerless import without_organisation
from workflows.moves.branches import ask_for_successor
from workflows.moves.handover import HandOver, move_cases


@transaction.atomic
def ask_for_owners() -> int:
    """Open the office's step for each of them; returns for how many."""
    cases = list(without_organisation(today()).values_list("pk", flat=True))
    move_cases(user=None, cases=cases, service=ask_for_successor, hand_over=HandOver())
    return len(cases)
