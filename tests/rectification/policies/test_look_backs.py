"""When a closed case is looked at again (docs/rules.md 4.5, T30, T32)."""

from datetime import date

import pytest

from rectification.enums import CaseLevel, CaseStage, LookBackKind, SourceKind
from rectification.models import LookBack
from rectification.policies.look_backs import (
    is_always_looked_at,
    kind_for,
    look_back_under_way,
    planned_look_back,
    relapse_decider,
    span_of,
    why_not_look_back,
)
from rectification.roles import Role
from tests.factories import Township, case_in
from tests.rectification.calendar.test_clocks import SHIPPED

pytestmark = pytest.mark.django_db

CLOSED_ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (LookBackKind.AFTER_CLOSING, date(2026, 6, 10), date(2026, 9, 10)),
        (LookBackKind.REVIEW, date(2026, 8, 10), date(2026, 9, 10)),
    ],
)
def test_span(kind: str, first: date, last: date) -> None:
    begins, due = span_of(kind, CLOSED_ON, SHIPPED)
    assert (begins, due.on) == (first, last)


@pytest.mark.parametrize("source", SourceKind)
def test_what_an_inspection_fed_back_is_always_looked_at(town: Township, source: str) -> None:
    case = case_in(town, CaseStage.CLOSED, source=source)
    assert is_always_looked_at(case) == (source in ("inspection", "reinspection"))


def test_kind_follows_the_outcome(town: Township) -> None:
    closed = case_in(town, CaseStage.CLOSED, outcome="closed")
    staged = case_in(town, CaseStage.LONG_TERM, outcome="long_term")
    assert (kind_for(closed), kind_for(staged)) == ("after_closing", "review")


def test_only_what_was_struck_off_is_looked_at_and_once_at_a_time(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert why_not_look_back(case) is not None
    case.outcome = "closed"
    assert why_not_look_back(case) is None
    case.sealed = True
    assert why_not_look_back(case) is not None
    case.sealed = False
    row = LookBack.objects.create(
        case=case,
        round=1,
        kind="after_closing",
        ground="due",
        begins_on=CLOSED_ON,
        due_on=CLOSED_ON,
    )
    assert (planned_look_back(case), look_back_under_way(case)) == (row, None)
    assert why_not_look_back(case) is None
    row.begun_at = case.created_at
    row.save()
    assert (planned_look_back(case), look_back_under_way(case)) == (None, row)
    assert why_not_look_back(case) is not None


def test_relapse_is_decided_by_the_office_and_of_itself_by_the_leading_group(
    town: Township,
) -> None:
    branch = case_in(town, CaseStage.CLOSED)
    own = case_in(town, CaseStage.CLOSED, level=CaseLevel.COMMITTEE)
    own.owner_organisation = town.office
    assert [role for role, _at in relapse_decider(branch)] == [Role.OFF, Role.LG]
    assert [role for role, _at in relapse_decider(own)] == [Role.LG]
