"""Many cases: a fixed number of queries a batch, and nothing of a batch left when it is over."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rectification.documents.lists import LISTS, ListReader
from rectification.documents.lists.reading import AT_ONCE
from rectification.enums import CaseStage, EventVerb
from rectification.models import Case, Measure, Plan
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.services.events import record_event
from tests.factories import Township, case_in, rights

pytestmark = pytest.mark.django_db


def many(town: Township, count: int) -> None:
    """Cases with a plan in force and a measure each."""
    owner = town.east.organisation
    above = {f"ancestor_{n}": pk for n, pk in enumerate(owner.ancestor_ids(), 1)}
    cases = Case.objects.bulk_create(
        Case(
            level="B",
            number=f"2026-B-{place:05}",
            owner_organisation=owner,
            source="inspection",
            title=f"第{place}件",
            found_on=today(),
            stage=CaseStage.RECTIFYING,
            **above,
        )
        for place in range(count)
    )
    hand = {"drafted_by": town.east.secretary, "decided_by": town.pse}
    plans = Plan.objects.bulk_create(
        Plan(case=case, round=1, version=1, status="approved", **hand) for case in cases
    )
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            position=1,
            text="措施",
            organisation=owner,
            person=town.east.clerk,
            due_on=today(),
        )
        for plan in plans
    )


def reader_of(town: Township, kind: str) -> ListReader:
    return ListReader(LISTS[kind], rights(town.officer), today(), current_calendar())


@contextmanager
def without_collector() -> Iterator[None]:
    """What is not let go of stays until the end of the block."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def alive(*models: type) -> int:
    return sum(1 for row in gc.get_objects() if isinstance(row, models))


@pytest.mark.parametrize("kind", LISTS)
def test_rows_of_a_batch_are_gone_with_it(town: Township, kind: str) -> None:
    """Without the collector, so rings between the rows would show."""
    many(town, AT_ONCE + 2)
    cases = Case.objects.order_by("pk")
    list(reader_of(town, kind).all_rows(cases[:1]))
    with without_collector():
        before = alive(Case, Plan, Measure)
        lines = sum(1 for _row in reader_of(town, kind).all_rows(cases))
        assert alive(Case, Plan, Measure) == before
    assert lines == AT_ONCE + 2


def test_a_batch_asks_the_same_for_one_and_for_all(town: Township) -> None:
    def asked(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            list(reader_of(town, "ledger").all_rows(Case.objects.order_by("pk")[:count]))
        return len(queries)

    many(town, AT_ONCE + 1)
    one = asked(1)
    assert asked(AT_ONCE) == one
    assert asked(AT_ONCE + 1) <= 2 * one


def test_deputy_who_approved_says_for_whom(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    plan = case.plans.get()
    deputy = Actor(
        person=town.dps, role=Role.PSE, organisation=town.committee, on_behalf_of=town.pse
    )
    record_event(case=case, verb=EventVerb.PLAN_APPROVED, actor=deputy, reference=f"plan:{plan.pk}")
    (row,) = reader_of(town, "ledger").all_rows(Case.objects.all())
    assert str(row.values[3]).endswith(f" {town.dps.name}（代 {town.pse.name}）")
