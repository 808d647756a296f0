"""The tables of an empty database, made at once: the same as its migrations make."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import migrations

from tools import environment, tables

AT_ONCE = "import django; django.setup(); from tools.tables import *; bring_up_to_date()"
Shape = dict[str, object]


def run(database: Path, *command: str) -> None:
    answer = subprocess.run(
        [sys.executable, *command],
        cwd=environment.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "project.settings.test",
            "DATABASE_URL": f"sqlite:///{database}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert answer.returncode == 0, answer.stderr


def shape_of(database: Path) -> Shape:
    """Columns of every table whatever their order, indexes, triggers, and what counts as run.

    Integers are of one kind to SQLite; the migrations left those of one foreign table narrow.
    """
    with sqlite3.connect(database) as connection:
        names = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        found: Shape = {}
        for kind, name, table, sql in names:
            if kind == "table":
                columns = connection.execute(f"PRAGMA table_info('{name}')").fetchall()
                keys = connection.execute(f"PRAGMA foreign_key_list('{name}')").fetchall()
                found[name] = (
                    sorted((row[1], _kind(row[2]), *row[3:]) for row in columns),
                    sorted(row[2:] for row in keys),
                    sql.count("CONSTRAINT"),
                    sql.count("CHECK"),
                )
            else:
                found[name] = (kind, table, sql)
        for rows in ("app, name FROM django_migrations", "codename, name FROM auth_permission"):
            found[rows] = sorted(connection.execute(f"SELECT {rows}").fetchall())  # noqa: S608
    return found


def _kind(declared: str) -> str:
    return declared.lower().replace("bigint", "integer")


@pytest.mark.long
@pytest.mark.authority
def test_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    slowly, at_once = tmp_path / "slowly.sqlite3", tmp_path / "at-once.sqlite3"
    run(slowly, "manage.py", "migrate", "-v0")
    run(at_once, "-c", AT_ONCE)
    wanted, got = shape_of(slowly), shape_of(at_once)
    assert got.keys() == wanted.keys()
    assert {name: got[name] for name in got if got[name] != wanted[name]} == {}


def test_a_migration_that_writes_rows_has_to_run() -> None:
    class Shaping(migrations.Migration):
        operations = [migrations.RemoveField("person", "remark")]

    class Writing(migrations.Migration):
        operations = [migrations.RunPython(migrations.RunPython.noop)]

    assert tables._only_shapes(Shaping("0002", "rectification"))
    assert not tables._only_shapes(Writing("0003", "rectification"))
