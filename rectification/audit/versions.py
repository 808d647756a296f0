"""Versions of rows that events name: found again in the field history, and compared with it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps

from rectification.models import CaseEvent, PaperEvent


class Named(NamedTuple):
    """A version as an event names it."""

    table: str
    key: int
    digest: str


def named_in(event: CaseEvent | PaperEvent) -> list[Named]:
    return [
        Named(table, int(key), digest)
        for table, key, digest in map(str.split, event.versions.splitlines())
    ]


def versions_of(names: Iterable[Named]) -> dict[tuple[str, int], Any]:
    """What is there of them, by model and key: one query for each model."""
    keys: dict[str, set[int]] = defaultdict(set)
    for name in names:
        keys[name.table].add(name.key)
    found: dict[tuple[str, int], Any] = {}
    for table, wanted in keys.items():
        model: Any = apps.get_model("rectification", table)
        for version in model.history.filter(history_id__in=wanted):
            found[table, version.history_id] = version
    return found
