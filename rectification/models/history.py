"""Field history for every model that can change (docs/architecture.md, “Records”)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from django.db import models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from rectification.acting import acting_user_id, note_version, request_cause, request_id
from rectification.hashing import hash_of, line_of, moment, plain, salted
from rectification.statements import append

_SKIP: Final = "skip_history_when_saving"  # simple-history's own switch


def _get_history_user(instance: Any) -> Any:
    user_id = instance.history_user_id
    if user_id is None:
        return None
    user_model = instance._meta.apps.get_model("rectification", "User")
    return user_model.objects.filter(pk=user_id).first()


def _set_history_user(instance: Any, user: Any) -> None:
    instance.history_user_id = acting_user_id()


class Version(models.Model):
    """What each version of a row holds beside its fields: at whose request, and its proof.

    `history_hash` is over the values and the salt, so that they can be erased and the version is
    still the one that an event names (`proof_line`); erasing takes the salt as well.
    """

    history_request = models.CharField(max_length=40, blank=True, default=request_id)
    history_salt = models.CharField(max_length=32, blank=True)
    history_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        if is_new:
            self.history_salt = secrets.token_hex(16)
            self.history_hash = salted(salt=self.history_salt, values=values_of(self))
            append(self)
            note_version(proof_line(self))
        else:
            super().save(*args, **kwargs)


def values_of(version: Any, row: Any = None) -> dict[str, Any]:
    """The fields as the database gives them back; fields of many rows are not among them.

    With a row those of the row, to be held against its version.
    """
    held = version if row is None else row
    columns = (version._meta.get_field(field.name) for field in version.tracked_fields)
    return {
        column.attname: plain(column.get_prep_value(getattr(held, column.attname)))
        for column in columns
    }


def table_of(version: Any) -> str:
    """How a proof names the model: `measure`."""
    return str(version.instance_type._meta.model_name)


def facts_of_version(version: Any) -> dict[str, Any]:
    """All of a version but its values, which stand in it as a hash."""
    return {
        "at": moment(version.history_date),
        "by": version.history_user_id,
        "cause": version.history_change_reason or "",
        "key": version.history_id,
        "kind": version.history_type,
        "request": version.history_request,
        "row": getattr(version, version.instance_type._meta.pk.attname),
        "table": table_of(version),
        "values": version.history_hash,
    }


def proof_line(version: Any) -> str:
    """How an event names a version: the model, the key of the version, its hash."""
    digest = hash_of(line_of(facts_of_version(version)))
    return f"{table_of(version)} {version.history_id} {digest}"


def is_as_written(version: Any) -> bool:
    """True of one whose values were erased: there is nothing left to compare."""
    if not version.history_salt:
        return True
    return bool(
        version.history_hash == salted(salt=version.history_salt, values=values_of(version))
    )


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


class _Versions(HistoryManager):
    """The library makes the class of its manager anew for each row that is saved or read."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[HistoricalQuerySet], class_name: str | None = None
    ) -> type[HistoryManager]:
        return super().from_queryset(queryset_class, class_name)


class _Records(HistoricalRecords):
    """The library leaves a last version of what is deleted, marked or not, and a version of what
    was saved of excluded fields alone: so each login would be counted (docs/rules.md 0.1).

    The reason of a version is a name of ours; the words stand in the event of the same request.
    """

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: Any) -> str:
        return request_cause()

    def post_save(
        self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        saved = kwargs.get("update_fields")
        if not saved or not set(saved) <= set(self.excluded_fields):
            super().post_save(instance, created, using, **kwargs)

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        if not hasattr(instance, _SKIP):
            super().post_delete(instance, using, **kwargs)


def history(*, exclude: tuple[str, ...] = (), many: tuple[str, ...] = ()) -> HistoricalRecords:
    """History that takes its user from `acting_as`, never from the web request.

    `many` are fields of many rows that each version keeps as well.
    """
    return _Records(
        bases=[Version],
        history_manager=_Versions,
        excluded_fields=list(exclude),
        m2m_fields=list(many),
        history_user_id_field=models.BigIntegerField(null=True, blank=True),
        history_user_getter=_get_history_user,
        history_user_setter=_set_history_user,
        history_change_reason_field=models.TextField(null=True),
    )
