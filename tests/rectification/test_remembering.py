"""Facts are loaded once in an act, and anew as soon as something was written."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, RecusalGround
from rectification.models import Case, OutboxMessage, Recusal
from rectification.notifications import queue
from rectification.policies.actors import SYSTEM
from rectification.policies.facts import Facts, facts_of, recused_in
from rectification.remembering import _APART, remembered, remembering
from rectification.services.events import record_event
from tests.factories import Township, case_in


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.RECTIFYING)


def loaded(case: Case) -> int:
    with CaptureQueriesContext(connection) as queries:
        facts_of(case)
    return len(queries)


def tables_in(sql: str) -> list[str]:
    return re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)


def recuse(case: Case, town: Township) -> None:
    ground = RecusalGround.RELATIVE
    Recusal.objects.create(case=case, person=town.officer, ground=ground, since=timezone.now())


def test_nothing_is_remembered_outside_an_act(case: Case) -> None:
    assert loaded(case) == loaded(case) > 5
    assert (remembered("key", lambda: 1), remembered("key", lambda: 2)) == (1, 2)


def test_facts_are_loaded_once_until_something_is_written(case: Case, town: Township) -> None:
    with remembering():
        first = facts_of(case)
        assert loaded(case) == 0
        other = Case.objects.get(pk=case.pk)
        assert facts_of(other).case is other
        assert loaded(other) == 0
        queue(kind="your_turn", recipients=[town.officer], case=case, about="item:1")
        assert loaded(case) == 0
        assert town.officer.pk not in first.recused
        recuse(case, town)
        assert town.officer.pk in facts_of(case).recused
        assert town.officer.pk in recused_in(case)
    assert loaded(case) > 5


def test_what_was_read_is_read_again_once_one_of_its_tables_is_written(
    case: Case, town: Township
) -> None:
    """An event makes the facts anew, but not who is recused, nor who is of the owner's side."""

    def asked() -> set[str]:
        with CaptureQueriesContext(connection) as queries:
            facts_of(case)
        return {name for query in queries for name in tables_in(query["sql"])}

    with remembering():
        assert {"rectification_caseevent", "rectification_recusal", "rectification_plan"} <= asked()
        record_event(case=case, verb=EventVerb.PROGRESS_REPORTED, actor=SYSTEM)
        assert asked() == {"rectification_caseevent"}
        recuse(case, town)
        assert asked() == {
            "rectification_caseevent",
            "rectification_merge",
            "rectification_recusal",
            "rectification_organisationrecusal",
        }
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA user_version" if connection.vendor == "sqlite" else "SHOW port")
        assert "rectification_merge" in asked()


def test_what_holds_something_remembered_rests_on_its_tables_too(
    case: Case, town: Township
) -> None:
    def inner() -> list[int]:
        return remembered("inner", lambda: list(Recusal.objects.values_list("person", flat=True)))

    with remembering():
        inner()
        assert remembered("outer", inner) == []
        recuse(case, town)
        assert remembered("outer", inner) == [town.officer.pk]


def test_what_was_read_from_a_table_apart_is_read_again_once_it_is_written(
    case: Case, town: Township
) -> None:
    """That it is apart spares what reads on later, and nothing that was read from it."""
    with remembering():
        assert remembered("told", OutboxMessage.objects.count) == 0
        queue(kind="your_turn", recipients=[town.officer], case=case, about="item:1")
        assert remembered("told", OutboxMessage.objects.count) == 1


def test_what_holds_something_that_reads_on_is_forgotten_with_it(
    case: Case, town: Township
) -> None:
    """Whether that was read just then or remembered."""
    answers = iter(range(10))

    def inner() -> int:
        return remembered("inner", lambda: next(answers), reads_on=True)

    with remembering():
        assert (remembered("first", inner), remembered("second", inner)) == (0, 0)
        recuse(case, town)
        assert (remembered("first", inner), remembered("second", inner)) == (1, 1)


def test_tables_are_seen_however_a_question_begins(case: Case, town: Township) -> None:
    """On PostgreSQL two questions put together begin with a bracket."""

    def asked() -> int:
        with connection.cursor() as cursor:
            table = f'"{Recusal._meta.db_table}"'
            cursor.execute(f"WITH found AS (SELECT id FROM {table}) SELECT COUNT(*) FROM found")
            return int(cursor.fetchone()[0])

    with remembering():
        assert remembered("key", asked) == 0
        recuse(case, town)
        assert remembered("key", asked) == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("SELECT 1", 1),
        ("SELECT 1 -- FOR UPDATE OF", 2),
        ("SELECT 1 -- FOR NO KEY UPDATE", 2),
    ],
)
def test_whoever_may_have_waited_for_a_lock_reads_anew(asked: str, told: int, db: None) -> None:
    """Meanwhile another may have written; SQLite locks the whole house and says none of it."""
    answers = iter((1, 2))
    with remembering():
        assert remembered("key", lambda: next(answers)) == 1
        with connection.cursor() as cursor:
            cursor.execute(asked)
        assert remembered("key", lambda: next(answers)) == told


def test_another_owner_that_is_not_saved_yet_has_facts_of_his_own(
    case: Case, town: Township
) -> None:
    with remembering():
        facts_of(case)
        case.owner_person = town.west.secretary
        assert town.west.secretary.pk in facts_of(case).owner_side


def test_facts_rest_on_no_table_that_is_held_to_be_apart(case: Case) -> None:
    """All of them, also those that are looked up when somebody asks."""
    with CaptureQueriesContext(connection) as queries:
        facts: Facts = facts_of(case)
        for found in vars(facts).values():
            if hasattr(found, "__contains__"):
                assert 0 not in found
    tables = {name for query in queries for name in tables_in(query["sql"])}
    assert "rectification_caseevent" in tables
    assert [name for name in sorted(tables) if _APART.fullmatch(name)] == []


def test_promise_made_before_is_passed_over(case: Case, town: Township) -> None:
    people = [town.officer, town.pse]
    for recipients in (people[:1], people):
        queue(kind="your_turn", recipients=recipients, case=case, about="item:1")
    found = OutboxMessage.objects.order_by("pk").values_list("recipient", flat=True)
    assert list(found) == [person.pk for person in people]
