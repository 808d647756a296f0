"""The refusal every deciding service repeats: who is barred may not act, whatever door he took."""

from rectification.exceptions import NotAllowed
from rectification.models import Case, Person
from rectification.policies.holding import recusal_text
from rectification.policies.separation import bar_of, facts_of


def require_free(person: Person, step: str, case: Case) -> None:
    """Raise NotAllowed with the ground when this person may not take this step of the case."""
    ground = bar_of(person.pk, step, facts_of(case))
    if ground is not None:
        raise NotAllowed(recusal_text(ground), rule="4.4")
