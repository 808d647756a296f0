"""The database refuses to change or delete events (docs/architecture.md, “Records”)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from rectification.enums import CaseStage, DocumentKind
from rectification.models import (
    AccessLog,
    Case,
    CaseEvent,
    CaseEventPayload,
    Organisation,
    RecordsExport,
    Tombstone,
    append_only,
)
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.services.annual_reports import issue_report
from rectification.services.checkpoints import seal_records
from rectification.services.document_numbers import give_document_code
from rectification.services.erasure import erase_case
from rectification.services.issuing import Draft, Printed
from tests.factories import Township
from tests.workflows.play import Play


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def event(town: Township, clock: time_machine.Traveller) -> CaseEvent:
    play = Play(town, clock)
    play.bring_to(CaseStage.PENDING_CLAIM)
    return play.case.events.get(sequence=2)


def test_event_is_not_changed(event: CaseEvent) -> None:
    event.verb = "closed"
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        CaseEvent.objects.filter(pk=event.pk).update(reference="plan:1")


def test_event_is_not_deleted(event: CaseEvent) -> None:
    with (
        pytest.raises(IntegrityError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {CaseEvent._meta.db_table}")
    assert CaseEvent.objects.filter(pk=event.pk).exists()


def test_words_of_a_case_are_erased_all_the_same(event: CaseEvent) -> None:
    before = list(event.case.events.order_by("sequence").values())
    erase_case(case=event.case)
    assert not CaseEventPayload.objects.filter(event__case=event.case).exists()
    assert list(event.case.events.order_by("sequence").values()) == before


def test_protection_is_put_in_place_once_and_told(event: CaseEvent) -> None:
    connection.check_constraints()
    append_only.protect("default")
    assert append_only.is_protected("default")
    append_only.release("default")
    assert not append_only.is_protected("default")
    event.reference = "plan:1"
    event.save()


# --- put in again over what is there --------------------------------------------------------------


@pytest.fixture
def own_connection(event: CaseEvent) -> Iterator[None]:
    """As whoever attacks opens one: without what ours asks of the engine."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA recursive_triggers = OFF")
        yield
        cursor.execute("PRAGMA recursive_triggers = ON")


def looked_at(case: Case, at: datetime) -> AccessLog:
    return AccessLog.objects.create(
        case=case, person=case.author, what="case", purpose="office", at=at
    )


def test_who_looked_is_not_changed_and_goes_after_half_a_year_alone(event: CaseEvent) -> None:
    """By the clock of the database, which no test can set."""
    now = real_now()
    young = looked_at(event.case, now - timedelta(days=150))
    old = looked_at(event.case, now - timedelta(days=190))
    for change in (
        lambda: AccessLog.objects.filter(pk=old.pk).update(what="step:1"),
        lambda: AccessLog.objects.filter(pk=young.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            change()
    AccessLog.objects.filter(pk=old.pk).delete()
    assert AccessLog.objects.get() == young


def real_now() -> datetime:
    """What the database takes for now; the clock of the test stands still."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        (found,) = cursor.fetchone()
    return found if isinstance(found, datetime) else datetime.fromisoformat(found + "+00:00")


OTHER_KEYS: Final = {
    "rectification_caseevent": "case_id, sequence",
    "rectification_paperevent": "sequence",
    "rectification_checkpoint": "number",
    "rectification_checkpointhead": "case_id, checkpoint_id",
    "rectification_tombstone": "case_id",
}


def laid_over(table: str, keys: str, **changed: str) -> str:
    """A copy of the first row, put in so that it takes the place of the one that is there."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    names = [column.name for column in found if keys == "id" or column.name != "id"]
    values = ", ".join(changed.get(name, name) for name in names)
    chosen = f"SELECT {values} FROM {table} WHERE id = (SELECT MIN(id) FROM {table})"
    if connection.vendor == "sqlite":
        return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) {chosen}"
    insert = f"INSERT INTO {table} ({', '.join(names)}) {chosen}"
    return f"{insert} ON CONFLICT ({keys}) DO UPDATE SET id = 1"


def rows_in(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def refused(statement: str) -> None:
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def paper_told(case: Case) -> None:
    """A line of the register of papers, about nobody's."""
    committee = Organisation.objects.filter(kind="committee").earliest("pk")
    assert case.author is not None
    office = Actor(person=case.author, role=Role.OFF, organisation=committee)
    give_document_code(organisation=committee, code="云委")
    draft = Draft(
        kind=DocumentKind.ANNUAL_REPORT,
        variant="public",
        title="年度整改报告",
        show=lambda number, code: Printed(pdf=number.encode(), docx=b"docx"),
    )
    issue_report(organisation=committee, year=2026, actor=office, draft=draft)


@pytest.mark.usefixtures("own_connection")
@pytest.mark.parametrize("table", append_only.TABLES)
def test_row_is_not_replaced(table: str) -> None:
    seal_records()
    RecordsExport.objects.create(
        at=timezone.now(), about="1", cases=1, with_words=False, sha256="0" * 64
    )
    case = CaseEvent.objects.earliest("pk").case
    looked_at(case, timezone.now())
    Tombstone.objects.create(
        case=case, ended_on=timezone.localdate(), kind="member_case", at=timezone.now()
    )
    paper_told(case)
    before = rows_in(table)
    for keys in filter(None, ("id", OTHER_KEYS.get(table))):
        refused(laid_over(table, keys))
    assert rows_in(table) == before != []


@pytest.mark.usefixtures("own_connection")
def test_row_is_not_replaced_by_a_key_that_only_some_rows_have(event: CaseEvent) -> None:
    append_only.release("default")
    CaseEvent.objects.filter(pk=event.case.events.earliest("pk").pk).update(reference="rung:1")
    append_only.protect("default")
    table, keys = CaseEvent._meta.db_table, "case_id, reference) WHERE (reference LIKE 'rung:%'"
    refused(laid_over(table, keys, sequence="901"))
    assert not CaseEvent.objects.filter(sequence=901).exists()
