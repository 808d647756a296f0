"""The page is that of GB/T 9704-2012: read back from the pdf and compared with its numbers."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from rectification.documents.lists import LISTS, ListKind, ListPaper, Sort, contents_of_list
from rectification.documents.typesetting import Box, Contents, Grid, Layout, fonts, pdf_of
from rectification.documents.typesetting import geometry as page
from tests.rectification.documents.typesetting.lines import (
    ASCENT,
    Row,
    faces_on,
    mm,
    pages_of,
    rows_of,
    top_of,
)
from tests.rectification.documents.typesetting.samples import across, form, plain_running, running


@cache
def read() -> list[tuple[Any, list[Row]]]:
    return read_back(plain_running())


def read_back(contents: Contents) -> list[tuple[Any, list[Row]]]:
    return [(each, rows_of(each)) for each in pages_of(pdf_of(contents.layout, contents.data()))]


def room_between(above: Row, below: Row) -> float:
    """From the lower edge of the signs of a line to the upper edge of those of the next."""
    foot = above.base - (1 - ASCENT) * above.size
    return mm(foot - below.base - ASCENT * below.size)


def test_numbers_are_those_of_the_standard() -> None:
    assert (page.PAGE, page.TOP, page.BINDING) == ((210, 297), 37, 28)
    assert (page.AREA, page.LINES, page.CHARACTERS) == ((156, 225), 22, 28)
    assert (page.BODY_SIZE, page.TITLE_SIZE, page.FOLIO_SIZE) == (16, 22, 14)
    assert (page.OUTSIDE, page.BOTTOM) == (26, 35)


def test_sheet_is_a4() -> None:
    sheet, _rows = read()[0]
    assert mm(float(sheet.mediabox.width)) == pytest.approx(210, abs=0.1)
    assert mm(float(sheet.mediabox.height)) == pytest.approx(297, abs=0.1)


@pytest.mark.parametrize(("number", "left"), [(2, 26), (3, 28)])
def test_full_page_has_22_lines_of_28_characters_in_the_type_area(number: int, left: float) -> None:
    """The binding edge is at the left of odd pages and at the right of even ones."""
    sheet, rows = read()[number - 1]
    lines = rows[:-1]
    assert len(lines) == 22
    assert {len(row.text) for row in lines} == {28}
    assert {round(row.size, 1) for row in lines} == {16}
    assert {round(mm(row.left), 1) for row in lines} == {left}
    assert top_of(sheet, lines[0]) == pytest.approx(37, abs=0.1)
    assert top_of(sheet, lines[-1]) + mm(16) == pytest.approx(37 + 225, abs=0.2)
    steps = [above.base - below.base for above, below in zip(lines, lines[1:], strict=False)]
    assert steps == pytest.approx([page.PITCH] * 21, abs=0.15)


def test_page_numbers_stand_at_the_outer_edge_one_character_in() -> None:
    for number, (sheet, rows) in enumerate(read()[:3], start=1):
        folio = rows[-1]
        assert folio.text == f"— {number} —"
        assert folio.size == pytest.approx(14, abs=0.01)
        assert top_of(sheet, folio) == pytest.approx(37 + 225 + 7, abs=0.1)
        if number % 2:
            assert mm(folio.left) > 160
        else:
            assert mm(folio.left) == pytest.approx(26 + mm(14), abs=0.1)


def test_title_is_of_22_points_and_centred_and_headings_are_numbered() -> None:
    sheet, rows = read_back(running())[0]
    title = rows[0]
    assert (title.text, round(title.size)) == ("关于整改情况的通报", 22)
    middle = mm(title.left) + mm(22 * len(title.text) + page.TRACKING * len(title.text)) / 2
    assert middle == pytest.approx(28 + 156 / 2, abs=1)
    assert rows[1].text == "（未编号稿）"
    heads = [row.text for row in rows[2:6]]
    assert heads == ["一、总体情况", "（一）认领情况", "1. 要点", "（1）细目"]
    assert {round(row.size, 1) for row in rows[2:8]} == {16}
    assert {round(mm(row.left - rows[7].left)) for row in rows[2:7]} == {round(mm(32))}


def test_faces_are_those_of_the_standard_then_free_ones() -> None:
    """小标宋, 仿宋, 黑体, 楷体 where the office has them; the page read here is set without."""
    first = {use: names[0] for use, names in fonts._FALLBACK.items()}
    assert first == {
        "body": "FangSong_GB2312",
        "title": "FZXiaoBiaoSong-B05S",
        "first": "SimHei",
        "second": "KaiTi_GB2312",
        "folio": "SimSun",
    }
    found = faces_on(pages_of(pdf_of("running", running("整改", "通报").data()))[0])
    of_first = next(face for words, face in found.items() if "总体情况" in words)
    others = {face for words, face in found.items() if "总体情况" not in words}
    assert "NotoSansSC" in of_first
    assert all("NotoSerifSC" in face for face in others)


def test_paper_that_was_issued_bears_its_number_and_code() -> None:
    issued = running(issuer="中共松澜镇委员会").issued(number="松发〔2026〕7号", code="AB12")
    pages = read_back(issued)
    words = [row.text for row in pages[0][1]]
    assert words[:3] == ["中共松澜镇委员会", "松发〔2026〕7号", "关于整改情况的通报"]
    mark, number, title = pages[0][1][:3]
    free = [room_between(mark, number), room_between(number, title) - 4]
    assert free == pytest.approx([mm(2 * page.PITCH)] * 2, abs=1)
    assert [any("AB12" in row.text for row in rows) for _sheet, rows in pages] == [True] * len(
        pages
    )
    last = pages[-1][1]
    signed = {row.text: row for row in last}
    right = mm(signed["2026年11月27日"].left) + mm(16 * 9)
    assert right < 28 + 156


def test_list_lies_across_with_its_heading_on_each_page() -> None:
    pages = read_back(across())
    assert len(pages) > 1
    for sheet, rows in pages:
        assert mm(float(sheet.mediabox.width)) == pytest.approx(297, abs=0.1)
        assert any(row.text.replace(" ", "") == "序号整改措施" for row in rows)
        assert min(mm(row.left) for row in rows if "措施" in row.text) >= 35


def test_turned_page_bears_its_number_where_an_upright_one_does() -> None:
    """Turned so that its left edge lies below: odd ones at the right, even ones at the left."""
    for number, (_sheet, rows) in enumerate(read_back(across())[:2], start=1):
        (folio,) = [row for row in rows if row.text.strip() == f"— {number} —"]
        assert mm(folio.left) == pytest.approx(35 - 7 - mm(14) * ASCENT, abs=0.5)
        if number % 2:
            assert mm(folio.base) < 60
        else:
            assert mm(folio.base) > 150


@pytest.mark.parametrize("kind", LISTS.values(), ids=lambda each: each.name)
def test_no_day_is_torn_on_a_list(kind: ListKind) -> None:
    """The widest there is; its year may stand above it."""
    values = [date(2026, 12, 31) if each.sort == Sort.DATE else "" for each in kind.columns]
    paper = ListPaper("清单", "", kind.columns)
    rows = read_back(contents_of_list(paper, [values]))[0][1]
    days = sum(row.text.count("12月31日") for row in rows)
    assert days == sum(each.sort == Sort.DATE for each in kind.columns)


def test_index_of_a_file_tears_no_day() -> None:
    """The widest there is, of what it is about and of its issue."""
    day = date(2026, 12, 28)
    part = replace(form(), number="云溪镇纪检委办督〔2026〕123号", dated=day, issued_on=day)
    rows = read_back(Contents(layout=Layout.FILE, title="档案", day=day, parts=[part]))[1][1]
    words = [row.text for row in rows]
    assert "目录" in words[0]
    assert sum(text.count("2026年12月28日") for text in words) == 2
    assert any("2026年12月28日印发" in text for text in words)


def test_hand_stands_beneath_what_was_written() -> None:
    """Of one line as of many, and beneath the signature of whoever issued it."""
    reply = Grid([[Box("回复", "已经完成", "石守信")]])
    rows = read_back(replace(running("整改"), below=[reply]))[0][1]
    words = ("2026年11月27日", "已经完成", "石守信")
    signed, written, hand = (next(r.base for r in rows if each in r.text) for each in words)
    assert signed > written >= hand + page.FORM_SIZE * 1.4


def test_same_data_give_the_same_bytes() -> None:
    first, again = (pdf_of("running", running("整改").data()) for _ in range(2))
    assert first == again
