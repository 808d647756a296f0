"""Which database the models speak to, for as long as another one is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def connected_to(database: Path | str) -> Iterator[None]:
    """In this thread alone: the others share the settings and keep their connections."""
    kept = connection.settings_dict
    connection.close()
    connection.settings_dict = {**kept, "NAME": str(database)}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = kept
