"""What the database of a house holds: read at the backup, and again after a restore."""

from collections.abc import Iterator
from itertools import chain

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField, OuterRef, Subquery

from rectification.audit.canonical import head_line
from rectification.audit.chain import broken_events, broken_stores
from rectification.audit.seals import broken_seals
from rectification.models import Case, CaseEvent, Evidence, LookBackFile, PaperEvent


def counts() -> dict[str, int]:
    """Rows of every table, those of the framework and the engine as well."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            found[table] = int(cursor.fetchone()[0])
    return found


def heads() -> Iterator[str]:
    """The last line of the register of papers and the last event of the chain of each case, as a
    checkpoint names them."""
    events = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-sequence")
    cases = Case.objects.order_by("pk").annotate(
        newest=Subquery(events.values("sequence")[:1]), head=Subquery(events.values("hash")[:1])
    )
    rows = cases.filter(newest__isnull=False).values_list("pk", "newest", "head")
    register = PaperEvent.objects.order_by("-sequence").values_list("sequence", "hash")[:1]
    yield from (head_line(None, *row) for row in register)
    yield from (head_line(*row) for row in rows.iterator())


def record_faults() -> list[str]:
    """What does not fit its chain or its checkpoint, as `check_invariants` names it."""
    chains = (
        f"{fault.value} · {case} · {sequence}"
        for case, sequence, fault in chain(broken_events(), broken_stores())
    )
    seals = (f"{fault.value} · {subject} · {detail}" for subject, detail, fault in broken_seals())
    return sorted(chain(chains, seals))


def migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def names_of_files() -> set[str]:
    """Of all files that a row names, in the folder of attachments."""
    return {name for model, field in _file_fields() for name in _names(model, field)}


def names_in_history() -> set[str]:
    """Of those that a former version of a row names; the row may be gone, and its file with it."""
    found: set[str] = set()
    for model, field in _file_fields():
        if history := getattr(model, "history", None):
            found.update(_names(history.model, field))
    return found


def shown_hashes() -> dict[str, str]:
    """Of the files that are stored as they were hashed, by name; the others are encrypted."""
    pairs = (
        model._default_manager.exclude(file="").values_list("file", "sha256").iterator()
        for model in (Evidence, LookBackFile)
    )
    return dict(chain.from_iterable(pairs))


def _file_fields() -> Iterator[tuple[type, str]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and field.storage is default_storage:
                yield model, field.name


def _names(model: type, field: str) -> Iterator[str]:
    rows = getattr(model, "_base_manager").exclude(**{field: ""})  # noqa: B009 - of any model
    return (str(name) for name in rows.values_list(field, flat=True).iterator() if name)
