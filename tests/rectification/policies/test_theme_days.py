"""The 28th, never moved."""

from datetime import date

import pytest

from rectification.policies.theme_days import is_theme_day, next_theme_day


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-01", "2026-02-28"),
        ("2026-05-28", "2026-05-28"),
        ("2026-05-29", "2026-06-28"),
        ("2026-12-31", "2027-01-28"),
    ],
)
def test_next_theme_day(day: str, expected: str) -> None:
    assert next_theme_day(date.fromisoformat(day)) == date.fromisoformat(expected)


def test_theme_day_is_the_28th_also_on_a_sunday() -> None:
    assert [is_theme_day(date(2026, 6, day)) for day in (27, 28, 29)] == [False, True, False]
