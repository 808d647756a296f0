"""The role of the application does all its work and cannot touch what is written once."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.models import CaseEvent, append_only
from rectification.services.checkpoints import seal_records
from rectification.services.database_role import grants_for
from rectification.services.erasure import erase_case
from tests.factories import Township
from tests.workflows.play import Play
from workflows.invariants import breaches


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def connect_as(role: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = role


@pytest.fixture
def as_application(transactional_db: None) -> Iterator[str]:
    """A connection of its own, as the role that `grant_role` was given."""
    role, owner = f"app_{uuid4().hex[:12]}", connection.settings_dict["USER"]
    append_only.protect("default")
    run(f"CREATE ROLE {role} LOGIN")
    recorder = MigrationRecorder(connection)
    is_new = not recorder.has_table()
    recorder.ensure_schema()
    call_command("grant_role", role, stdout=StringIO())
    connect_as(role)
    yield role
    connect_as(owner)
    run(f"DROP OWNED BY {role}", f"DROP ROLE {role}")
    if is_new:
        run("DROP TABLE django_migrations")


@pytest.fixture
def played(as_application: str, town: Township, clock: time_machine.Traveller) -> Play:
    play = Play(town, clock)
    play.bring_to(CaseStage.CLOSED)
    return play


@pytest.mark.services
def test_whole_case_is_done_as_the_role(played: Play, as_application: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (as_application,)
    assert seal_records() == 1
    assert list(breaches()) == []
    erase_case(case=played.case)
    assert append_only.is_protected("default")


@pytest.mark.services
def test_role_can_neither_change_records_nor_tables(played: Play) -> None:
    seal_records()
    before = list(CaseEvent.objects.order_by("pk").values())
    tries = ["CREATE TABLE more (id int)", "SET session_replication_role = replica"]
    for table in append_only.TABLES:
        tries += [
            f"UPDATE {table} SET id = id",
            *([] if table == append_only.GOES_IN_THE_END else [f"DELETE FROM {table}"]),
            f"TRUNCATE {table} CASCADE",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"DROP TRIGGER {table}_no_change ON {table}",
            f"DROP TABLE {table} CASCADE",
        ]
    tries += [
        "CREATE OR REPLACE FUNCTION rectification_caseevent_is_written_once() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "DELETE FROM django_migrations",
    ]
    for statement in tries:
        refused = "permission denied|must be owner"
        with pytest.raises(ProgrammingError, match=refused), transaction.atomic():
            run(statement)
    assert list(CaseEvent.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", ["", "App", "app; DROP TABLE x", 'a"b', "é"])
def test_name_that_is_none_is_refused(role: str) -> None:
    with pytest.raises(ValueError, match=r"^(?s:.*)$"):
        grants_for(role, ())


@pytest.mark.django_db
def test_command_refuses_what_is_no_role() -> None:
    with pytest.raises(CommandError):
        call_command("grant_role", "No Role")
