"""The state of a deadline as a light: word, colour and shape (docs/rules.md, “Lights”)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext, ngettext

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseStage, Step
from rectification.models import Case, WorkItem
from rectification.web.parts import Light, LightColour

SOON_FOR_CASES: Final = 5
"""Working days before the rectification is due on which its light turns yellow."""
SOON_FOR_STEPS: Final = 1
"""The clock of a step is a few days long, so only its last day is yellow."""
_LONG_STEPS: Final = frozenset({Step.CARRY_OUT, Step.REPORT_EFFECT})


def due_light(due_on: date, today: date, calendar: WorkingCalendar, *, soon: int) -> Light:
    """Remaining or exceeded time, in working days."""
    if due_on < today:
        over = calendar.count_working_days(due_on, today)
        if not over:
            return Light(LightColour.RED)
        word = ngettext("%(days)d working day overdue", "%(days)d working days overdue", over)
        return Light(LightColour.RED, word % {"days": over})
    if due_on == today:
        return Light(LightColour.YELLOW, gettext("Due today"))
    left = calendar.count_working_days(today, due_on)
    word = ngettext("%(days)d working day left", "%(days)d working days left", left)
    colour = LightColour.YELLOW if left <= soon else LightColour.GREEN
    return Light(colour, word % {"days": left})


def item_light(item: WorkItem, today: date, calendar: WorkingCalendar) -> Light | None:
    if item.unheld:
        return Light(LightColour.RED, gettext("Nobody left to act"))
    if item.due_on is None:
        return None
    if item.case.paused:
        return Light(LightColour.GREY)
    soon = SOON_FOR_CASES if item.step in _LONG_STEPS else SOON_FOR_STEPS
    return due_light(item.due_on, today, calendar, soon=soon)


def case_light(
    case: Case, items: Sequence[WorkItem], today: date, calendar: WorkingCalendar
) -> Light | None:
    """The light of the open step that is due first; an ended case bears its end.

    `items` are the open work items of the case.
    """
    if case.stage in (CaseStage.CLOSED, CaseStage.LONG_TERM):
        return Light(LightColour.BLUE, CaseStage(case.stage).label)
    if case.stage in CaseStage.ended():
        return Light(LightColour.GREY, CaseStage(case.stage).label)
    first = first_due(items)
    return None if first is None else item_light(first, today, calendar)


def first_due(items: Sequence[WorkItem]) -> WorkItem | None:
    """The open item with the earliest due date; one nobody can take comes before all.

    A notice beside which somebody is at work stands still: its end says nothing then.
    """
    working = [item for item in items if item.step != Step.NOTICE_PERIOD] or items
    dated = [item for item in working if item.due_on is not None or item.unheld]
    return min(dated, key=lambda i: (not i.unheld, i.due_on or date.max, i.pk), default=None)
