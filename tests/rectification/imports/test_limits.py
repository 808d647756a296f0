"""Time limits as lists write them (docs/how-to/import-a-batch.md)."""

from datetime import date
from typing import Any

import pytest

from rectification.calendar import Period
from rectification.calendar.periods import days, months, working_days
from rectification.enums import DeadlineClass
from rectification.imports.batch.limits import NOT_UNDERSTOOD, Limit, limit_of
from rectification.imports.tables import Cell, CellKind

RECEIVED = date(2026, 6, 15)


def read(text: str) -> Limit:
    return limit_of(Cell(CellKind.TEXT, text), None, RECEIVED)


@pytest.mark.parametrize("text", ["立行立改", "立整立改", "立即整改", "即知即改", "边查边改"])
def test_at_once(text: str) -> None:
    assert read(text) == Limit(DeadlineClass.IMMEDIATE)


@pytest.mark.parametrize("text", ["长期坚持", "常抓常改", "2026年9月底前完成，长期坚持"])
def test_lasting(text: str) -> None:
    assert read(text) == Limit(DeadlineClass.LONG_TERM)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026.11.30", date(2026, 11, 30)),
        ("2026/11/28", date(2026, 11, 28)),
        ("2026-11-28", date(2026, 11, 28)),
        ("２０２６年１１月３０日", date(2026, 11, 30)),
        ("2026年9月30日前", date(2026, 9, 30)),
        ("2026年9月30日之前完成整改", date(2026, 9, 30)),
        ("2026年12月底前", date(2026, 12, 31)),
        ("2026年 9 月底", date(2026, 9, 30)),
        ("2028年2月末", date(2028, 2, 29)),
        ("2026年底前", date(2026, 12, 31)),
    ],
)
def test_day(text: str, day: date) -> None:
    assert read(text) == Limit(DeadlineClass.LIMITED, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月底前", date(2026, 9, 30)),
        ("11月3日前", date(2026, 11, 3)),
        ("年底前完成", date(2026, 12, 31)),
    ],
)
def test_day_without_a_year_is_one_of_the_year_of_receipt(text: str, day: date) -> None:
    assert read(text) == Limit(DeadlineClass.LIMITED, day, without_year=True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3个月内", months(3)),
        ("三个月内完成", months(3)),
        ("10个工作日内", working_days(10)),
        ("15日内", days(15)),
        ("十五天内", days(15)),
        ("自收到之日起二十日内", days(20)),
        ("两个月以内", months(2)),
    ],
)
def test_period(text: str, period: Period) -> None:
    assert read(text) == Limit(DeadlineClass.LIMITED, period=period)


@pytest.mark.parametrize(
    "text",
    [
        "尽快",
        "2026年2月30日",
        "2026/6/31",
        "13月底前",
        "-5日内",
        "0日内",
        "9月",
        "99999个月内",
        "-3",
    ],
)
def test_what_is_no_limit(text: str) -> None:
    assert read(text) == NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("kind", "value", "behind", "limit"),
    [
        (CellKind.DAY, date(2026, 9, 25), None, Limit(DeadlineClass.LIMITED, date(2026, 9, 25))),
        (CellKind.NUMBER, 20260925, None, Limit(DeadlineClass.LIMITED, date(2026, 9, 25))),
        (
            CellKind.NUMBER,
            46290,
            date(2026, 9, 25),
            Limit(DeadlineClass.LIMITED, date(2026, 9, 25), from_serial=True),
        ),
        (CellKind.NUMBER, 30, date(1900, 1, 30), NOT_UNDERSTOOD),
        (CellKind.NUMBER, -46290, None, NOT_UNDERSTOOD),
    ],
)
def test_cell_that_is_no_text(kind: CellKind, value: Any, behind: Any, limit: Limit) -> None:
    assert limit_of(Cell(kind, value), behind, RECEIVED) == limit
