"""Until when, in the words of a list: a class, a day, or a period from the day of receipt."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from rectification.calendar import Period, Unit
from rectification.enums import DeadlineClass
from rectification.imports.tables import Cell, CellKind
from rectification.imports.texts import YEARS, compact, day_of, number_text, serial_of

NEAR: Final = 20
"""Years from the receipt within which a serial number is believed."""
_AT_ONCE: Final = ("立行立改", "立整立改", "立即整改", "即知即改", "边查边改")
_LASTING: Final = ("长期坚持", "常抓常改")
_BEFORE: Final = re.compile(r"(?:之前|以前|前)?(?:全部)?(?:完成(?:整改)?)?$")
_PERIOD: Final = re.compile(
    r"(?:自?(?:收到|反馈)之日起)?([\d一二三四五六七八九十两]+)(个?工作日|[日天]|个月)(?:之内|以内|内)"
)
_DATE: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月份?(?:(\d{1,2})日?|[底末])")
_YEAR_END: Final = re.compile(r"(\d{4})?年[底末]")
_DIGITS: Final = {word: number for number, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_UNITS: Final = {"日": Unit.DAYS, "天": Unit.DAYS, "个月": Unit.MONTHS}


@dataclass(frozen=True)
class Limit:
    """What was understood; without `deadline_class` nothing was."""

    deadline_class: str = ""
    on: date | None = None
    period: Period | None = None
    without_year: bool = False
    from_serial: bool = False


NOT_UNDERSTOOD: Final = Limit()


def limit_of(cell: Cell, serial_day: date | None, received_on: date) -> Limit:
    """A cell that is not empty; NOT_UNDERSTOOD for what is no limit."""
    if cell.kind == CellKind.DAY:
        return _on(cell.value) if cell.value.year in YEARS else NOT_UNDERSTOOD
    if cell.kind == CellKind.NUMBER and cell.value >= 10_000_000:
        return _words(number_text(cell.value), received_on)
    if cell.kind == CellKind.NUMBER or serial_of(str(cell.value)) is not None:
        return _serial(serial_day, received_on)
    return _words(compact(str(cell.value)), received_on)


def limit_words(cell: Cell) -> str:
    """The limit as the list has it."""
    if cell.kind == CellKind.EMPTY:
        return ""
    return cell.value.isoformat() if cell.kind == CellKind.DAY else compact(str(cell.value))


def _serial(day: date | None, received_on: date) -> Limit:
    """A small number is a day around 1900, which nobody meant."""
    if day is None or abs(day.year - received_on.year) > NEAR:
        return NOT_UNDERSTOOD
    return Limit(DeadlineClass.LIMITED, day, from_serial=True)


def _words(text: str, received_on: date) -> Limit:
    if any(word in text for word in _AT_ONCE):
        return Limit(DeadlineClass.IMMEDIATE)
    if any(word in text for word in _LASTING):
        return Limit(DeadlineClass.LONG_TERM)
    return _period(text) or _day(_BEFORE.sub("", text), received_on)


def _on(day: date, *, without_year: bool = False) -> Limit:
    return Limit(DeadlineClass.LIMITED, day, without_year=without_year)


def _period(text: str) -> Limit | None:
    found = _PERIOD.match(text)
    if found is None:
        return None
    amount = _amount(found[1])
    if not 0 < amount <= 1000 or _BEFORE.sub("", text[found.end() :]):
        return NOT_UNDERSTOOD
    period = Period(_UNITS.get(found[2], Unit.WORKING_DAYS), amount)
    return Limit(DeadlineClass.LIMITED, period=period)


def _amount(text: str) -> int:
    """Digits, or a Chinese number below a hundred; 0 for anything else."""
    if text.isdecimal():
        return int(text) if len(text) < 6 else 0
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.get(ones, 0)
    if tens and tens not in _DIGITS or ones and ones not in _DIGITS:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _day(text: str, received_on: date) -> Limit:
    """A day, or the end of a month or a year; where none is written, the year of the receipt."""
    whole = day_of(text)
    if whole is not None:
        return _on(whole)
    if ends := _YEAR_END.fullmatch(text):
        year, month, day = ends[1], 12, "31"
    elif found := _DATE.fullmatch(text):
        year, month, day = found[1], int(found[2]), found[3]
    else:
        return NOT_UNDERSTOOD
    try:
        first = date(int(year or received_on.year), month, 1)
        on = first.replace(day=int(day) if day else monthrange(first.year, month)[1])
    except ValueError:
        return NOT_UNDERSTOOD
    return _on(on, without_year=not year) if on.year in YEARS else NOT_UNDERSTOOD
