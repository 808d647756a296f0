"""Due days as an iCalendar file (RFC 5545): numbers and steps, no title, no name, no word more."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

from rectification.enums import Step
from rectification.models import WorkItem


def calendar_file(items: Iterable[WorkItem]) -> bytes:
    """One all-day entry for each open step that has a day and may be told outside."""
    calendar = Calendar()
    calendar.add("prodid", "-//rectification//due days//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", gettext("Rectification: to-do"))
    for item in items:
        if item.due_on is not None and item.step not in Step.confidential():
            calendar.add_component(_event(item))
    return calendar.to_ical()


def _event(item: WorkItem) -> Event:
    """The same step keeps its `uid`, so that a later day moves its entry."""
    assert item.due_on is not None
    event = Event()
    event.add("uid", f"step-{item.pk}@rectification")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + timedelta(days=1))
    event.add("summary", _summary(item))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _summary(item: WorkItem) -> str:
    what = " ".join(filter(None, (item.case.number, str(Step(item.step).label))))
    if item.due_provisional:
        return gettext("To do %(what)s: due (provisional)") % {"what": what}
    return gettext("To do %(what)s: due") % {"what": what}
