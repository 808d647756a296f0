"""docs/rules.md 4.5: until when a problem may take to be rectified."""

from datetime import date

import pytest

from rectification.calendar import Clock
from rectification.enums import CaseStage
from rectification.policies.limits import rectification_clock, rectification_limit
from rectification.selectors.calendar import current_calendar
from tests.factories import Township, case_in


@pytest.mark.parametrize(
    ("deadline_class", "source", "clock", "last"),
    [
        ("immediate", "self_found", Clock.RECTIFY_IMMEDIATE, date(2026, 5, 20)),
        ("limited", "self_found", Clock.RECTIFY_LIMITED, date(2026, 7, 13)),
        ("long_term", "inspection", Clock.RECTIFY_LONG_TERM, date(2026, 8, 11)),
        ("limited", "inspection", Clock.RECTIFY_INSPECTION, date(2026, 9, 1)),
    ],
)
def test_class_and_source_decide_how_long_it_may_take(
    town: Township, deadline_class: str, source: str, clock: Clock, last: date
) -> None:
    """An inspection's period began with its feedback, on 1 March."""
    case = case_in(
        town,
        CaseStage.PLANNING,
        deadline_class=deadline_class,
        source=source,
        found_on=date(2026, 3, 1),
    )
    assert rectification_clock(case) == clock
    found = rectification_limit(case, date(2026, 5, 11), current_calendar())
    assert found.on == last
