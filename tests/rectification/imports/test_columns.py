"""What somebody says of the columns goes before what was recognised, if it can stand."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.columns import NOT_IMPORTED, Columns, ColumnsUnknown, headed_table
from rectification.imports.error_file import error_file
from rectification.imports.headings import Heading
from rectification.imports.opinions.judging import OnRecord, judge
from rectification.imports.opinions.reading import read_register
from rectification.imports.tables import read_tables
from tests.rectification.imports.lists import line, problems

USUAL = ("序号", "问题类别", "问题表述", "责任单位", "牵头领导", "整改时限", "备注")


def heading_of(columns: Columns, names: tuple[str, ...] = USUAL) -> Heading:
    tables = read_tables(problems(line(), columns=names))
    return headed_table(tables, PROBLEMS, columns)[1]


def test_nothing_said_is_as_recognised() -> None:
    heading = heading_of(Columns())
    assert heading.columns == {
        "serial": 0,
        "category": 1,
        "text": 2,
        "unit": 3,
        "leader": 4,
        "limit": 5,
        "remark": 6,
    }
    assert heading.left == ()


def test_said_column_takes_the_field_from_the_recognised_one() -> None:
    heading = heading_of(Columns(told={6: "measure", 4: NOT_IMPORTED}))
    assert (heading.columns["measure"], heading.labels["measure"]) == (6, "备注")
    assert not heading.has("remark")
    assert heading.left == ((4, "牵头领导"),)
    assert heading_of(Columns(told={6: "text"})).columns["text"] == 6


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"情况": "text"}, {"text": 2}),
        ({"情况（简述）": "text", "备注": "measure"}, {"text": 2, "measure": 6}),
        ({"情况": "text", "序号": NOT_IMPORTED}, {"text": 2}),
    ],
)
def test_headings_are_named_as_a_command_does(named: dict[str, str], found: dict[str, int]) -> None:
    names = (*USUAL[:2], "情况（简述）", *USUAL[3:])
    heading = heading_of(Columns(named=named), names)
    assert {name: heading.columns[name] for name in found} == found
    assert heading.has("serial") is ("序号" not in named)
    assert heading.has("remark") is ("备注" not in named)


def test_named_heading_goes_before_the_recognised_one() -> None:
    assert heading_of(Columns(named={"备注": "text"})).columns["text"] == 6


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        (Columns(told={2: "text", 6: "text"}), "F-COLUMN", ("问题", "C列", "G列", "不导入")),
        (Columns(named={"问题表述": "text", "备注": "text"}), "F-COLUMN", ("问题表述", "备注")),
        (Columns(named={"情况": "remark"}), "F-COLUMN", ("情况", "责任单位")),
        (Columns(told={3: NOT_IMPORTED}), "F-HEADER", ("责任单位",)),
        (Columns(named={"问题表述": NOT_IMPORTED}), "F-HEADER", ("问题表述",)),
    ],
)
def test_contradiction_is_refused_with_field_and_rule(
    columns: Columns, code: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(ColumnsUnknown) as refused:
        heading_of(columns)
    assert refused.value.remark.code == code
    assert all(word in str(refused.value.remark) for word in words)
    assert refused.value.table is not None


def test_column_about_a_home_is_never_read() -> None:
    names = (*USUAL[:6], "家庭住址")
    with pytest.raises(ColumnsUnknown) as refused:
        heading_of(Columns(told={6: "remark"}), names)
    assert refused.value.remark.code == "F-COLUMN"


def test_header_below_a_mark_of_secrecy_is_taken_from_nobody() -> None:
    tables = read_tables(problems(("机密★", *line()[1:]), line()))
    with pytest.raises(ColumnsUnknown) as refused:
        headed_table(tables, PROBLEMS, Columns(row=4, told={2: "text", 3: "unit"}))
    assert refused.value.heading is None


def test_contact_that_is_not_imported_stays_out_of_the_refused_rows() -> None:
    """Nor does a name in a column that no import knows."""
    content = "登记日期,意见内容,联系方式,反映人\n2026/5/7,,13800001111,欧阳霁月\n".encode()
    register = read_register(content, Columns(told={2: NOT_IMPORTED}))
    assert register.left == ["联系方式", "反映人"]
    on_record = OnRecord({}, {}, {}, date(2026, 6, 16), lambda text: False)
    file = error_file(
        [(register.table, register.heading)],
        judge(register, on_record),
        sealed=frozenset({"contact"}),
    )
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    head, row = sheet.iter_rows(values_only=True)
    assert head[:4] == ("登记日期", "意见内容", "联系方式", "反映人")
    assert row[:4] == ("2026/5/7", None, None, None)
