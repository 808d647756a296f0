"""What a light rule would change: the open cases, and the rectifications that are over."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseStage, LightColour
from rectification.models import Case, LightRule, User, WorkItem
from rectification.policies import lights
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.lights import LONG_STEPS, Marks, Span
from rectification.selectors.cases import visible_to
from rectification.selectors.inbox import with_open_items
from rectification.selectors.lights import marks_of, rule_for, with_marks

TRIED_ON: Final = 500
"""Open cases on which a rule is tried, and past rectifications: the latest of each."""


@dataclass(frozen=True)
class Change:
    """An open case that would show another colour: of its time, or of its quality."""

    case: Case
    is_quality: bool
    now: LightColour
    then: LightColour


@dataclass(frozen=True)
class LightTrial:
    """`warned_now` and `warned_then`: of `finished` rectifications those that had been yellow
    before they were handed in, under the rule in force and under the one that is tried."""

    looked_at: int
    changes: list[Change]
    finished: int
    warned_now: int
    warned_then: int

    @property
    def changed_cases(self) -> int:
        return len({change.case.pk for change in self.changes})


def try_on(
    rule: LightRule, user: User, authority: Authority, calendar: WorkingCalendar
) -> LightTrial:
    """The rule on the cases of its township that the reader may see; nothing is changed."""
    seen = visible_to(user, authority).filter(
        owner_organisation__path__startswith=rule.committee.path
    )
    cases = _open_cases(seen)
    present = rule_for(rule.committee)
    finished = list(
        WorkItem.objects.filter(
            case__in=seen,
            step__in=LONG_STEPS,
            closed_at__isnull=False,
            due_on__isnull=False,
            outcome__gt="",
        ).order_by("-closed_at")[:TRIED_ON]
    )
    return LightTrial(
        looked_at=len(cases),
        changes=[change for case in cases for change in _changes(case, present, rule, calendar)],
        finished=len(finished),
        warned_now=sum(_was_warned(item, present, calendar) for item in finished),
        warned_then=sum(_was_warned(item, rule, calendar) for item in finished),
    )


def _open_cases(seen: "QuerySet[Case]") -> list[Case]:
    rows = with_marks(with_open_items(seen.filter(stage__in=CaseStage.open())))
    return list(rows.select_related("owner_organisation").order_by("-pk")[:TRIED_ON])


def _changes(
    case: Case, present: LightRule, rule: LightRule, calendar: WorkingCalendar
) -> list[Change]:
    marks = marks_of(case)
    found = []
    span = _span(case)
    if span is not None:
        now, then = (
            lights.rectification_light(span, marks, today(), calendar, one)
            for one in (present, rule)
        )
        found.append(Change(case, is_quality=False, now=now, then=then))
    now, then = (lights.quality_light(marks, one) for one in (present, rule))
    found.append(Change(case, is_quality=True, now=now, then=then))
    return [change for change in found if change.now != change.then]


def _span(case: Case) -> Span | None:
    """The time of the rectification step that is due first, while one is open."""
    spans = [
        Span(timezone.localdate(item.opened_at), item.due_on)
        for item in vars(case)["open_items"]
        if item.step in LONG_STEPS and item.due_on
    ]
    return min(spans, key=lambda span: span.due_on, default=None)


def _was_warned(item: WorkItem, rule: LightRule, calendar: WorkingCalendar) -> bool:
    """Whether it was yellow or red on the day it was handed in, by the days alone."""
    if item.closed_at is None or item.due_on is None:
        return False
    handed_in = timezone.localdate(item.closed_at)
    span = Span(timezone.localdate(item.opened_at), item.due_on)
    colour = lights.rectification_light(span, Marks(), handed_in, calendar, rule)
    return colour != LightColour.GREEN
