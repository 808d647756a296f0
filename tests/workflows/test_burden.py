"""What somebody has to fill in (guard-rail 0.7): printed, and pinned so that nobody adds to it.

A field counts as shown when the page asks it, and as needed when without it nothing is handed in
and the page has not filled it in already. Whoever builds another way in adds it to `BURDEN`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from rectification.models import Case, Opinion
from rectification.policies.authority import authority_of
from tests.factories import Township, check_round, negative_list, takes_opinions
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.web.solved import solved
from tests.workflows.web.test_intake_list import imported, rows_of
from workflows.forms.reporting import ProblemForm

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 16, 1, tzinfo=UTC)
CHOSEN: Final = (forms.CheckboxInput, forms.RadioSelect, forms.Select, forms.FileInput)


@dataclass(frozen=True)
class Burden:
    """Fields on the page; those one must fill in; those of them one types rather than chooses."""

    shown: int
    needed: int
    typed: int


Measure = Callable[[Township], Burden]


def burden(
    page: forms.Form, told: Mapping[str, Any], is_taken: Callable[[dict[str, Any]], bool]
) -> Burden:
    """`told` is what somebody adds to the page as it comes: enough, and none of it too much."""
    filled = {bound.html_name: bound.value() for bound in page if bound.value()}
    added = {page[name].html_name: value for name, value in told.items()}
    for left_out in added:
        assert not is_taken({**filled, **added, left_out: ""}), left_out
    assert is_taken({**filled, **added})
    typed = [name for name in told if not isinstance(page.fields[name].widget, CHOSEN)]
    return Burden(len([b for b in page if not b.is_hidden]), len(told), len(typed))


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

    def is_taken(data: dict[str, Any]) -> bool:
        return ProblemForm({**data, "hand_in": "1"}, authority=authority).is_valid()

    return burden(ProblemForm(authority=authority), told, is_taken)


def opinion(town: Township) -> Burden:
    """Its words; the browser does the sum of the page."""
    takes_opinions(town)
    url = reverse("workflows:opinion")

    def is_taken(data: dict[str, Any]) -> bool:
        Client().post(url, {**data, **solved()})
        return Opinion.objects.exists()

    told = {"text": "村委会门口的路灯坏了一个月。"}
    return burden(Client().get(url).context["form"], told, is_taken)


def opinion_on_paper(town: Township) -> Burden:
    """What only the paper knows: its words, and the paper itself."""
    url, clerk, scan = (
        reverse("workflows:paper_opinion"),
        client_of(town.east.clerk),
        pdf("来信.pdf"),
    )

    def is_taken(data: dict[str, Any]) -> bool:
        scan.seek(0)
        clerk.post(url, data)
        return Opinion.objects.exists()

    told = {"text": "村委会门口的路灯坏了一个月。", "scan": scan}
    return burden(clerk.get(url).context["form"], told, is_taken)


def imported_problem(town: Township) -> Burden:
    """A row of the intake list, filled in from the file; secrecy is said once for all rows."""
    (case,) = imported(town, "公开栏内容三个月未更新。")
    office = client_of(town.officer)
    (row,) = rows_of(office)

    def is_taken(data: dict[str, Any]) -> bool:
        office.post(reverse("workflows:intake_list"), {**data, "secrecy": "open", "dispatch": "on"})
        return Case.objects.get(pk=case.pk).stage == "pending_claim"

    return burden(row, {"chosen": "on", "screened": "on"}, is_taken)


def problem_of_the_committee(town: Township) -> Burden:
    """Its secretary, from an item of the check: who it is about, round and day stand there."""
    item = check_round(town).items.filter(level="C").first()
    assert item is not None
    given = {"organisation": town.committee.pk, "check_item": item.pk}
    told = {
        "title": "议事决策记录不完整",
        "description": "上半年三次党委会没有记录讨论情况。",
        "category": "CM-a",
        "secret": "no",
    }
    authority = authority_of(town.pse.user)

    def is_taken(data: dict[str, Any]) -> bool:
        return ProblemForm({**data, "hand_in": "1"}, authority=authority).is_valid()

    page = ProblemForm(authority=authority, about="committee", initial=given)
    return burden(page, told, is_taken)


BURDEN: Final[dict[str, tuple[Measure, Burden]]] = {
    "self_report": (self_report, Burden(shown=6, needed=3, typed=1)),
    "problem_of_the_committee": (
        problem_of_the_committee,
        Burden(shown=8, needed=4, typed=2),
    ),
    "opinion": (opinion, Burden(shown=7, needed=1, typed=1)),
    "opinion_on_paper": (opinion_on_paper, Burden(shown=10, needed=2, typed=1)),
    "imported_problem": (imported_problem, Burden(shown=8, needed=2, typed=0)),
}


@pytest.mark.parametrize("way", BURDEN)
def test_burden_does_not_grow(town: Township, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    measure, pinned = BURDEN[way]
    found = measure(town)
    with capsys.disabled():
        print(f"\n{way}: {found}")
    assert found == pinned
