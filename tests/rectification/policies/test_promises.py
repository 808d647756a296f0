"""docs/rules.md 4.5: a promise for a day off holds until the next working day."""

from datetime import date

import pytest

from rectification.policies.promises import is_kept
from rectification.selectors.calendar import current_calendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("promised", "done", "kept"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), True),
        (date(2026, 11, 20), date(2026, 11, 23), False),
        (date(2026, 11, 21), date(2026, 11, 23), True),
        (date(2026, 10, 1), date(2026, 10, 8), True),
        (None, date(2026, 11, 20), None),
        (date(2026, 11, 20), None, None),
    ],
)
def test_a_promise_for_a_day_off_holds_until_the_next_working_day(
    promised: date | None, done: date | None, kept: bool | None
) -> None:
    assert is_kept(promised, done, current_calendar()) is kept
