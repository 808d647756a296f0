"""A calendar that came to be known later moves the days of a case, and only later (rules 4.5)."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification import notifications
from rectification.calendar import Unit, WorkingCalendar, recount
from rectification.calendar.clocks import Clock, rule_for
from rectification.enums import DeadlineGround, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Case, CaseEvent, WorkItem
from rectification.policies.actors import SYSTEM
from rectification.policies.days import today
from rectification.selectors.calendar import calendar_without, current_calendar
from rectification.selectors.plans import dated_measures
from rectification.selectors.publication import current_notice
from rectification.services.audience import concerned_people
from rectification.services.deadlines import RECTIFYING, follow_due, set_due
from rectification.services.events import record_event
from rectification.services.work_items import move_due

YEARS_END: Final = (12, 24)
"""From this day on the notice of the year that follows may say what is worked."""


def is_stale(day: date, *, provisional: bool, calendar: WorkingCalendar) -> bool:
    """Whether more is known of the day by now than when it was counted."""
    if provisional:
        return calendar.is_loaded(day.year)
    return (day.month, day.day) >= YEARS_END and not calendar.is_working_day(day)


def recount_days(*, case: Case) -> CaseEvent:
    """Every day of the case of which more is known now; those concerned are told if one moved.

    Not of a step that others must not know of: its day moves, and no entry tells of it.
    """
    calendar = current_calendar()
    counted, moved = _rectification(case, calendar)
    hidden = ""
    for item in case.work_items.filter(closed_at__isnull=True, due_on__isnull=False):
        if item.step in RECTIFYING or not _is_stale(item, calendar):
            continue
        has_moved = _item(case, item, calendar)
        if item.step in Step.confidential():
            hidden = item.step
            continue
        counted, moved = True, has_moved or moved
    if not counted and not hidden:
        raise CaseError(_("No day of the case is to be counted anew."), rule="4.5")
    step = "" if counted else hidden
    event = record_event(case=case, verb=EventVerb.DAYS_RECOUNTED, actor=SYSTEM, step=step)
    if moved:
        told = concerned_people(case)
        notifications.queue(kind="days_recounted", recipients=told, case=case, event=event)
    return event


def _is_stale(item: WorkItem, calendar: WorkingCalendar) -> bool:
    assert item.due_on is not None
    return is_stale(item.due_on, provisional=item.due_provisional, calendar=calendar)


def _rectification(case: Case, calendar: WorkingCalendar) -> tuple[bool, bool]:
    """The day people promised, with the measures and steps that hang on it: counted, moved."""
    if case.due_on is None or not case.due_provisional or not calendar.is_loaded(case.due_on.year):
        return False, False
    former = case.due_on
    due = recount(calendar.given(former), start=None, before=calendar, calendar=calendar)
    set_due(
        case=case,
        due=due,
        ground=DeadlineGround.CALENDAR,
        actor=SYSTEM,
        starts_on=today(),
    )
    moved = due.on != former
    for measure in dated_measures(case).filter(due_on__year=former.year):
        rolled = calendar.roll(measure.due_on).on
        if rolled != measure.due_on:
            measure.due_on, moved = rolled, True
            measure.save()
    follow_due(case=case)
    return True, moved


def _item(case: Case, item: WorkItem, calendar: WorkingCalendar) -> bool:
    """Whether the day of the step moved; a running notice ends with its step."""
    assert item.due_on is not None
    former = item.due_on
    year = former.year if item.due_provisional else former.year + 1
    due = recount(
        calendar.given(former),
        start=item.clock_from if _counts_working_days(item) else None,
        before=calendar_without(year),
        calendar=calendar,
    )
    move_due(item=item, on=due.on, provisional=due.provisional)
    notice = current_notice(case) if item.step == Step.NOTICE_PERIOD else None
    if notice is not None:
        notice.ends_on, notice.ends_provisional = due.on, due.provisional
        notice.save()
    return due.on != former


def _counts_working_days(item: WorkItem) -> bool:
    if not item.clock or item.clock_from is None:
        return False
    return rule_for(Clock(item.clock), item.clock_from).period.unit == Unit.WORKING_DAYS
