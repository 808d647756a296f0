"""The years that ship with the product, one file each with the addresses of its notices."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rectification.calendar.year_files import YearSchedule, parse_year


@cache
def shipped_schedules() -> Mapping[int, YearSchedule]:
    files = sorted(Path(__file__).parent.glob("*.toml"))
    schedules = (parse_year(file.read_bytes()) for file in files)
    return MappingProxyType({schedule.year: schedule for schedule in schedules})
