"""Opinions that were asked for beside a decision (加签)."""

from collections.abc import Collection

from rectification.models import Consultation, WorkItem
from rectification.policies.consulting import CONSULTED_ON


def consulted_items(items: Collection[WorkItem]) -> set[int]:
    """Keys of the steps on which an opinion waits or was given."""
    found = [item.pk for item in items if item.step in CONSULTED_ON]
    if not found:
        return set()
    rows = Consultation.objects.filter(item__in=found, lapsed_at__isnull=True)
    return set(rows.values_list("item", flat=True))


def consultation_of(item: WorkItem) -> Consultation | None:
    """The last one on the step, for whoever takes it."""
    if item.step not in CONSULTED_ON:
        return None
    rows = Consultation.objects.filter(item=item).select_related("person", "organisation")
    return rows.order_by("-pk").first()
