"""The key figures of the cases a reader may see (docs/rules.md 6): how many, how far, how late.

They are counts of cases and never of people, and nothing in them is a rank. What the annual report
and the rates count as well is counted here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, QuerySet

from rectification.enums import CaseOutcome, CaseStage, ClosureKind
from rectification.models import Case, Closure, PublicationDecision
from rectification.policies.figures import TAKEN_OUT, percent

NOT_STARTED: Final = frozenset(
    {
        *(CaseStage.SUBMITTED, CaseStage.REGISTERED, CaseStage.PENDING_CLAIM),
        *(CaseStage.PLANNING, CaseStage.PLAN_REVIEW),
    }
)
OWED: Final = NOT_STARTED | {CaseStage.RECTIFYING}
"""Stages in which the rectification itself is still owed; what follows is for others to do."""
AT_ONCE: Final = 10_000


@dataclass(frozen=True)
class Figures:
    """`rate` is 整改完成率 as docs/rules.md 6 has it, with both numbers beside it."""

    registered: int = 0
    not_started: int = 0
    under_way: int = 0
    staged: int = 0
    struck_off: int = 0
    taken_out: int = 0
    overdue: int = 0

    @property
    def counted(self) -> int:
        """The denominator of the rate."""
        return self.registered - self.taken_out

    @property
    def rate(self) -> int | None:
        """In per cent; none where there is nothing to count."""
        return percent(self.struck_off, self.counted) if self.counted else None


def figures_of(keys: Sequence[int], day: date) -> Figures:
    """Of the cases with these keys that have a number, with one query for many."""
    found: Counter[str] = Counter()
    for start in range(0, len(keys), AT_ONCE):
        rows = Case.objects.filter(pk__in=keys[start : start + AT_ONCE], number__isnull=False)
        for row in rows.values("stage", "outcome", "due_on", "paused"):
            found.update(_counts(row, day))
    return Figures(**found)


def _counts(row: Mapping[str, object], day: date) -> list[str]:
    stage, outcome, due_on = row["stage"], row["outcome"], row["due_on"]
    is_late = stage in OWED and isinstance(due_on, date) and due_on < day and not row["paused"]
    return ["registered", _state(stage, outcome), *(["overdue"] if is_late else [])]


def _state(stage: object, outcome: object) -> str:
    if outcome == CaseOutcome.CLOSED:
        return "struck_off"
    if outcome == CaseOutcome.LONG_TERM:
        return "staged"
    if outcome in TAKEN_OUT:
        return "taken_out"
    return "not_started" if stage in NOT_STARTED else "under_way"


def counted_by(rows: QuerySet[Case] | QuerySet[PublicationDecision], column: str) -> dict[str, int]:
    """In the order of the words, never of the sums."""
    found = rows.values_list(column).annotate(count=Count("pk")).order_by(column)
    return dict(found.values_list(column, "count"))


def closing_sheets(cases: QuerySet[Case]) -> QuerySet[Closure]:
    """By which a case was struck off as put right, and which hold."""
    return Closure.objects.filter(case__in=cases, kind=ClosureKind.COMPLETED, void_at__isnull=True)


def days_kept(cases: QuerySet[Case]) -> list[tuple[bool, bool]]:
    """Of each case, by its last sheet that says so, whether the day was kept and the first one."""
    rows = closing_sheets(cases).filter(in_time__isnull=False).order_by("pk")
    last = {
        case: (bool(in_time), bool(first))
        for case, in_time, first in rows.values_list("case", "in_time", "first_promise_kept")
    }
    return list(last.values())
