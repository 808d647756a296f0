"""Dates as they are written on paper: 2026年11月23日, without the year in lists of this year.

The order of year, month and day is Django's own for each language.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext

from rectification.wording import full_date as full_date
from rectification.wording import local_day as local_day

CLOCK = "H:i"


def list_date(value: date | datetime) -> str:
    day = local_day(value)
    if day.year != timezone.localdate().year:
        return full_date(day)
    # Django pads the month in Chinese (“03月5日”); nobody writes that.
    return date_format(day, get_format("MONTH_DAY_FORMAT").replace("m", "n"))


def moment(value: date | datetime) -> str:
    """A day, with the time of day where there is one."""
    if not isinstance(value, datetime):
        return list_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{list_date(local)} {date_format(local, CLOCK)}"


def time_of_day(value: datetime) -> str:
    """To the second, for a pause that is soon over."""
    return date_format(timezone.localtime(value), "H:i:s")


def period_words(first: date | None, last: date | None) -> str:
    """From when to when, both days included; without a last day it goes on."""
    if first is None:
        return ""
    until = full_date(last) if last else gettext("until now")
    return f"{full_date(first)} — {until}"


def span_words(first: date, last: date | None) -> str:
    """The same in few words, for lists."""
    if last is None:
        return gettext("from %(first)s on") % {"first": list_date(first)}
    words = {"first": list_date(first), "last": list_date(last)}
    return gettext("%(first)s to %(last)s") % words


def due_words(value: date | datetime) -> str:
    """Until when: a clock ends at 24:00 of its day (docs/rules.md, “Deadlines”)."""
    day = local_day(value)
    return gettext("by %(day)s (%(weekday)s) 24:00") % {
        "day": list_date(day),
        "weekday": date_format(day, "D"),
    }
