"""What the daily digest counts (每日汇总): days, kinds and numbers, no word of any case."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from rectification.enums import Step
from rectification.models import InAppNotice, User, WorkItem
from rectification.policies.authority import authority_of
from rectification.selectors.week import last_day_of_weeks, measures_due, turns_due


@dataclass(frozen=True)
class Digest:
    """Of one person: `due` until the end of next week, overdue ones apart; `unread` by kind."""

    overdue: int
    due: Mapping[date, int]
    unread: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.overdue or self.due or self.unread)


@dataclass(frozen=True)
class Standing:
    """Of everything that is open: how many cases have a step due on the day, and how many late."""

    due_today: int
    overdue: int

    def __bool__(self) -> bool:
        return bool(self.due_today or self.overdue)


def digest_of(user: User, day: date) -> Digest:
    authority, last = authority_of(user), last_day_of_weeks(day)
    days = [item.due_on for item in turns_due(authority, last) if item.due_on is not None]
    days += [measure.due_on for measure in measures_due(authority, last)]
    unread = InAppNotice.objects.filter(recipient=authority.person, read_at__isnull=True)
    counted = unread.values_list("kind").annotate(number=Count("pk")).order_by("-number", "kind")
    return Digest(
        overdue=sum(due_on < day for due_on in days),
        due=dict(sorted(Counter(due_on for due_on in days if due_on >= day).items())),
        unread=dict(counted),
    )


def standing_on(day: date) -> Standing:
    """Sealed cases and those whose clocks stand still count nowhere."""
    rows = WorkItem.objects.filter(
        closed_at__isnull=True, case__sealed=False, case__paused=False, due_on__lte=day
    ).exclude(step__in=Step.confidential())
    counted = rows.aggregate(
        due_today=Count("case", distinct=True, filter=Q(due_on=day)),
        overdue=Count("case", distinct=True, filter=Q(due_on__lt=day)),
    )
    return Standing(**counted)
