"""Which sheets and columns of a roster are read, and how cells become texts and days."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rectification.imports.opinions.reading import read_register
from rectification.imports.remarks import FileRefused
from rectification.imports.roster.reading import read_roster
from rectification.imports.roster.rows import Roster, Row
from rectification.imports.secrecy import bears_mark
from rectification.imports.texts import compact, day_of, plain
from tests.rectification.imports.workbooks import (
    HEADERS,
    MEMBERS,
    PEOPLE,
    ROOT,
    SAMPLE,
    UNITS,
    member,
    office,
    roster,
    sample,
    saved,
)


def codes(row: Row) -> list[str]:
    return [remark.code for remark in row.remarks]


def sheet_codes(found: Roster) -> list[tuple[str, int | None, str]]:
    return [(about.sheet, about.number, about.remark.code) for about in found.remarks]


def table(*rows: list[Any], title: str = "表") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_roster(content)
    return refused.value.remark.code


# --- sheets and headers -------------------------------------------------------------------------


def test_sample_is_read_whole() -> None:
    found = read_roster(sample())
    counts = (found.organisations, found.people, found.memberships, found.appointments)
    assert [len(rows) for rows in counts] == [20, 60, 60, 59]
    assert found.remarks == []
    assert found.left["人员"] == ["备注"]


def test_sheets_are_told_by_their_headers_and_columns_by_their_names() -> None:
    content = table(
        ["石桥村党支部党员情况"],
        [None, "制表：组织办"],
        ["起始日期", "所属党支部", "党员类别", "党员姓名", "党员编号（八位）", "终止日期"],
        ["2020-01-01", "石桥村党支部", "正式党员", "方　圆", "Ｐ－１", None],
        title="随便什么名字",
    )
    (row,) = read_roster(content).memberships
    assert (row.number, row.person, row.name) == (4, "P-1", "方圆")
    assert (row.organisation, row.kind) == ("石桥村党支部", "full")
    assert (row.valid_from, row.valid_to) == (date(2020, 1, 1), None)


def test_header_of_two_levels_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["人员编号", "姓名", "职务", "任职组织", "任职", None])
    sheet.append([None, None, None, None, "起", "止"])
    sheet.append(["P-1", "方圆", "SEC", "石桥村党支部", "2020-01-01", "2021-01-01"])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"):
        sheet.merge_cells(area)
    (row,) = read_roster(saved(book)).appointments
    assert (row.number, row.valid_from, row.valid_to) == (3, date(2020, 1, 1), date(2021, 1, 1))


def test_hidden_and_strange_sheets_are_named_and_not_read() -> None:
    book = load_workbook(SAMPLE)
    book[MEMBERS].sheet_state = "hidden"
    book.create_sheet("填写说明").append(["请按实际情况填写"])
    found = read_roster(saved(book))
    assert sheet_codes(found) == [("组织关系", None, "W-SHEET"), ("填写说明", None, "W-SHEET")]
    assert found.memberships == []


def test_sheet_without_a_needed_column_is_refused_and_says_which() -> None:
    content = table(["人员编号", "姓名", "党小组", "关系类别", "起", "止"], ["P-1"])
    (about,) = read_roster(content).remarks
    assert (about.remark.code, about.remark.field, about.number) == ("E-COLUMN", "所在支部", 1)


def test_header_further_down_than_fifteen_lines_is_none() -> None:
    lines: list[list[Any]] = [["说明"]] * 14
    assert len(read_roster(table(*lines, ["人员编号", "姓名"], ["P-1", "方圆"])).people) == 1
    assert refusal(table(*lines, ["说明"], ["人员编号", "姓名"], ["P-1", "方圆"])) == "F-HEADER"


def test_columns_about_private_life_are_listed_and_never_read() -> None:
    content = table(
        ["人员编号", "姓名", "身份证号", "出生年月", "家庭成员", "现住址", "电话"],
        ["P-1", "方圆", "=1+1", "秘密★", "不应出现", "不应出现", "不应出现"],
    )
    found = read_roster(content)
    (about,) = found.remarks
    assert about.remark.code == "W-COLUMN"
    assert "身份证号、出生年月、家庭成员、现住址" in about.remark.text
    assert "电话" not in about.remark.text
    assert found.left["表"] == ["身份证号", "出生年月", "家庭成员", "现住址", "电话"]
    assert found.people[0].remarks == ()
    assert "不应出现" not in repr(found)


def test_blank_lines_sums_and_footers_are_passed_over() -> None:
    content = table(
        ["人员编号", "姓名"],
        ["P-1", "方圆"],
        [None, " "],
        ["合　计", "1人"],
        ["填表人：方圆"],
        ["注：本表一式两份"],
    )
    found = read_roster(content)
    assert [row.person for row in found.people] == ["P-1"]
    assert found.skipped == {"表": 4}


def test_opinion_that_begins_like_a_footer_is_read() -> None:
    rows = "填表人一栏总是空着，没人管,2026/6/2\n填表人：方圆,2026/6/2\n填表人方圆\n"
    found = read_register(f"意见内容,登记日期\n{rows}".encode())
    assert [row.text for row in found.rows] == ["填表人一栏总是空着，没人管"]
    assert found.skipped == 2


def test_csv_is_one_sheet() -> None:
    (row,) = read_roster("人员编号,姓名\nP-1,方圆\n".encode("gb18030")).people
    assert (row.sheet, row.number, row.person) == ("CSV", 2, "P-1")


# --- secrecy ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("秘密★1年", True),
        ("机 密 ★", True),
        ("绝密", True),
        ("（机密）", True),
        ("【秘密】花名册", True),
        ("保守秘密情况", False),
        ("工作秘密", False),
        ("秘密会议记录", False),
    ],
)
def test_marks_of_secrecy_are_told_from_words(text: str, marked: bool) -> None:
    assert bears_mark(text) is marked


def test_file_with_a_mark_is_refused_whole() -> None:
    people = list(HEADERS[PEOPLE])
    assert refusal(table(people, ["P-1", "方圆"], title="名册（秘密）")) == "F-SECRET"
    assert refusal(table(["机密★3年"], people, ["P-1", "方圆"])) == "F-SECRET"
    book = load_workbook(io.BytesIO(sample()))
    book.create_sheet("绝密").sheet_state = "hidden"
    assert refusal(saved(book)) == "F-SECRET"


def test_row_with_a_mark_is_refused_without_a_word_of_it() -> None:
    found = read_roster(sample(人员__C61="机密★"))
    row = found.people[-1]
    assert codes(row) == ["E-SECRET"]
    assert row.secret
    assert "万里" not in repr(row)
    assert "机密" not in repr(row)


# --- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read", "remarks"),
    [
        (datetime(2026, 6, 1, 10), date(2026, 6, 1), []),
        (date(2026, 6, 1), date(2026, 6, 1), []),
        ("2026-06-01", date(2026, 6, 1), []),
        ("２０２６／６／１", date(2026, 6, 1), []),
        ("2026年6月1日", date(2026, 6, 1), []),
        ("2026.6.1", date(2026, 6, 1), []),
        ("20260601", date(2026, 6, 1), []),
        (20260601, date(2026, 6, 1), []),
        (46174, date(2026, 6, 1), ["W-SERIAL"]),
        ("46174", date(2026, 6, 1), ["W-SERIAL"]),
        ("2026-06-31", None, ["E-DATE"]),
        ("2026年6月", None, ["E-DATE"]),
        ("6月1日", None, ["E-DATE"]),
        ("0026-06-01", None, ["E-DATE"]),
        ("去年", None, ["E-DATE"]),
        (-5, None, ["E-DATE"]),
        (10**12, None, ["E-DATE"]),
        (True, None, ["E-FORMULA"]),
        ("=TODAY()", None, ["E-FORMULA"]),
        (None, None, ["E-EMPTY"]),
    ],
)
def test_days_as_people_write_them(written: Any, read: date | None, remarks: list[str]) -> None:
    (row,) = read_roster(roster(组织关系=[member(written)])).memberships
    assert (row.valid_from, codes(row)) == (read, remarks)


def test_serial_numbers_follow_the_epoch_of_the_workbook() -> None:
    book = load_workbook(io.BytesIO(roster(组织关系=[member(44712)])))
    book.epoch = datetime(1904, 1, 1)
    (row,) = read_roster(saved(book)).memberships
    assert row.valid_from == date(2026, 6, 1)


def test_formula_is_refused_with_its_address() -> None:
    (row,) = read_roster(roster(人员=[("P-1", '=CONCAT("方","圆")', None)])).people
    (remark,) = row.remarks
    assert (remark.code, remark.field, row.name) == ("E-FORMULA", "姓名", "")
    assert "B2" in remark.text


def test_text_like_a_formula_is_kept_as_text() -> None:
    found = read_roster("人员编号,姓名\nP-1,=cmd|'/c calc'!A1\n".encode())
    (row,) = found.people
    assert (row.name, codes(row)) == ("=cmd|'/ccalc'!A1", ["W-TEXT"])


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        (PEOPLE, ("P-1", None), ["E-EMPTY"]),
        (PEOPLE, ("P-1", "名" * 61), ["E-VALUE"]),
        (PEOPLE, ("P-1", "方\ufffd"), ["E-VALUE"]),
        (UNITS, (*ROOT[:3], "club", *ROOT[4:]), ["E-VALUE"]),
        (UNITS, (*ROOT[:4], "月球", *ROOT[5:]), ["E-VALUE"]),
        ("任职", office("MEM"), ["E-VALUE"]),
        ("任职", office("书记员"), ["E-VALUE"]),
    ],
)
def test_values_that_cannot_be_are_refused(
    sheet: str, row: tuple[Any, ...], expected: list[str]
) -> None:
    found = read_roster(roster(**{sheet: [row]}))
    rows: list[Row] = [*found.organisations, *found.people, *found.appointments]
    assert [codes(read) for read in rows] == [expected]


def test_codes_written_as_numbers_are_texts() -> None:
    (row,) = read_roster(roster(人员=[(101.0, "方圆", None)])).people
    assert row.person == "101"


def test_rare_letters_are_kept_and_marks_without_shape_are_not() -> None:
    """Of one's own computer, and of an extension newer than this Python."""
    rare = "\ue123\U000323b0𬒈㐀村"
    (row,) = read_register(f"意见内容,登记日期\n\u200b{rare}路灯不亮,2026/6/2\n".encode()).rows
    assert row.text == f"{rare}路灯不亮"
    assert compact(f"{rare}\u200b\x07 路") == f"{rare}路"


def test_short_texts_are_normalised() -> None:
    assert plain(" 甲\u3000\u3000乙\u200b\x07 ﾃ ") == "甲 乙 テ"
    assert day_of("2026/06/01 00:00:00") == date(2026, 6, 1)
