"""The working-day calendar: which days are worked, and when a period ends (docs/rules.md)."""

from rectification.calendar.clocks import Clock, due
from rectification.calendar.explanation import Explanation, explain, explain_clock
from rectification.calendar.periods import Period, Unit
from rectification.calendar.revision import Pause, after_pause, recount
from rectification.calendar.working import Day, DayKind, Due, Skipped, WorkingCalendar
from rectification.calendar.year_files import YearFileRefused, YearSchedule, parse_year
from rectification.calendar.years import shipped_schedules

__all__ = [
    "Clock",
    "Day",
    "DayKind",
    "Due",
    "Explanation",
    "Pause",
    "Period",
    "Skipped",
    "Unit",
    "WorkingCalendar",
    "YearFileRefused",
    "YearSchedule",
    "after_pause",
    "due",
    "explain",
    "explain_clock",
    "parse_year",
    "recount",
    "shipped_schedules",
]
