"""Who is reminded of an answer that is due, and whether a clock may count as over (T10, T11)."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import CaseEvent, WorkItem
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar

REMINDED: Final = (Step.CLAIM, Step.ACCEPT_SHARE, Step.HEAR_OWNER, Step.ANSWER_REFERRAL)
"""Steps whose silence has consequences: it is never consent."""

REMINDED_AFTER: Final = 2
"""Working days (docs/rules.md 4.5)."""


def items_to_remind() -> Iterator[WorkItem]:
    """Open ones whose second day has come and whose holder was not reminded."""
    items = WorkItem.objects.filter(
        closed_at__isnull=True, step__in=REMINDED, clock_from__isnull=False
    ).exclude(Q(case__sealed=True) | Q(case__paused=True))
    calendar = current_calendar()
    for item in items.select_related("case").order_by("pk"):
        waited = calendar.count_working_days(item.clock_from or today(), today())
        if waited >= REMINDED_AFTER and not _reminders(item):
            yield item


def reminder_of(item: WorkItem) -> str:
    """How the event of a reminder refers to the step."""
    return f"item:{item.pk}"


def require_over(item: WorkItem | None, *, rule: str) -> None:
    """Raise CaseError unless the clock is over and the holder was reminded on a day before.

    After a downtime the reminder comes first: nobody loses his say without having been told.
    """
    if item is None:
        return
    if item.due_on is not None and item.due_on >= today():
        raise CaseError(_("The period for the answer is not over yet."), rule=rule)
    if not any(timezone.localdate(event.at) < today() for event in _reminders(item)):
        raise CaseError(_("The reminder has not gone out on a day before."), rule=rule)


def _reminders(item: WorkItem) -> list[CaseEvent]:
    rows = CaseEvent.objects.filter(case=item.case_id, verb=EventVerb.REMINDED)
    return list(rows.filter(reference=reminder_of(item)))
