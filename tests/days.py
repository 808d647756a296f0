"""Days and hours of the township."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def at(day: date | str, clock: str = "09:00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


MONDAY: Final = at("2026-05-11", "10:00:00")
"""No holiday within a month."""
