"""Why a day is due: the counting of the calendar as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from rectification.calendar import Clock, Explanation, Unit, WorkingCalendar, explain_clock
from rectification.calendar.explanation import why_label
from rectification.calendar.periods import working_days
from rectification.enums import DeadlineGround
from rectification.models import DeadlineRound, WorkItem
from rectification.selectors.plans import approved_plan
from rectification.web.dates import full_date, list_date, local_day
from rectification.web.deadlines import pause_lines, round_lines
from rectification.web.parts import Text


@dataclass(frozen=True)
class Reasons:
    """`lines` tell the rule; `skipped` and `made_up` the days that a week would not explain."""

    due_on: date
    provisional: bool
    clock: Text
    rule: str
    lines: Sequence[str]
    skipped: Sequence[str] = ()
    made_up: Sequence[str] = ()
    rounds: Sequence[str] = ()
    version: str = ""

    @classmethod
    def of(cls, item: WorkItem, calendar: WorkingCalendar) -> "Reasons":
        """Counts anew with the calendar in force, and says so where the day was set by hand."""
        if item.due_on is None:
            raise ValueError("the item has no due date")
        clock = Clock(item.clock)
        if item.clock_from is None:
            return _promised(item, clock, item.due_on, calendar)
        found = _explanation(clock, item.clock_from, item.due_on, calendar)
        return cls(
            due_on=item.due_on,
            provisional=item.due_provisional,
            clock=clock.label,
            rule=found.rule,
            lines=[*_lines(found, item.due_on), *_pauses(item)],
            skipped=[f"{list_date(d.date)} {why_label(d.why)}" for d in found.due.skipped],
            made_up=[f"{list_date(d.date)} {why_label(d.why)}" for d in found.made_up],
            version=calendar.version,
        )


def _explanation(clock: Clock, start: date, due_on: date, calendar: WorkingCalendar) -> Explanation:
    """By the rule's own period; where the day differs, by as many working days as it is away."""
    usual = explain_clock(clock, start, calendar)
    away = calendar.count_working_days(start, due_on)
    is_counted_in_days = usual.period.unit == Unit.WORKING_DAYS
    if usual.due.on == due_on or not is_counted_in_days or away < 1:
        return usual
    counted = explain_clock(clock, start, calendar, period=working_days(away))
    return counted if counted.due.on == due_on else usual


def _lines(found: Explanation, due_on: date) -> list[str]:
    lines = [
        gettext("The clock starts on %(day)s; that day is not counted.")
        % {"day": full_date(found.start_on)},
        gettext("The period is %(period)s.") % {"period": found.period},
    ]
    if found.is_rolled:
        lines.append(
            gettext("It would end on %(day)s, which is not worked; so the next working day counts.")
            % {"day": full_date(found.nominal_on)}
        )
    if found.due.on != due_on:
        lines.append(_set_by_decision(found))
    lines.append(_end_of_day())
    for year in found.unloaded_years:
        lines.append(_unpublished(year))
    return lines


def _unpublished(year: int) -> str:
    text = gettext(
        "The schedule of %(year)d is not published yet: Monday to Friday are counted, "
        "and the day is provisional."
    )
    return text % {"year": year}


def _promised(item: WorkItem, clock: Clock, due_on: date, calendar: WorkingCalendar) -> Reasons:
    """A day that people set: promised in the plan within its limit, or given by the verifiers."""
    plan = approved_plan(item.case)
    approved_at = plan.decided_at if plan else None
    rounds = list(item.case.deadlines.all())
    if approved_at is None or not rounds:
        return Reasons(due_on, item.due_provisional, clock.label, "", [_end_of_day()])
    limit = explain_clock(clock, local_day(approved_at), calendar)
    within = gettext(
        "The plan was approved on %(day)s; the limit is %(period)s, at most until %(last)s."
    ) % {
        "day": full_date(approved_at),
        "period": limit.period,
        "last": full_date(limit.due.on),
    }
    last = rounds[-1]
    lines = [within, _set_by(last), *_pauses(item), _end_of_day()]
    if item.due_provisional:
        lines.append(_unpublished(due_on.year))
    return Reasons(
        due_on,
        item.due_provisional,
        clock.label,
        limit.rule,
        lines,
        rounds=round_lines(rounds),
        version=last.calendar_version,
    )


def _pauses(item: WorkItem) -> list[str]:
    """Pauses since the step's clock began, or of the whole round."""
    rows = item.case.pauses.filter(round=item.case.round).order_by("pk")
    if item.clock_from is not None:
        rows = rows.exclude(resumed_on__lte=item.clock_from)
    return pause_lines(rows)


def _set_by(last: DeadlineRound) -> str:
    if last.ground == DeadlineGround.CORRECTION:
        return gettext("The verifiers set this day for the correction.")
    if last.ground == DeadlineGround.APPROVAL:
        return gettext("The approved plan promises this day.")
    return gettext("The day was set last on %(day)s: %(ground)s.") % {
        "day": full_date(last.set_at),
        "ground": last.get_ground_display(),
    }


def _end_of_day() -> str:
    return gettext("The day ends at 24:00, Beijing time.")


def _set_by_decision(found: Explanation) -> str:
    return gettext(
        "The period alone would end on %(day)s; the day was moved by a decision in the case."
    ) % {"day": full_date(found.due.on)}
