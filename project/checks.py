"""System checks of an installation: what must not be true outside development."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from rectification.models import append_only


@register(Tags.database)
def no_superuser(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A superuser opens nothing here, so outside development one can only be a mistake."""
    if settings.DEBUG:
        return []
    table = get_user_model()._meta.db_table
    for alias in databases or ():
        if table not in connections[alias].introspection.table_names():
            continue
        if get_user_model()._default_manager.using(alias).filter(is_superuser=True).exists():
            return [
                Error(
                    "A superuser exists outside development.",
                    hint="Set is_superuser to false; rights come from appointments.",
                    id="project.E001",
                )
            ]
    return []


@register(Tags.database)
def events_written_once(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning and no error: the migration that mends it is checked itself before it runs."""
    return [
        Warning(
            "The database would let what is written once be changed or deleted.",
            hint="Run `manage.py migrate`; it puts the triggers in place.",
            id="project.W002",
        )
        for alias in databases or ()
        if not append_only.is_protected(alias)
    ]
