"""Rows as they were on record at a moment: what a statement reads is taken from the history.

Each SELECT that is sent while a moment is read gets a `WITH` before it, in which each table is
put together of the versions of its rows (decision 0042). So whatever reads a case reads it as it
was, in as many queries, and nothing is written a second time for the past.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Case, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from rectification.moment import Moment, moment_read

Model = type[models.Model]
Column = Any

SINCE: Final[Mapping[str, str]] = {
    "CaseEvent": "at",
    "WorkItem": "opened_at",
    "DeadlineRound": "set_at",
    "LookBackFile": "uploaded_at",
    "Posting": "entered_at",
    "SourceBatch": "entered_at",
}
"""Rows without history that are never changed, or only closed: since when each is there."""
UNDONE: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "WorkItem": {
        "closed_at": ("closed_by_id", "closed_role", "outcome"),
        "read_at": (),
    },
}
"""What is filled in later, with what goes with it; before that moment it is empty."""
LIVE: Final = frozenset({"User", "RoleSecurity"})
"""Accounts are those of today, whatever is read: who reads is no part of the past."""
GATES: Final = frozenset({"CaseParty", "Recusal", "OrganisationUserPermission"})
"""What only the gate reads. Who may see a case is asked as things stand today; a statement that
asks it inside is a mistake, and refused."""

_ANY: Final = datetime(1000, 1, 1, tzinfo=UTC)
"""Stands in a text for the moment that is read."""
_THEN: Final = "then_"
_NAME: Final = re.compile(r'"(rectification_\w+)"')
_VERSIONS: Final = "rectification_historical"
"""They hold what came later as well."""
_READS: Final = re.compile(r"^[\s(]*SELECT\b", re.IGNORECASE)
_WRITES: Final = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE)


class PastIsRead(RuntimeError):
    """Something wrote, asked who may see a case, or read round the past while it was read."""


class Past:
    """An execute wrapper of Django's connection; at work only while `moment_read` says so.

    `computed` are columns that no history keeps, by model: projections, told anew from the rows
    of the moment.
    """

    _found: ClassVar[dict[str, tuple[str, tuple[Any, ...], list[str]]]] = {}
    """By table: its text, which is the same for every moment but for the moment itself."""

    def __init__(self, moment: Moment, computed: Mapping[str, Mapping[str, Column]]) -> None:
        self._known_at = _sent(moment.known_at)
        self._computed = computed
        self._models = tables_of_the_past()
        self._gates = {apps.get_model("rectification", name)._meta.db_table for name in GATES}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if moment_read() is None:
            return execute(sql, params, many, context)
        if _WRITES.match(sql):
            raise PastIsRead(sql.split(maxsplit=1)[0])
        tables = _NAME.findall(sql)
        if not _READS.match(sql):
            # Nothing of ours is read by a statement that cannot be told as of the moment.
            if tables:
                raise PastIsRead(tables[0])
            return execute(sql, params, many, context)
        named: dict[str, None] = {}
        for table in tables:
            if table in self._gates or table.startswith(_VERSIONS):
                raise PastIsRead(table)
            self._need(table, named)
        if not named:
            return execute(sql, params, many, context)
        parts = [self._found[table] for table in named]
        prefix = ", ".join(text for text, _params, _needs in parts)
        values = [value for _text, values, _needs in parts for value in values]
        before = tuple(self._known_at if value == _sent(_ANY) else value for value in values)
        return execute(f"WITH {prefix} {self._then(sql)}", before + tuple(params), many, context)

    def _need(self, table: str, named: dict[str, None]) -> None:
        """The table with all it is put together of, those first."""
        if table in named or table not in self._models:
            return
        if table not in self._found:
            self._found[table] = self._definition(self._models[table])
        for needed in self._found[table][2]:
            self._need(needed, named)
        named[table] = None

    def _then(self, sql: str, *, but: str = "") -> str:
        """The statement over the tables of the moment, `but` for one."""

        def name(found: re.Match[str]) -> str:
            table = found[1]
            return f'"{_THEN}{table}"' if table in self._models and table != but else found[0]

        return _NAME.sub(name, sql)

    def _definition(self, model: Model) -> tuple[str, tuple[Any, ...], list[str]]:
        """The text, its parameters, and which other tables of the moment it reads."""
        rows, columns = _versions(model, _ANY) if is_historic(model) else _since(model, _ANY)
        computed = self._computed.get(model.__name__, {})
        columns |= computed
        fields = model._meta.concrete_fields
        names = [_THEN + f.attname if f.attname in columns else f.attname for f in fields]
        rows = rows.annotate(**{_THEN + name: column for name, column in columns.items()})
        compiler = rows.values_list(*names).query.get_compiler(DEFAULT_DB_ALIAS)
        text, params = compiler.as_sql()
        own, needs = model._meta.db_table, []
        if computed:
            others = dict.fromkeys(_NAME.findall(text))
            needs = [name for name in others if name in self._models and name != own]
            text = self._then(text, but=own)
        head = ", ".join(f'"{field.column}"' for field in fields)
        found = f'"{_THEN}{own}" ({head}) AS NOT MATERIALIZED ({text})'
        return found, tuple(params), needs


def _sent(moment: datetime) -> Any:
    """As the engine is given it."""
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(moment)


def is_historic(model: Model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def tables_of_the_past() -> dict[str, Model]:
    """By table: all whose rows are told as of a moment."""
    found = apps.get_app_config("rectification").get_models()
    return {
        model._meta.db_table: model
        for model in found
        if (is_historic(model) and model.__name__ not in LIVE | GATES) or model.__name__ in SINCE
    }


def _versions(model: Any, known_at: datetime) -> tuple[QuerySet[Any], dict[str, Column]]:
    """The last version of each row by then, unless the row was deleted by it.

    What its history leaves out is taken from the row of today.
    """
    versions = model.history.model.objects
    key = model._meta.pk.attname
    same = versions.filter(**{key: OuterRef(key)}, history_date__lte=known_at).order_by()
    last = same.values(key).annotate(last=Max("history_id")).values("last")
    kept = {field.attname for field in versions.model._meta.concrete_fields}
    today = model._base_manager.filter(pk=OuterRef(key))
    columns = {
        field.attname: Subquery(today.values(field.attname)[:1])
        for field in model._meta.concrete_fields
        if field.attname not in kept
    }
    return versions.filter(history_id=Subquery(last)).exclude(history_type="-").order_by(), columns


def _since(model: Any, known_at: datetime) -> tuple[QuerySet[Any], dict[str, Column]]:
    """Rows that were there by then, without what was filled in later."""
    columns: dict[str, Column] = {}
    for end, others in UNDONE.get(model.__name__, {}).items():
        for name in (end, *others):
            field = model._meta.get_field(name)
            empty = Value(None if field.null else "", output_field=_plain(field))
            filled = When(Q(**{f"{end}__lte": known_at}), then=F(name))
            columns[name] = Case(filled, default=empty)
    rows = model._base_manager.filter(**{f"{SINCE[model.__name__]}__lte": known_at})
    return rows.order_by(), columns


def _plain(field: Any) -> Any:
    """Of a key of another row, the kind of the key."""
    return field.target_field if field.is_relation else field
