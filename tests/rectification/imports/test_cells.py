"""Cells that we write: whatever stands in a text, the workbook opens and nothing runs."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rectification.imports.cells import cell_of


def written(value: Any) -> Any:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([cell_of(sheet, value)])
    stream = BytesIO()
    book.save(stream)
    return load_workbook(stream).worksheets[0]["A1"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "#REF!",
        "#N/A",
        "第一行\n第二行",
        "😀",
        "字" * 32_767,
    ],
)
def test_text_stays_the_text_it_is(text: str) -> None:
    cell = written(text)
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_signs_no_workbook_may_hold_become_blanks(sign: str) -> None:
    """Among them the line break of word processors, which is pasted with the text (\\x0b)."""
    assert written(f"第一行{sign}第二行").value == "第一行 第二行"


def test_what_is_no_text_is_written_as_it_is() -> None:
    assert (written(12).value, written(None).value) == (12, None)
