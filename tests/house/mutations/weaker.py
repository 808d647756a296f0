"""How a rule is weakened: by what it answers, or as `OWN_WAYS` says for it alone.

A rule that answers yes or no answers always yes, and always no; one that refuses stays silent;
one that finds rows finds none, and all of them; one that names an obstacle names none.
"""

import inspect
from collections.abc import Callable, Iterator
from collections.abc import Iterator as AnyIterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Final, NoReturn, Union, get_args, get_origin, get_type_hints

from django.db.models import Model, Q, QuerySet

from rectification.policies.chains import Rule
from tests.house.mutations.functions import Policy, policies_of_the_house
from tests.house.mutations.own_ways import OWN_WAYS

Way = Callable[..., Any]

NOTHING_TO_WEAKEN: Final = {
    "holding.recusal_text": "words for a ground that was found already",
    "passwords.EnoughCharacters.get_error_message": "words of a refusal",
    "passwords.HabitValidator.get_help_text": "words beside the field",
    "recalling.Handed.following": "looks its row up in the table; waiting and reader decide by it",
    "reasons.Reason.as_error": "the words of a refusal that was decided already",
    "actors.for_item": "puts an actor together from an item; holding decides who he is",
}
"""Functions that decide nothing, each with its reason."""

SAME_EITHER_WAY: Final = {
    "recalling.may_have_handed_on: always yes": "it only spares a look that would find nothing",
    "resolution.owner: last first": "the chain has one place",
    "resolution.scope_agreer: last first": "the chain has one place",
}
"""Single ways that change nothing for anybody, each with its reason: “place: way”."""


@dataclass(frozen=True)
class Mutation:
    """One rule weakened in one way."""

    policy: Policy
    way: str
    by: Way

    @property
    def name(self) -> str:
        return f"{self.policy.place}: {self.way}"

    def apply(self) -> None:
        self.policy.replace(self.by)


def mutations() -> list[Mutation]:
    return [
        Mutation(policy, way, by)
        for policy in policies_of_the_house()
        if policy.place not in NOTHING_TO_WEAKEN
        for way, by in ways_of(policy).items()
        if f"{policy.place}: {way}" not in SAME_EITHER_WAY
    ]


def ways_of(policy: Policy) -> dict[str, Way]:
    """Raises LookupError for a function whose answer nobody has said how to weaken."""
    answer = get_type_hints(policy.function).get("return", inspect.Parameter.empty)
    own = OWN_WAYS.get(policy.place, {})
    found = {**dict(_by_answer(answer)), **dict(_by_sort(policy.wrapper)), **own}
    if not found:
        raise LookupError(
            f"{policy.place} answers with {answer}: say in tests/house/mutations/own_ways.py how "
            "it is weakened, or in NOTHING_TO_WEAKEN why it is not"
        )
    return found


def _by_answer(answer: Any) -> Iterator[tuple[str, Way]]:
    origin = get_origin(answer) or answer
    if origin in (Union, UnionType) and NoneType in get_args(answer):
        yield "finds none", lambda _rule, *_args, **_given: None
    elif origin in _WAYS:
        yield from _WAYS[origin].items()
    elif origin in (list, tuple, set, frozenset, dict):
        yield "empty", lambda _rule, *_args, **_given: origin()
        model = get_args(answer)[0]
        if origin is list and isinstance(model, type) and issubclass(model, Model):
            yield "everybody", lambda _rule, *_args, **_given: list(model._base_manager.all())


def _by_sort(rule: Any) -> Iterator[tuple[str, Way]]:
    """A chain that does not tell the sorts of cases apart."""
    sorts = rule.ways() if isinstance(rule, Rule) else ()
    for sort in sorts if len(sorts) > 1 else ():
        yield f"each as {sort}", lambda kept, case, sort=sort: kept.offices(case, sort)


def _all_like(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Every row of the table, in the same shape."""
    found = rows.model._base_manager.all()
    fields = getattr(rows, "_fields", None)
    return found if fields is None else found.values_list(*fields, flat=True)


_WAYS: Final[dict[Any, dict[str, Way]]] = {
    NoneType: {"refuses nothing": lambda _rule, *_args, **_given: None},
    NoReturn: {"refuses nothing": lambda _rule, *_args, **_given: None},
    bool: {
        "always yes": lambda _rule, *_args, **_given: True,
        "always no": lambda _rule, *_args, **_given: False,
    },
    QuerySet: {
        "no rows": lambda rule, *args, **given: rule(*args, **given).none(),
        "all rows": lambda rule, *args, **given: _all_like(rule(*args, **given)),
    },
    Q: {"at any time": lambda _rule, *_args, **_given: Q()},
    AnyIterator: {
        "nobody": lambda _rule, *_args: iter(()),
        "last first": lambda rule, *args: reversed(list(rule(*args))),
    },
}
