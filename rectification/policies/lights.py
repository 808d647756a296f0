"""Which light a deadline and the quality of a case show, and who keeps the thresholds.

The first part is arithmetic on plain values and asks no database (docs/rules.md 4.5, “Lights”).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.calendar import WorkingCalendar
from rectification.enums import LightColour, Step
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import LightRule, Organisation, Person
from rectification.policies.authority import Authority
from rectification.policies.confirming import townships_of
from rectification.policies.days import today
from rectification.policies.reasons import Reason
from rectification.policies.tried_rules import why_not_count
from rectification.roles import Role

LONG_STEPS: Final = frozenset({Step.CARRY_OUT, Step.REPORT_EFFECT})
"""Steps of the rectification itself; their light follows the rule of the township."""

SHORT_STEPS_SOON: Final = 1
"""The clock of any other step is a few days long, so only its last day is yellow."""

THRESHOLDS: Final = ("soon_days", "behind_percent", "left_percent", "faults_yellow", "faults_red")
"""What a version of the rule says."""

KEEPING: Final = (Role.OFF, Role.ORG)
"""Who enters, tries and confirms light rules: the office, and the organisation office."""


@dataclass(frozen=True)
class Marks:
    """What the lights of a case are read from beside its due date, all of the present round.

    `faults` are returns and failed verifications; `late`: the rectification was overdue once and
    has been caught up since.
    """

    measures: int = 0
    done: int = 0
    faults: int = 0
    late: bool = False


@dataclass(frozen=True)
class Span:
    """The time given for a rectification, both days included."""

    start: date
    due_on: date


def standard() -> LightRule:
    """The thresholds of the product, where a township has set none of its own."""
    return LightRule()


def time_light(due_on: date, day: date, calendar: WorkingCalendar, *, soon: int) -> LightColour:
    """Red once the last day is over, yellow from `soon` working days before it."""
    if due_on < day:
        return LightColour.RED
    left = calendar.count_working_days(day, due_on)
    return LightColour.YELLOW if left <= soon else LightColour.GREEN


def rectification_light(
    span: Span, marks: Marks, day: date, calendar: WorkingCalendar, rule: LightRule
) -> LightColour:
    """The same for a rectification, which also turns yellow when it is behind."""
    colour = time_light(span.due_on, day, calendar, soon=rule.soon_days)
    if colour == LightColour.GREEN and is_behind(span, marks, day, calendar, rule):
        return LightColour.YELLOW
    return colour


def is_behind(
    span: Span, marks: Marks, day: date, calendar: WorkingCalendar, rule: LightRule
) -> bool:
    """Too little is done for the time that is left; where nothing is planned yet nothing is."""
    whole = calendar.count_working_days(span.start, span.due_on)
    left = calendar.count_working_days(day, span.due_on)
    too_little = marks.done * 100 < marks.measures * rule.behind_percent
    return too_little and left * 100 < whole * rule.left_percent


def caught_up(colour: LightColour, marks: Marks) -> LightColour:
    """What was red once does not turn green again in the round."""
    return LightColour.YELLOW if marks.late and colour == LightColour.GREEN else colour


def quality_light(marks: Marks, rule: LightRule) -> LightColour:
    """Apart from the time: how often it was returned or failed in the round."""
    if marks.faults >= rule.faults_red:
        return LightColour.RED
    return LightColour.YELLOW if marks.faults >= rule.faults_yellow else LightColour.GREEN


# --- who keeps the rule


def keeping_places(authority: Authority) -> list[Organisation]:
    """The townships whose light rules the person keeps."""
    return townships_of(authority, KEEPING)


def why_not_from(day: date, versions: Iterable[LightRule]) -> Reason | None:
    """Why a version cannot be in force from that day: nothing changes colour backwards."""
    if day < today():
        return Reason(_("A light rule takes effect today or later."), "4.5", CaseError)
    confirmed = [row.in_force_from for row in versions if row.confirmed_at is not None]
    latest = max(confirmed, default=None)
    if latest is not None and day <= latest:
        return Reason(
            _("A light rule in force from %(day)s is confirmed; take a later day.")
            % {"day": date_format(latest)},
            "4.5",
            CaseError,
        )
    return None


def why_not_confirm(
    rule: LightRule, person: Person, versions: Iterable[LightRule]
) -> Reason | None:
    """It counts once it was tried, by the hand of a second person, and never backwards."""
    if rule.entered_by_id == person.pk:
        return Reason(
            _("You entered this rule; a second person of the offices confirms it."),
            "4.5",
            NotAllowed,
        )
    return why_not_count(rule, "4.5") or why_not_from(rule.in_force_from, versions)
