"""F-KIND, F-SIZE, F-CODE: what a file is, told by its content, within bounds of time and memory."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from typing import Any, Final

import pytest
from django.conf import settings
from openpyxl import Workbook

from rectification.imports import container
from rectification.imports.container import MAX_BYTES, MAX_ROWS
from rectification.imports.remarks import FileRefused
from rectification.imports.tables import CellKind, read_tables
from tests.rectification.imports.workbooks import sample, saved


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_tables(content)
    return refused.value.remark.code


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The sample with one part of the archive replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        OLE,
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"{\\rtf1 roster}",
        b"<html><table><tr><td>1</td></tr></table></html>",
        "\ufeff<?xml version='1.0'?><x/>".encode(),
        b"\x00\x01\x02 no text",
        b"PK\x03\x04 no archive at all",
        archive(word__document_xml=b"<w/>"),
        archive(content_xml=b"<office/>"),
        archive(other_xml=b"<x/>"),
        with_part("xl/vbaProject.bin", b"macro"),
        with_part("xl/macrosheets/sheet1.xml", b"<macrosheet/>"),
        with_part("xl/workbook.xml", b"<broken"),
        with_part("xl/worksheets/sheet1.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    ],
)
def test_other_kinds_are_refused_and_told_by_content(content: bytes) -> None:
    assert refusal(content) == "F-KIND"


def test_refusal_says_what_it_is_and_what_to_do() -> None:
    with pytest.raises(FileRefused) as refused:
        read_tables(OLE)
    assert ".xls" in refused.value.remark.text
    assert ".xlsx" in refused.value.remark.text


_REFUSING: Final = """
import re, sys, time
from pathlib import Path
import django
django.setup()
from rectification.imports.remarks import FileRefused
from rectification.imports.tables import read_tables

content, began = sys.stdin.buffer.read(), time.monotonic()
try:
    read_tables(content)
except FileRefused as refused:
    code = refused.remark.code
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(code, time.monotonic() - began, peak[1])
"""


def assert_refused_within_bounds(content: bytes) -> None:
    """F-SIZE after ten seconds and 300 MB at most, in a process that does nothing else.

    Its peak is that of its own memory: `ru_maxrss` begins with the peak of the process above it.
    """
    run = subprocess.run(
        [sys.executable, "-c", _REFUSING],
        input=content,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        check=True,
    )
    code, seconds, peak = run.stdout.decode().split()
    assert code == "F-SIZE"
    assert float(seconds) < 10
    assert int(peak) < 300 * 1024


def test_large_file_is_refused_before_it_is_opened() -> None:
    assert_refused_within_bounds(b"PK" + bytes(MAX_BYTES))


def test_archive_that_unfolds_to_gigabytes_is_refused() -> None:
    bomb = with_part("xl/media/bomb.xml", b" " * (101 * 1024 * 1024))
    assert_refused_within_bounds(bomb)


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.mark.parametrize(
    "rows",
    [
        b"<row/>" * (MAX_ROWS + 1),
        b'<row r="20001"/>',
        b'<row r="1">' + b"<c/>" * 5_000_000,
        b"<row><c><v>1</v></c></row>" * 3_000_000,
    ],
    ids=["rows", "row number", "cells of a row", "cells"],
)
def test_sheet_with_too_many_rows_or_cells_is_refused(rows: bytes) -> None:
    assert_refused_within_bounds(with_part("xl/worksheets/sheet1.xml", MAIN + rows))


def test_texts_without_end_are_refused() -> None:
    texts = b'<sst xmlns="x">' + b"<si><t>a</t></si>" * 600_000
    assert refusal(with_part("xl/sharedStrings.xml", texts)) == "F-SIZE"


def test_sheet_of_just_the_limit_is_read() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("长表")
    for number in range(MAX_ROWS):
        sheet.append([number])
    tables = read_tables(saved(book))
    assert len(tables.shown[0].lines) == MAX_ROWS


def test_csv_of_one_record_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectification.imports.tables.MAX_ROWS", 2)
    assert len(read_tables(b"head\n1\n2\n").shown[0].lines) == 3
    assert refusal(b"head\n1\n2\n3\n") == "F-SIZE"
    assert container.MAX_ROWS == 20_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_each_of_its_encodings(encoding: str) -> None:
    text = '人员编号,姓名\r\nP-1,"方\r\n圆"\r\nP-2,𬒈\r\n'
    (table,) = read_tables(text.encode(encoding)).shown
    assert [line.number for line in table.lines] == [1, 2, 3]
    assert [cell.value for cell in table.lines[1].cells] == ["P-1", "方\r\n圆"]
    assert table.lines[2].cell(1).value == "𬒈"


@pytest.mark.parametrize("content", ["姓名".encode("utf-16"), "姓名,".encode() + b"\xff\xff"])
def test_text_that_cannot_be_decoded_is_refused(content: bytes) -> None:
    assert refusal(content) == "F-CODE"


def cells_of(**given: Any) -> dict[str, Any]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in given.items():
        sheet[place] = value
    return {
        f"{'AB'[column]}{line.number}": cell
        for line in read_tables(saved(book)).shown[0].lines
        for column, cell in enumerate(line.cells)
    }


def test_cells_keep_their_kind_and_formulas_their_secret() -> None:
    cells = cells_of(
        A1="=1+1", B1=datetime(2026, 6, 1, 8), A2=46174, B2=True, A3=" ", B3="\u3000名 ", A4="#N/A"
    )
    assert cells["A1"] == (CellKind.FORMULA, None)
    assert cells["B1"] == (CellKind.DAY, date(2026, 6, 1))
    assert cells["A2"] == (CellKind.NUMBER, 46174)
    assert cells["B2"].kind == CellKind.OTHER
    assert cells["A3"].kind == CellKind.EMPTY
    assert cells["B3"] == (CellKind.TEXT, "\u3000名 ")
    assert cells["A4"].kind == CellKind.OTHER


def test_merged_cells_count_for_their_whole_area() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([1, "石桥"], [2, None], [3, None]):
        sheet.append(row)
    sheet.merge_cells("B1:B3")
    (table,) = read_tables(saved(book)).shown
    assert [line.cell(1).value for line in table.lines] == ["石桥"] * 3


def test_size_that_a_sheet_declares_wrongly_does_not_matter() -> None:
    with zipfile.ZipFile(io.BytesIO(sample())) as packed:
        part = packed.read("xl/worksheets/sheet2.xml")
    wrong = part.replace(b'ref="A1:C61"', b'ref="A1:A2"')
    assert wrong != part
    tables = read_tables(with_part("xl/worksheets/sheet2.xml", wrong))
    assert [len(table.lines) for table in tables.shown] == [21, 61, 61, 60]
