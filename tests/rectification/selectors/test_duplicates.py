"""Which open cases are shown beside a report, as a hint to the office (T4, T6)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectification.enums import CaseStage, ReporterMode
from rectification.models import Case, Person
from rectification.selectors.duplicates import SHOWN, likenesses_of
from rectification.services.opinions import receive_opinion
from tests.factories import Township, case_in

SAID = "两个月未开展主题党日活动，也未履行改期手续。"


def beside(town: Township, text: str = SAID, **given: Any) -> Case:
    case = case_in(town, CaseStage.REGISTERED, **given)
    case.title, case.description = "主题党日", text
    case.save()
    return case


def opinion(town: Township, text: str = SAID, **given: Any) -> Case:
    values = {"organisation": town.east.organisation, **given}
    return receive_opinion(mode=ReporterMode.ANONYMOUS, text=text, **values)[0]


def shown(case: Case, reader: Person) -> list[tuple[int, bool, bool]]:
    found = likenesses_of(case, reader)
    return [(one.case.pk, one.is_alike, one.can_join) for one in found]


def test_the_most_alike_come_first(town: Township) -> None:
    far = beside(town, "公开栏内容仍为上一季度，过期未撤换。")
    near = beside(town)
    case = opinion(town)
    assert shown(case, town.intake) == [(near.pk, True, True), (far.pk, False, True)]


def test_own_words_of_opinions_are_compared_for_the_intake_officer_alone(town: Township) -> None:
    near = beside(town)
    case = opinion(town)
    assert shown(case, town.officer) == [(near.pk, False, True)]


def test_an_unplaced_opinion_is_shown_what_is_alike_anywhere_in_the_township(
    town: Township,
) -> None:
    near = beside(town)
    beside(town, "公开栏内容仍为上一季度，过期未撤换。")
    case = opinion(town, organisation=None)
    assert shown(case, town.intake) == [(near.pk, True, True)]


def test_a_case_with_an_approved_plan_is_shown_and_cannot_be_joined(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    late = case_in(town, CaseStage.RECTIFYING)
    assert [(pk, join) for pk, _alike, join in shown(case, town.officer)] == [(late.pk, False)]


def test_others_are_not_compared(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    case_in(town, CaseStage.REGISTERED, level="M")
    sealed = beside(town)
    sealed.sealed = True
    sealed.save()
    assert shown(case, town.officer) == []


@pytest.mark.parametrize("reader", [lambda town: town.intake, lambda town: town.officer])
def test_the_number_of_queries_does_not_grow(
    town: Township, reader: Callable[[Township], Person]
) -> None:
    case = opinion(town)
    counts = []
    for more in (1, SHOWN + 2):
        for _case in range(more):
            beside(town)
            opinion(town)
        with CaptureQueriesContext(connection) as queries:
            found = likenesses_of(
                Case.objects.get(pk=case.pk), Person.objects.get(pk=reader(town).pk)
            )
        counts.append(len(queries))
    assert len(found) == SHOWN
    assert counts[0] == counts[1]
