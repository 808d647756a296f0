"""The state of a deadline and of the quality as a light: word, colour and shape.

Which colour is for `policies.lights` (docs/rules.md 4.5, “Lights”); here are the words.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseStage, LightColour, Step
from rectification.models import Case, LightRule, Measure, WorkItem
from rectification.policies import lights
from rectification.policies.lights import LONG_STEPS, SHORT_STEPS_SOON, Marks, Span
from rectification.selectors.lights import marks_of, rule_of
from rectification.web.dates import list_date
from rectification.web.parts import Light


class Lights:
    """Lights of one page on one day, by the rule that each row brings along."""

    def __init__(self, today: date, calendar: WorkingCalendar) -> None:
        self.today = today
        self.calendar = calendar

    def case(self, case: Case, items: Sequence[WorkItem]) -> Light | None:
        """The time light: that of the open step that is due first; an ended case bears its end.

        `items` are the open work items of the case.
        """
        if case.stage in CaseStage.struck_off():
            return Light(LightColour.BLUE, CaseStage(case.stage).label)
        if case.stage in CaseStage.ended():
            return Light(LightColour.GREY, CaseStage(case.stage).label)
        if case.paused:
            return Light(LightColour.GREY)
        first = first_due(items)
        return None if first is None else self._of_case(case, first)

    def _of_case(self, case: Case, first: WorkItem) -> Light | None:
        marks = marks_of(case)
        found = self._item(first, marks, rule_of(case))
        if found is None or lights.caught_up(LightColour(found.colour), marks) == found.colour:
            return found
        return Light(LightColour.YELLOW, gettext("Caught up, was overdue"))

    def item(self, item: WorkItem) -> Light | None:
        if item.case.paused and item.due_on is not None and not item.unheld:
            return Light(LightColour.GREY)
        return self._item(item, marks_of(item), rule_of(item))

    def _item(self, item: WorkItem, marks: Marks, rule: LightRule) -> Light | None:
        if item.unheld:
            return Light(LightColour.RED, gettext("Nobody left to act"))
        if item.due_on is None:
            return None
        if item.step not in LONG_STEPS:
            return self.due(item.due_on)
        span = Span(timezone.localdate(item.opened_at), item.due_on)
        return self._rectification(span, marks, rule)

    def measure(self, measure: Measure, rule: LightRule) -> Light:
        """A measure that is somebody's duty: done, done late, or on its way."""
        if measure.done_at is not None:
            late = timezone.localdate(measure.done_at) > measure.due_on
            word = gettext("Done late, %(day)s") if late else gettext("Done %(day)s")
            colour = LightColour.YELLOW if late else LightColour.BLUE
            return Light(colour, word % {"day": list_date(measure.done_at)})
        approved = measure.plan.decided_at
        start = timezone.localdate(approved) if approved else self.today
        span = Span(start, measure.due_on)
        return self._rectification(span, Marks(measures=1), rule)

    def quality(self, case: Case) -> Light | None:
        """Apart from the time; before a plan was handed in there is nothing to be judged."""
        marks = marks_of(case)
        if not marks.measures and not marks.faults:
            return None
        if not marks.faults:
            return Light(LightColour.GREEN, pgettext("quality", "Quality: not returned"))
        colour = lights.quality_light(marks, rule_of(case))
        word = ngettext(
            "Quality: returned or failed %(times)d time",
            "Quality: returned or failed %(times)d times",
            marks.faults,
        )
        return Light(colour, word % {"times": marks.faults})

    def due(self, due_on: date) -> Light:
        """Of a short clock, the same in every township."""
        colour = lights.time_light(due_on, self.today, self.calendar, soon=SHORT_STEPS_SOON)
        return Light(colour, self._left(due_on))

    def _rectification(self, span: Span, marks: Marks, rule: LightRule) -> Light:
        day, calendar = self.today, self.calendar
        colour = lights.rectification_light(span, marks, day, calendar, rule)
        word = self._left(span.due_on)
        on_time = lights.time_light(span.due_on, day, calendar, soon=rule.soon_days)
        if colour != on_time:
            word = gettext("%(left)s, behind") % {"left": word}
        return Light(colour, word)

    def _left(self, due_on: date) -> str:
        """Remaining or exceeded time, in working days; empty for the colour's own word."""
        if due_on == self.today:
            return gettext("Due today")
        if due_on < self.today:
            over = self.calendar.count_working_days(due_on, self.today)
            word = ngettext("%(days)d working day overdue", "%(days)d working days overdue", over)
            return word % {"days": over} if over else ""
        left = self.calendar.count_working_days(self.today, due_on)
        word = ngettext("%(days)d working day left", "%(days)d working days left", left)
        return word % {"days": left}


def first_due(items: Sequence[WorkItem]) -> WorkItem | None:
    """The open item with the earliest due date; one nobody can take comes before all.

    A notice beside which somebody is at work stands still: its end says nothing then. Nor does an
    opinion that may come or not.
    """
    steps = {*Step.waits(), Step.GIVE_OPINION}
    working = [item for item in items if item.step not in steps] or items
    dated = [item for item in working if item.due_on is not None or item.unheld]
    return min(dated, key=lambda i: (not i.unheld, i.due_on or date.max, i.pk), default=None)
