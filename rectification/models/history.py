"""Field history for every model that can change (docs/architecture.md, “Records”)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import models
from simple_history.models import HistoricalRecords

from rectification.acting import acting_user_id

_SKIP: Final = "skip_history_when_saving"  # simple-history's own switch


def _get_history_user(instance: Any) -> Any:
    user_id = instance.history_user_id
    if user_id is None:
        return None
    user_model = instance._meta.apps.get_model("rectification", "User")
    return user_model.objects.filter(pk=user_id).first()


def _set_history_user(instance: Any, user: Any) -> None:
    instance.history_user_id = acting_user_id()


@contextmanager
def without_history(row: models.Model) -> Iterator[None]:
    """Save projections, and save or delete drafts, without a trace.

    The one is computed, and the other is no record.
    """
    setattr(row, _SKIP, True)
    try:
        yield
    finally:
        delattr(row, _SKIP)


class _Records(HistoricalRecords):
    """The library leaves a last version of what is deleted, marked or not."""

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        if not hasattr(instance, _SKIP):
            super().post_delete(instance, using, **kwargs)


def history(*, exclude: tuple[str, ...] = (), many: tuple[str, ...] = ()) -> HistoricalRecords:
    """History that takes its user from `acting_as`, never from the web request.

    `many` are fields of many rows that each version keeps as well.
    """
    return _Records(
        excluded_fields=list(exclude),
        m2m_fields=list(many),
        history_user_id_field=models.BigIntegerField(null=True, blank=True),
        history_user_getter=_get_history_user,
        history_user_setter=_set_history_user,
        history_change_reason_field=models.TextField(null=True),
    )
