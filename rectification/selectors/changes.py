"""How a row was changed: each version beside the one before it, told from its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from rectification.models import User


@dataclass(frozen=True)
class Altered:
    """A field that says something else than before."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """What one version says else than the one before it; `by` is empty for the system.

    `version` is the later row of the history, for what else stands in it.
    """

    at: datetime
    by: str
    fields: tuple[Altered, ...]
    version: Any


def changes_of(row: Model, names: Sequence[str]) -> list[Change]:
    """In these fields, the latest first.

    Two queries, however many versions there are, and one for each that keeps another row.
    """
    versions = list(_history_of(row))
    keys = {version.history_user_id for version in versions}
    users = User.objects.filter(pk__in=keys).select_related("person").in_bulk()
    found = []
    for old, new in zip(versions, versions[1:], strict=False):
        fields = tuple(
            Altered(name, before, after)
            for name in names
            if (before := _value(old, name)) != (after := _value(new, name))
        )
        if fields:
            user = users.get(new.history_user_id)
            by = user.person.name if user and user.person else ""
            found.append(Change(new.history_date, by, fields, new))
    return found[::-1]


def _value(version: Any, name: str) -> Any:
    """Of a field of many people, who they are in the order of their codes."""
    value = getattr(version, name)
    if not hasattr(value, "select_related"):
        return value
    people = (row.person for row in value.select_related("person"))
    return sorted(people, key=lambda person: person.code)


def _history_of(row: Model) -> Any:
    """Every version of the row, the first one first."""
    history: Any = row
    return history.history.order_by("history_id")
