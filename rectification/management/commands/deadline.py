"""When a period ends, and how it was counted."""

import json
import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from rectification.calendar import (
    Explanation,
    Period,
    Skipped,
    Unit,
    WorkingCalendar,
    explain,
    shipped_schedules,
)
from rectification.calendar.explanation import why_label
from rectification.models import CalendarYear
from rectification.selectors.calendar import current_calendar


class Command(BaseCommand):
    help = "Print the day on which a period ends, and which days were not counted."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "start", metavar="START", type=_day, help="YYYY-MM-DD; this day is not counted."
        )
        length = parser.add_mutually_exclusive_group(required=True)
        for unit in Unit:
            length.add_argument(
                f"--{unit.value.replace('_', '-')}", metavar="N", type=_amount, dest=unit.value
            )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = next(unit for unit in Unit if options[unit.value] is not None)
        try:
            explanation = explain(
                options["start"], Period(unit, options[unit.value]), _calendar_in_force()
            )
        except OverflowError as error:
            raise CommandError(_("The period ends after the year 9999.")) from error
        if options["json"]:
            self.stdout.write(json.dumps(explanation.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(explanation)))


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = _("“%(text)s” is not a date; write it as YYYY-MM-DD, for example 2017-09-27.")
    raise ArgumentTypeError(message % {"text": text})


def _amount(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,4}", text):
        message = _("“%(text)s” is not a whole number of at least 1 and at most 99999.")
        raise ArgumentTypeError(message % {"text": text})
    return int(text)


def _calendar_in_force() -> WorkingCalendar:
    """Before the first migration nothing can have been loaded: the shipped years are in force."""
    if CalendarYear._meta.db_table in connection.introspection.table_names():
        return current_calendar()
    return WorkingCalendar.of(shipped_schedules().values())


def _lines(explanation: Explanation) -> Iterator[str]:
    due = explanation.due
    yield _("Start (not counted): %(day)s") % {"day": explanation.start_on}
    yield _("Period: %(period)s") % {"period": explanation.period}
    yield _("Due: %(day)s") % {"day": due.on}
    if due.provisional:
        years = ", ".join(str(year) for year in explanation.unloaded_years)
        yield _(
            "Provisional: the holiday schedule of %(years)s is not loaded; "
            "counted Monday to Friday there."
        ) % {"years": years}
    for day in due.skipped:
        yield _("Not counted: %(day)s") % {"day": _named(day)}
    for day in explanation.made_up:
        yield _("Counted, make-up working day: %(day)s") % {"day": _named(day)}
    yield _("Calendar: %(version)s") % {"version": due.version}


def _named(day: Skipped) -> str:
    return f"{day.date} {why_label(day.why)}"
