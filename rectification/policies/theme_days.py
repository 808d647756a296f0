"""The theme day of the members (主题党日): the 28th of each month, never moved."""

from datetime import date
from typing import Final

THEME_DAY: Final = 28


def is_theme_day(day: date) -> bool:
    """Whether off or worked: nothing moves it (docs/rules.md, “Deadlines”)."""
    return day.day == THEME_DAY
