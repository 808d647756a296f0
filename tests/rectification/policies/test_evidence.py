from datetime import date

import pytest
import time_machine

from rectification.exceptions import CaseError
from rectification.models import Evidence, Measure, Progress
from rectification.policies import evidence as rule

MEASURE = Measure(due_on=date(2026, 5, 20))
DONE = date(2026, 5, 18)


@pytest.mark.parametrize(
    ("made_on", "late_reason", "field"),
    [
        (None, "", "made_on"),
        (date(2026, 5, 26), "会后整理。", "made_on"),
        (date(1999, 12, 31), "", "made_on"),
        (date(2026, 5, 19), " ", "late_reason"),
        (date(2026, 5, 21), "", "late_reason"),
    ],
)
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_made_on_refuses(made_on: date | None, late_reason: str, field: str) -> None:
    with pytest.raises(CaseError) as refused:
        rule.check_made_on(measure=MEASURE, done_on=DONE, made_on=made_on, late_reason=late_reason)
    assert (refused.value.field, refused.value.rule) == (field, "V4")


@pytest.mark.parametrize(
    ("made_on", "late_reason"),
    [(date(2026, 5, 17), ""), (DONE, ""), (date(2026, 5, 25), "会后补写，已注明。")],
)
@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_made_on_accepts(made_on: date, late_reason: str) -> None:
    made = rule.check_made_on(
        measure=MEASURE, done_on=DONE, made_on=made_on, late_reason=late_reason
    )
    assert made == rule.Made(made_on, late_reason)


@time_machine.travel("2026-05-25T02:00:00Z", tick=False)
def test_check_done_on() -> None:
    rule.check_done_on(date(2026, 5, 25))
    with pytest.raises(CaseError) as refused:
        rule.check_done_on(date(2026, 5, 26))
    assert refused.value.field == "done_on"


@pytest.mark.parametrize(
    ("made_on", "done_on", "late_reason", "late"),
    [
        (date(2026, 5, 18), DONE, "", False),
        (date(2026, 5, 18), DONE, "补写", True),
        (date(2026, 5, 19), DONE, "", True),
        (date(2026, 5, 20), date(2026, 5, 22), "", False),
        (date(2026, 5, 21), date(2026, 5, 22), "", True),
    ],
)
def test_is_late_after_the_work_or_after_the_last_day(
    made_on: date, done_on: date, late_reason: str, late: bool
) -> None:
    note = Progress(measure=MEASURE, done_on=done_on)
    found = Evidence(progress=note, made_on=made_on, late_reason=late_reason)
    assert rule.is_late(found) is late
