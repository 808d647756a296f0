"""The ladder of reminders (督促阶梯) as data: which rung comes when, and whom it tells.

Pure: a rung is found from a day, a calendar and what has been done (docs/rules.md 4.5, “Ladder”).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rectification.calendar import WorkingCalendar
from rectification.enums import CaseLevel, EventVerb, OrderLevel, Step
from rectification.models.record import RUNG
from rectification.policies.lights import LONG_STEPS


class To(StrEnum):
    """Whom a rung tells; people in office on the day, found by `services.audience`."""

    OWNER = "owner"
    SECRETARY = "secretary"
    LIAISON = "liaison"
    LEADING_GROUP = "leading_group"
    OFFICE = "office"
    HOLDER = "holder"
    NEXT_LEVEL = "next_level"
    """The office after the holder's in the chain of those who decide; the leading group last."""


@dataclass(frozen=True)
class Rung:
    """`after` are working days from the day the ladder stands on; negative: before it.

    `name` is stored in the references of events. `verb` is what the record says of it, `kind`
    the message.
    """

    name: str
    after: int
    to: tuple[To, ...]
    kind: str
    verb: EventVerb = EventVerb.REMINDED
    order: OrderLevel | None = None
    """The level of the supervision order that comes with it."""
    of_member: tuple[To, ...] | None = None
    """Whom it tells in a member's case, where others are told in cases of organisations."""

    def audience(self, level: str) -> tuple[To, ...]:
        """Whom it tells in a case of this level."""
        narrow = level == CaseLevel.MEMBER and self.of_member is not None
        return self.of_member or () if narrow else self.to


RECTIFICATION: Final = (
    Rung("T-5", -5, (To.OWNER,), "due_soon"),
    Rung("T-1", -1, (To.OWNER,), "due_soon"),
    Rung("T+1", 1, (To.OWNER, To.SECRETARY), "overdue_urged", EventVerb.URGED),
    Rung(
        "T+3",
        3,
        (To.OWNER, To.LIAISON),
        "order_issued",
        EventVerb.ORDER_ISSUED,
        OrderLevel.SUPERVISION,
        of_member=(To.OWNER,),
    ),
    Rung(
        "T+10",
        10,
        (To.OWNER, To.SECRETARY, To.LIAISON),
        "order_admonished",
        EventVerb.ORDER_ESCALATED,
        OrderLevel.ADMONITION,
    ),
    Rung(
        "T+20",
        20,
        (To.LEADING_GROUP, To.OFFICE),
        "order_at_leading_group",
        EventVerb.ORDER_ESCALATED,
    ),
)
"""Stands on the day by which the rectification is due."""

APPROVAL: Final = (
    Rung("A+3", 3, (To.HOLDER,), "approval_waits"),
    Rung("A+5", 5, (To.HOLDER, To.NEXT_LEVEL), "approval_waits"),
)
"""Stands on the day on which the plan was handed in. Nothing is ever approved by silence."""

DECISIONS: Final = frozenset({Step.APPROVE_PLAN, Step.DECIDE_THIRD_FAILURE})
CLIMBING: Final = LONG_STEPS | DECISIONS


@dataclass(frozen=True)
class Ladder:
    """The rungs of one deadline. `since`: the day on which it was set, or became somebody's."""

    rungs: Sequence[Rung]
    stands_on: date
    since: date

    def reached(self, day: date, calendar: WorkingCalendar) -> list[Rung]:
        """Rungs whose day has come, from the lowest to the highest.

        A reminder for a day on which there was no such deadline yet is none.
        """
        days = {rung: self._day_of(rung, calendar) for rung in self.rungs}
        return [
            rung for rung, on in days.items() if on <= day and (rung.after > 0 or on > self.since)
        ]

    def next_rung(
        self, day: date, calendar: WorkingCalendar, fired: Collection[str]
    ) -> tuple[Rung, list[Rung]] | None:
        """The highest rung that is due, and lower ones that were missed: those are left out.

        None where it was fired already, or nothing is due. `fired` are references of events.
        """
        reached = self.reached(day, calendar)
        done = [n for n, rung in enumerate(reached) if self.reference(rung) in fired]
        left = reached[max(done, default=-1) + 1 :]
        return (left[-1], left[:-1]) if left else None

    def reference(self, rung: Rung) -> str:
        """How the event of a rung refers to it: once for each deadline."""
        return f"{RUNG}{rung.name}@{self.stands_on.isoformat()}"

    def _day_of(self, rung: Rung, calendar: WorkingCalendar) -> date:
        if rung.after < 0:
            return calendar.subtract_working_days(self.stands_on, -rung.after).on
        return calendar.add_working_days(self.stands_on, rung.after).on
