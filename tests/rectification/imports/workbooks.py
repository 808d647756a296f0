"""Rosters as an office might hand them in: the sample, changed cell by cell, and small ones."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from openpyxl import Workbook, load_workbook

SAMPLE: Final = Path(settings.BASE_DIR) / "fixtures" / "党组织和人员花名册.xlsx"
UNITS, PEOPLE, MEMBERS, OFFICES = "组织", "人员", "组织关系", "任职"
HEADERS: Final[Mapping[str, Sequence[str]]] = {
    UNITS: (
        "组织编码",
        "组织名称",
        "别称",
        "类别",
        "领域",
        "上级编码",
        "生效日期",
        "终止日期",
        "承接组织",
    ),
    PEOPLE: ("人员编号", "姓名", "备注"),
    MEMBERS: ("人员编号", "姓名", "所在支部", "关系类别", "起", "止"),
    OFFICES: ("人员编号", "姓名", "职务代码", "任职组织", "任职起", "任职止", "任职文号"),
}
Rows = Sequence[Sequence[Any]]


def sample(**cells: Any) -> bytes:
    """The sample; `组织__B2="…"` writes another value into a cell."""
    if not cells:
        return SAMPLE.read_bytes()
    book = load_workbook(SAMPLE)
    for place, value in cells.items():
        sheet, _, cell = place.partition("__")
        book[sheet][cell] = value
    return saved(book)


def sound_sample(**cells: Any) -> bytes:
    """The sample without its one refused row: the last of the sheet."""
    book = load_workbook(SAMPLE)
    book[OFFICES].delete_rows(57)
    for place, value in cells.items():
        sheet, _, cell = place.partition("__")
        book[sheet][cell] = value
    return saved(book)


def roster(**sheets: Rows) -> bytes:
    """A file of these sheets with the usual columns; shorter rows end with empty cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(HEADERS[title])
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROOT: Final = ("T-00", "中共柳溪镇委员会", None, "committee", None, None, "2015-01-01")
BRANCH: Final = ("T-21", "石桥村党支部", "石桥支部", "branch", "农村", "T-00", "2015-01-01")
SECOND: Final = ("T-22", "竹林村党支部", None, "branch", "农村", "T-00", "2015-01-01")
TOWN: Final = (ROOT, BRANCH, SECOND)
PERSON: Final = ("P-1", "方圆", None)
OTHER: Final = ("P-2", "甘棠", None)
PAIR: Final = (PERSON, OTHER)


def member(
    begin: Any = "2020-01-01", end: Any = None, *, code: str = "P-1", at: str = "石桥村党支部"
) -> tuple[Any, ...]:
    return (code, None, at, "正式", begin, end)


def office(
    role: str = "SEC",
    begin: Any = "2020-01-01",
    end: Any = None,
    *,
    code: str = "P-1",
    at: str = "石桥村党支部",
) -> tuple[Any, ...]:
    return (code, None, role, at, begin, end)
