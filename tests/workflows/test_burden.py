"""What somebody has to fill in (guard-rail 0.7): printed, and pinned so that nobody adds to it.

A field counts as shown when the page asks it, and as needed when without it nothing is handed in
and the page has not filled it in already. Whoever builds another way in adds it to `BURDEN`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest

from rectification.policies.authority import authority_of
from tests.factories import Township, negative_list
from workflows.forms.reporting import ProblemForm

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Burden:
    """Fields on the page; those one must fill in; those of them one types rather than chooses."""

    shown: int
    needed: int
    typed: int


Measure = Callable[[Township], Burden]


def self_report(town: Township) -> Burden:
    """A member cites an item of the list; title and norm come from it, the day is today's."""
    item = negative_list(town).items.first()
    assert item is not None
    told = {
        "negative_item": str(item.pk),
        "description": "承诺六月前整修水渠，至今没有动工。",
        "secret": "no",
    }
    authority = authority_of(town.east.members[0].user)
    page = ProblemForm(authority=authority)
    asked = [bound for bound in page if not bound.is_hidden]
    sent = {**{b.html_name: b.value() for b in page if b.value()}, "hand_in": "1"}

    def is_taken(data: dict[str, Any]) -> bool:
        return ProblemForm({**sent, **data}, authority=authority).is_valid()

    assert is_taken(told)
    for left_out in told:
        assert not is_taken({name: v for name, v in told.items() if name != left_out}), left_out
    typed = [name for name in told if not hasattr(page.fields[name], "choices")]
    return Burden(shown=len(asked), needed=len(told), typed=len(typed))


BURDEN: Final[dict[str, tuple[Measure, Burden]]] = {
    "self_report": (self_report, Burden(shown=6, needed=3, typed=1)),
}


@pytest.mark.parametrize("way", BURDEN)
def test_burden_does_not_grow(town: Township, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    measure, pinned = BURDEN[way]
    found = measure(town)
    with capsys.disabled():
        print(f"\n{way}: {found}")
    assert found == pinned
