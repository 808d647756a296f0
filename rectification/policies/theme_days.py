"""The theme day of the members (主题党日): the 28th of each month, never moved."""

from datetime import date, timedelta
from typing import Final

THEME_DAY: Final = 28


def is_theme_day(day: date) -> bool:
    """Whether off or worked: nothing moves it (docs/rules.md, “Deadlines”)."""
    return day.day == THEME_DAY


def next_theme_day(day: date) -> date:
    """The 28th that comes, or is today."""
    if day.day <= THEME_DAY:
        return day.replace(day=THEME_DAY)
    month_after = day.replace(day=1) + timedelta(days=31)
    return month_after.replace(day=THEME_DAY)
