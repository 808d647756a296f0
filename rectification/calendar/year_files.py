"""The project's own plain format for one year's schedule of days off, and its checks.

A file that passes is whole: a half-filled year would give firm dates that are wrong, which is
worse than no year at all. Chinese holidays are named as the State Council notice names them.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

MAX_BYTES: Final = 64 * 1024
KEYS: Final = frozenset({"year", "notices", "off", "make_up"})
SATURDAY: Final = 5
NAME_LENGTH: Final = 50
ADDRESS: Final = re.compile(r"https?://([a-z0-9-]+\.)*gov\.cn/\S+", re.ASCII)
# Days off in every year by the regulation on public holidays; Spring Festival moves with the moon.
FIXED_HOLIDAYS: Final = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
SPRING_FESTIVAL_WINDOW: Final = ((1, 15), (3, 5))
SPRING_FESTIVAL_DAYS: Final = 3

NamedDay = tuple[date, str]


class YearFileRefused(ValueError):
    """A year file is not taken over; `reasons` say why, in the user's language."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class YearSchedule:
    """Days off and make-up working days of one year, sorted by date, and where they are from.

    The notice of a year may also rule the last days of December before it (2018-12-31).
    """

    year: int
    notices: tuple[str, ...]
    off: tuple[NamedDay, ...]
    make_up: tuple[NamedDay, ...]

    @cached_property
    def digest(self) -> str:
        """Same facts, same digest: formatting and order in the file do not count."""
        lines = [str(self.year), *self.notices]
        lines += [f"off {day} {name}" for day, name in self.off]
        lines += [f"make_up {day} {name}" for day, name in self.make_up]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def parse_year(content: bytes) -> YearSchedule:
    """Read and check a year file; raises `YearFileRefused` with every reason found."""
    data = _read_toml(content)
    reasons = list(_header_faults(data)) + list(_block_faults(data))
    if reasons:
        raise YearFileRefused(reasons)
    schedule = YearSchedule(
        year=data["year"],
        notices=tuple(data["notices"]),
        off=_named_days(data["off"]),
        make_up=_named_days(data.get("make_up", [])),
    )
    reasons = list(_day_faults(schedule)) + list(_gaps(schedule))
    if reasons:
        raise YearFileRefused(reasons)
    return schedule


def _read_toml(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise YearFileRefused([_("The file is too large for a year file.")])
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise YearFileRefused([_("The file is not a text in UTF-8.")]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = _("The file cannot be read as a year file: %(detail)s") % {"detail": error}
        raise YearFileRefused([reason]) from error


def _header_faults(data: dict[str, Any]) -> Iterator[str]:
    for key in sorted(data.keys() - KEYS):
        yield _("Unknown entry “%(key)s”.") % {"key": key}
    year = data.get("year")
    if type(year) is not int or not 2000 <= year <= 2100:
        yield _("“year” must be a year between 2000 and 2100.")
    notices = data.get("notices")
    if not isinstance(notices, list) or not notices:
        yield _("“notices” must list the address of the State Council notice.")
        return
    for address in notices:
        if not isinstance(address, str) or not ADDRESS.fullmatch(address):
            yield _("“%(address)s” is not the address of a notice on gov.cn.") % {
                "address": address
            }


def _block_faults(data: dict[str, Any]) -> Iterator[str]:
    if "off" not in data:
        yield _("The days off are missing (“off”).")
    for key in ("off", "make_up"):
        blocks = data.get(key, [])
        if not isinstance(blocks, list):
            yield _("“%(key)s” must be a list of names with days.") % {"key": key}
            continue
        for number, block in enumerate(blocks, start=1):
            if not _is_block(block):
                yield _("“%(key)s” no. %(number)d must have a name and a list of dates.") % {
                    "key": key,
                    "number": number,
                }


def _is_block(block: Any) -> bool:
    if not isinstance(block, dict) or block.keys() != {"name", "days"}:
        return False
    name, dates = block["name"], block["days"]
    if not isinstance(name, str) or not 0 < len(name.strip()) <= NAME_LENGTH:
        return False
    return isinstance(dates, list) and bool(dates) and all(_is_date(day) for day in dates)


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _named_days(blocks: list[dict[str, Any]]) -> tuple[NamedDay, ...]:
    return tuple(sorted((day, block["name"].strip()) for block in blocks for day in block["days"]))


def _day_faults(schedule: YearSchedule) -> Iterator[str]:
    seen: set[date] = set()
    for day, _name in (*schedule.off, *schedule.make_up):
        if day in seen:
            yield _("%(day)s is listed twice.") % {"day": day}
        seen.add(day)
        if day.year != schedule.year and (day.year, day.month) != (schedule.year - 1, 12):
            yield _("%(day)s is not in %(year)d, nor in the December before it.") % {
                "day": day,
                "year": schedule.year,
            }
    for day, _name in schedule.make_up:
        if day.weekday() < SATURDAY:
            yield _("%(day)s is no Saturday or Sunday, so it cannot be a make-up working day.") % {
                "day": day
            }


def _gaps(schedule: YearSchedule) -> Iterator[str]:
    off = {day for day, _name in schedule.off}
    for month, day in FIXED_HOLIDAYS:
        holiday = date(schedule.year, month, day)
        if holiday not in off:
            yield _("%(day)s is a public holiday and is missing among the days off.") % {
                "day": holiday
            }
    first, last = (date(schedule.year, *ends) for ends in SPRING_FESTIVAL_WINDOW)
    if sum(first <= day <= last for day in off) < SPRING_FESTIVAL_DAYS:
        yield _("The Spring Festival of %(year)d is missing among the days off.") % {
            "year": schedule.year
        }
