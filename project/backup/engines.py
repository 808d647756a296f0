"""The engine of this house: `sqlite` or `postgresql`, which offer the same."""

from types import ModuleType

from django.db import connection

from project.backup import postgresql, sqlite


def engine() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
