"""Field history for every model that can change (docs/architecture.md, “Records”)."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from rectification.acting import acting_user_id


def _get_history_user(instance: Any) -> Any:
    user_id = instance.history_user_id
    if user_id is None:
        return None
    user_model = instance._meta.apps.get_model("rectification", "User")
    return user_model.objects.filter(pk=user_id).first()


def _set_history_user(instance: Any, user: Any) -> None:
    instance.history_user_id = acting_user_id()


def history(*, exclude: tuple[str, ...] = ()) -> HistoricalRecords:
    """History that takes its user from `acting_as`, never from the web request."""
    return HistoricalRecords(
        excluded_fields=list(exclude),
        history_user_id_field=models.BigIntegerField(null=True, blank=True),
        history_user_getter=_get_history_user,
        history_user_setter=_set_history_user,
        history_change_reason_field=models.TextField(null=True),
    )
