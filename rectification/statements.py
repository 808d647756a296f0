"""Statements that Django builds once and we fill, where every change of a case runs them.

To build one takes longer than to run it (docs/decisions/0046-statements-built-once.md).
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any

from django.db import connection, models, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

Columns = tuple["models.Field[Any, Any]", ...]


def append(row: models.Model) -> None:
    """Insert a new row and give it its key, without signals; it fails as saving it would."""
    statement, columns = _insertion(type(row), is_kept=True)
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(statement, _values(row, columns))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias


def append_missing(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, passing over those that are there; none is given its key."""
    if not rows:
        return
    statement, columns = _insertion(type(rows[0]), is_kept=False)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(statement, _values(rows[0], columns))
        else:
            cursor.executemany(statement, [_values(row, columns) for row in rows])


def _values(row: models.Model, columns: Columns) -> list[Any]:
    row._prepare_related_fields_for_save("append")  # type: ignore[attr-defined]
    return [each.get_db_prep_save(each.pre_save(row, True), connection) for each in columns]


@cache
def _insertion(model: type[models.Model], *, is_kept: bool) -> tuple[str, Columns]:
    """The statement, and the columns whose values it takes; where it is kept it gives the key."""
    options = model._meta
    if hasattr(options, "simple_history_manager_attribute"):
        raise TypeError(f"{model.__name__} has a field history: save it")
    columns = tuple(each for each in options.concrete_fields if each is not options.auto_field)
    query = InsertQuery(model, on_conflict=None if is_kept else OnConflict.IGNORE)
    query.insert_values(columns, [model()], raw=True)
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [options.pk] if is_kept else None
    ((statement, _given),) = compiler.as_sql()
    return statement, columns


class Blank(models.Value):
    """Stands in a query for a value that is told later, by its name."""

    def __init__(self, name: str, field: "models.Field[Any, Any] | None" = None) -> None:
        super().__init__(name, output_field=field or models.BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def filled(self, told: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(told[self.value], connection)


class Question:
    """A query of keys, numbers and texts, built when it is first asked and filled each time.

    Nothing is made of what the database gives, so a day or a moment must not be asked for.
    """

    def __init__(self, build: Callable[[], "models.QuerySet[Any, Any]"]) -> None:
        self._build = build

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        return self._build().query.sql_with_params()

    def ask(self, **told: Any) -> list[tuple[Any, ...]]:
        statement, blanks = self._statement
        values = [each.filled(told) if isinstance(each, Blank) else each for each in blanks]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())
