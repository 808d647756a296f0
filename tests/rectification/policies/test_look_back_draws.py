"""docs/rules.md 4.5: which quarter is drawn from, from which day on, and how many."""

from datetime import date

import pytest

from rectification.calendar import WorkingCalendar
from rectification.policies.look_back_draws import (
    is_drawn_by,
    quarter_before,
    quarters_before,
    sample_size,
)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 4, 1), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 12, 31), (date(2026, 7, 1), date(2026, 9, 30))),
    ],
)
def test_quarter_that_is_over(day: date, quarter: tuple[date, date]) -> None:
    assert quarter_before(day) == quarter


def test_last_quarters_newest_first() -> None:
    spans = quarters_before(date(2026, 4, 1), 3)
    assert [since for since, _until in spans] == [
        date(2026, 1, 1),
        date(2025, 10, 1),
        date(2025, 7, 1),
    ]
    assert quarters_before(date(2026, 4, 1), 1) == [quarter_before(date(2026, 4, 1))]


def test_drawn_from_the_first_working_day_of_the_next_quarter_on() -> None:
    calendar = WorkingCalendar.of([])
    # The 31st of October is not the end of a quarter; the 31st of January 2026 is a Saturday.
    ended = date(2026, 1, 30)
    drawn = [is_drawn_by(date(2026, 1, day), ended, calendar) for day in (30, 31)]
    assert drawn == [False, False]
    assert [is_drawn_by(date(2026, 2, day), ended, calendar) for day in (1, 2, 3)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("candidates", "share", "size"),
    [(0, 20, 0), (1, 20, 1), (4, 20, 1), (5, 20, 1), (6, 20, 2), (10, 20, 2), (11, 20, 3)]
    + [(3, 100, 3), (7, 50, 4)],
)
def test_share_is_rounded_up_and_never_nothing(candidates: int, share: int, size: int) -> None:
    assert sample_size(candidates, share) == size
