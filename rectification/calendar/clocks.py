"""How long each step may take: the deadline rules as data (docs/rules.md, “Deadlines”).

A rule that changed has several versions; the day the clock starts decides which one applies, so a
new version never changes a running case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from rectification.calendar.periods import Period, days, months, working_days
from rectification.calendar.working import Due, WorkingCalendar


class Clock(TextChoices):
    ACCEPTANCE = "acceptance", pgettext_lazy("clock", "Intake")
    DISPATCH = "dispatch", pgettext_lazy("clock", "Dispatch")
    CLAIM = "claim", pgettext_lazy("clock", "Claim")
    SHARE = "share", pgettext_lazy("clock", "Answer of a co-responsible unit")
    MEDIATION = "mediation", pgettext_lazy("clock", "Mediation between units")
    PLAN = "plan", pgettext_lazy("clock", "Plan")
    PLAN_IMMEDIATE = "plan_immediate", pgettext_lazy("clock", "Plan with the claim")
    PLAN_INSPECTION = "plan_inspection", pgettext_lazy("clock", "Plan after an inspection")
    APPROVAL = "approval", pgettext_lazy("clock", "Approval of the plan")
    RECTIFY_IMMEDIATE = "rectify_immediate", pgettext_lazy("clock", "Immediate rectification")
    RECTIFY_LIMITED = "rectify_limited", pgettext_lazy("clock", "Rectification within a limit")
    RECTIFY_INSPECTION = (
        "rectify_inspection",
        pgettext_lazy("clock", "Rectification after an inspection"),
    )
    RECTIFY_LONG_TERM = "rectify_long_term", pgettext_lazy("clock", "Stage target")
    LONG_TERM_REVIEW = "long_term_review", pgettext_lazy("clock", "Review of a stage target")
    FIRST_REVIEW = "first_review", pgettext_lazy("clock", "First review")
    HEARING = "hearing", pgettext_lazy("clock", "Comment of the person concerned")
    NOTICE = "notice", pgettext_lazy("clock", "Public notice")
    OBJECTION = "objection", pgettext_lazy("clock", "Objection")
    OBJECTION_EXTENSION = "objection_extension", pgettext_lazy("clock", "Objection, extended")
    OBJECTION_REVIEW = "objection_review", pgettext_lazy("clock", "Review of an objection")
    VERIFICATION = "verification", pgettext_lazy("clock", "Verification")
    CORRECTION = "correction", pgettext_lazy("clock", "Correction")
    LOOK_BACK = "look_back", pgettext_lazy("clock", "Look-back")
    REPORTER_REPLY = "reporter_reply", pgettext_lazy("clock", "Reply of the reporter")
    ORDER = "order", pgettext_lazy("clock", "Reply to a supervision order")
    RECUSAL = "recusal", pgettext_lazy("clock", "Decision on a recusal")
    CONSULTATION = "consultation", pgettext_lazy("clock", "Opinion asked for")
    REFERRAL = "referral", pgettext_lazy("clock", "Answer to a referral")


@dataclass(frozen=True)
class ClockRule:
    """`period` runs when nobody sets another; whoever does stays within shortest and longest."""

    period: Period
    source: str
    in_force_from: date = date.min
    shortest: Period | None = None
    longest: Period | None = None

    def allows(self, period: Period) -> bool:
        bounds = [bound for bound in (self.shortest, self.longest) if bound is not None]
        if not bounds:
            return period == self.period
        if any(bound.unit != period.unit for bound in bounds):
            return False
        least = self.shortest.amount if self.shortest else 1
        return least <= period.amount <= (self.longest.amount if self.longest else period.amount)


class PeriodOutOfBounds(ValueError):
    """A period was asked for that the clock's rule does not allow."""


# The revised inspection regulation was issued on this day; batches received from then on have
# six months instead of two.
REVISED_INSPECTION_FROM: Final = date(2024, 2, 8)


def _fixed(period: Period, source: str) -> tuple[ClockRule, ...]:
    return (ClockRule(period, source),)


def _at_most(period: Period, source: str) -> tuple[ClockRule, ...]:
    return (ClockRule(period, source, longest=period),)


RULES: Final[Mapping[Clock, tuple[ClockRule, ...]]] = MappingProxyType(
    {
        Clock.ACCEPTANCE: _fixed(working_days(3), "T2"),
        Clock.DISPATCH: _fixed(working_days(3), "T12"),
        Clock.CLAIM: _fixed(working_days(3), "T9"),
        Clock.SHARE: _fixed(working_days(3), "T10"),
        Clock.MEDIATION: _fixed(working_days(3), "8.7"),
        Clock.PLAN: _fixed(working_days(7), "T10, T11"),
        Clock.PLAN_IMMEDIATE: _fixed(working_days(3), "T10, T13"),
        Clock.PLAN_INSPECTION: _fixed(days(30), "T10, T11"),
        Clock.APPROVAL: _fixed(working_days(5), "T13"),
        Clock.RECTIFY_IMMEDIATE: _fixed(working_days(7), "T15"),
        Clock.RECTIFY_LIMITED: _at_most(months(2), "T15"),
        Clock.RECTIFY_INSPECTION: (
            ClockRule(months(2), "T15", longest=months(2)),
            ClockRule(months(6), "T15", in_force_from=REVISED_INSPECTION_FROM, longest=months(6)),
        ),
        Clock.RECTIFY_LONG_TERM: _at_most(months(3), "T15"),
        Clock.LONG_TERM_REVIEW: _at_most(months(6), "T30"),
        Clock.FIRST_REVIEW: _fixed(working_days(3), "T19"),
        Clock.HEARING: _fixed(working_days(3), "T22"),
        Clock.NOTICE: (
            ClockRule(working_days(5), "T22", shortest=working_days(5), longest=working_days(20)),
        ),
        Clock.OBJECTION: _fixed(working_days(10), "T24"),
        Clock.OBJECTION_EXTENSION: _fixed(working_days(10), "T24"),
        Clock.OBJECTION_REVIEW: _fixed(working_days(5), "T25"),
        Clock.VERIFICATION: _fixed(working_days(10), "T23, T28"),
        Clock.CORRECTION: _at_most(working_days(15), "T31"),
        Clock.LOOK_BACK: (ClockRule(months(6), "T32", shortest=months(3), longest=months(6)),),
        Clock.REPORTER_REPLY: _fixed(working_days(15), "8.10"),
        Clock.ORDER: (
            ClockRule(working_days(5), "4.5", shortest=working_days(1), longest=working_days(20)),
        ),
        Clock.RECUSAL: _fixed(working_days(3), "4.4"),
        Clock.CONSULTATION: _fixed(working_days(3), "4.10"),
        Clock.REFERRAL: _fixed(working_days(5), "8.12"),
    }
)


def rule_for(clock: Clock, start: date) -> ClockRule:
    """The version of the rule that applies to a clock started on this day."""
    return [rule for rule in RULES[clock] if rule.in_force_from <= start][-1]


_VARIANTS: Final[Mapping[Clock, tuple[Clock, ...]]] = MappingProxyType(
    {
        Clock.PLAN: (Clock.PLAN, Clock.PLAN_IMMEDIATE, Clock.PLAN_INSPECTION),
        Clock.RECTIFY_LIMITED: (
            Clock.RECTIFY_LIMITED,
            Clock.RECTIFY_IMMEDIATE,
            Clock.RECTIFY_LONG_TERM,
            Clock.RECTIFY_INSPECTION,
        ),
    }
)


def variants(clock: Clock) -> tuple[Clock, ...]:
    """The clocks of a step, by class and source of the case; the ordinary one first."""
    return _VARIANTS.get(clock, (clock,))


def due(
    clock: Clock, start: date, calendar: WorkingCalendar, *, period: Period | None = None
) -> Due:
    """When the clock ends; `start` is not counted.

    An objection's extension starts on the original due date, inspection clocks on the day the
    batch was received. The due date of a look-back is its last day, see `earliest`.
    """
    rule = rule_for(clock, start)
    if period is not None and not rule.allows(period):
        raise PeriodOutOfBounds(f"{clock.value}: {period.amount} {period.unit.value}")
    return calendar.after(start, period or rule.period)


def earliest(clock: Clock, start: date, calendar: WorkingCalendar) -> Due | None:
    """The first day on which the period may end, where the rule knows a shortest one."""
    shortest = rule_for(clock, start).shortest
    return calendar.after(start, shortest) if shortest else None


def latest(clock: Clock, start: date, calendar: WorkingCalendar) -> Due:
    """The last day to which the period may be set."""
    rule = rule_for(clock, start)
    return calendar.after(start, rule.longest or rule.period)
