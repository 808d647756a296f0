"""Reports registered in one go: each through the act door, in a transaction of its own (T4, T9)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from rectification.enums import Step
from rectification.models import User, WorkItem
from workflows.act import Attempt, perform


def take_in(
    *,
    user: User,
    item: WorkItem,
    registration: Mapping[str, Any],
    onward: Mapping[str, Any] | None,
    key: str,
) -> Attempt:
    """Register the report, and with `onward` dispatch it; all of it or nothing.

    The keys of both acts follow from that of the page, so that a page sent twice does nothing more.
    Raises what the act door raises.
    """
    with transaction.atomic():
        attempt = perform(
            user=user, item_id=item.pk, data=registration, key=_key(key, item, Step.TRIAGE)
        )
        if onward is None or attempt.event is None:
            return attempt
        dispatch = item.case.work_items.get(step=Step.DISPATCH, closed_at__isnull=True)
        further = perform(
            user=user, item_id=dispatch.pk, data=onward, key=_key(key, item, Step.DISPATCH)
        )
        if not further.done:
            transaction.set_rollback(True)
        return further


def _key(key: str, item: WorkItem, step: Step) -> str:
    return str(uuid5(UUID(key), f"{step}:{item.pk}")) if key else ""
