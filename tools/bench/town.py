"""A database of its own, and who lives in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from rectification.models import User


@contextmanager
def database() -> Iterator[None]:
    """Made for the run and dropped with it; its tables at once, as those of the suite."""
    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["MIGRATE"] = False
    connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def user_of(person_id: int) -> "User":
    from rectification.models import User  # noqa: PLC0415 - needs django.setup()

    return User.objects.get(person_id=person_id)
