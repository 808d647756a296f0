"""Lists of problems as an inspection might feed them back: the sample, changed, and small ones."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from openpyxl import Workbook, load_workbook

from tests.rectification.imports.workbooks import saved

SAMPLE_LIST: Final = Path(settings.BASE_DIR) / "fixtures" / "巡察反馈问题清单.xlsx"
SHEET: Final = "问题清单"
COLUMNS: Final = ("序号", "问题类别", "问题表述", "责任单位", "牵头领导", "整改时限", "备注")
HEAD: Final = "云巡反〔2026〕3号　反馈日期：2026年6月15日"


def sample_list(**cells: Any) -> bytes:
    """The sample; `F5="…"` writes another value into a cell."""
    book = load_workbook(io.BytesIO(SAMPLE_LIST.read_bytes()))
    for cell, value in cells.items():
        book[SHEET][cell] = value
    return saved(book)


def problems(*rows: Sequence[Any], columns: Sequence[str] = COLUMNS, head: str = HEAD) -> bytes:
    """A list with the usual columns in row 2, rows from 3 on."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append([head])
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def line(
    text: str = "党费收缴登记滞后，一季度未公布。",
    unit: str = "石桥村党支部",
    limit: Any = "立行立改",
    *,
    serial: Any = 1,
    category: str = "学习教育方面",
    leader: str = "",
    remark: str = "",
) -> tuple[Any, ...]:
    return (serial, category, text, unit, leader, limit, remark)
