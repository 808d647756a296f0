"""Which deadlines stand on a ladder today, and what has been done about each."""

from collections.abc import Iterator

from django.utils import timezone

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseStage
from rectification.models import CaseEvent, WorkItem
from rectification.models.record import RUNG
from rectification.policies.days import today
from rectification.policies.ladder import APPROVAL, CLIMBING, DECISIONS, RECTIFICATION, Ladder, Rung
from rectification.policies.lights import LONG_STEPS
from rectification.selectors.calendar import current_calendar

Due = tuple[Rung, list[Rung]]


def climbing_items() -> Iterator[WorkItem]:
    """Open steps of which a rung is due, one for each case and ladder."""
    items = WorkItem.objects.filter(
        closed_at__isnull=True, step__in=CLIMBING, case__sealed=False
    ).select_related("case")
    calendar = current_calendar()
    seen = set()
    for item in items.order_by("opened_at", "pk"):
        key = (item.case_id, item.step in LONG_STEPS)
        if key not in seen and due_rung(item, calendar) is not None:
            seen.add(key)
            yield item


def due_rung(item: WorkItem, calendar: WorkingCalendar) -> Due | None:
    """The rung that is due for the open step now, with those that were missed before it."""
    ladder = ladder_of(item)
    if ladder is None or item.case.sealed or item.case.paused:
        return None
    if not ladder.reached(today(), calendar):
        return None
    fired = CaseEvent.objects.filter(case=item.case_id, reference__startswith=RUNG)
    return ladder.next_rung(today(), calendar, set(fired.values_list("reference", flat=True)))


def ladder_of(item: WorkItem) -> Ladder | None:
    """The rectification stands on the due date of the case, an approval on its first day."""
    since = timezone.localdate(item.opened_at)
    case = item.case
    if item.step in LONG_STEPS and case.stage == CaseStage.RECTIFYING and case.due_on:
        return Ladder(RECTIFICATION, case.due_on, since)
    if item.step in DECISIONS and item.clock_from:
        return Ladder(APPROVAL, item.clock_from, since)
    return None
