"""Both forms show what was written as it was written, and a template may do no more than show."""

import io
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from rectification.documents.typesetting import (
    Box,
    Contents,
    Grid,
    Layout,
    TemplateRefused,
    default_template,
    docx_of,
    pdf_of,
)
from tests.rectification.documents.typesetting.lines import pages_of
from tests.rectification.documents.typesetting.samples import DAY, SIGNS, across, form, running

FONTS: Final = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
IN_ORDER: Final = (
    *("pStyle", "keepNext", "keepLines", "widowControl", "numPr", "pBdr", "tabs", "spacing"),
    *("ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr"),
)
"""What is said of a paragraph, in the order of the format (ECMA-376, 17.3.1.26)."""
SAMPLES = [running(SIGNS, SIGNS), form(SIGNS, SIGNS), across(2, SIGNS, SIGNS)]


def words_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("contents", SAMPLES, ids=lambda each: str(each.layout))
def test_signs_of_markup_come_out_as_written(contents: Contents) -> None:
    pages = pages_of(pdf_of(contents.layout, contents.data()))
    words = "".join("".join(each.extract_text() for each in pages).split())
    assert words.count("".join(SIGNS.split())) >= 2
    filled = docx_of(default_template(contents.layout), contents.data())
    assert words_of_docx(filled).count(SIGNS) >= 2


def test_signs_that_no_page_can_show_are_left_out() -> None:
    contents = running("前\x00\x0b后\u202e完", "标\n题")
    words = words_of_docx(docx_of(default_template(Layout.RUNNING), contents.data()))
    assert "标 题" in words
    assert "\u202e" not in words
    assert pdf_of(Layout.RUNNING, contents.data()).startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["\U00020bb7", "\U0001f600"])
def test_sign_that_no_font_has_does_not_keep_a_paper_back(sign: str) -> None:
    contents = running(f"前{sign}后", "标题")
    pages = pages_of(pdf_of(Layout.RUNNING, contents.data()))
    assert "后" in "".join(each.extract_text() for each in pages)
    assert f"前{sign}后" in words_of_docx(
        docx_of(default_template(Layout.RUNNING), contents.data())
    )
    assert b"pdfaid" in pdf_of(Layout.RUNNING, running("前后", "标题").data())
    assert pdf_of(Layout.RUNNING, contents.data()) == pdf_of(Layout.RUNNING, contents.data())


def test_docx_has_the_page_of_the_standard_and_names_no_maker() -> None:
    document = Document(io.BytesIO(default_template(Layout.RUNNING)))
    section = document.sections[0]
    assert in_mm(section.page_width, section.page_height) == [210, 297]
    assert in_mm(section.top_margin, section.bottom_margin) == [37, 35]
    assert in_mm(section.left_margin, section.right_margin) == [28, 26]
    assert document.core_properties.author == ""
    turned = Document(io.BytesIO(default_template(Layout.ACROSS))).sections[0]
    assert in_mm(turned.page_width, turned.page_height) == [297, 210]


@pytest.mark.parametrize("layout", [Layout.RUNNING, Layout.FORM, Layout.ACROSS])
def test_docx_says_everything_in_the_order_of_the_format(layout: Layout) -> None:
    """LibreOffice takes any order; a program that checks the file would call it broken."""
    with zipfile.ZipFile(io.BytesIO(default_template(layout))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[-4:] == ".xml"}
    told = 0
    for name, content in parts.items():
        for about in parse_xml(content).iter(qn("w:pPr")):
            places = [IN_ORDER.index(each.tag.rpartition("}")[2]) for each in about]
            assert places == sorted(places), name
            told += 1
    assert told > 10
    settings = [each.tag for each in parse_xml(parts["word/settings.xml"])]
    assert settings[:2] == [qn("w:zoom"), qn("w:mirrorMargins")]


def test_docx_names_the_faces_of_the_standard() -> None:
    """方正小标宋, then 黑体, 楷体 and 仿宋 by level: titles and headings are told apart by them."""
    for layout in (Layout.RUNNING, Layout.FORM, Layout.ACROSS):
        styles = Document(io.BytesIO(default_template(layout))).styles
        named = ["Paper title", *(f"Paper level {level}" for level in range(1, 5)), "Paper body"]
        faces = [styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in named]
        assert faces == [
            "FZXiaoBiaoSong-B05S",
            "SimHei",
            "KaiTi_GB2312",
            *["FangSong_GB2312"] * 3,
        ]


def test_no_font_lies_in_the_product() -> None:
    """Those of the standard are licensed to each office; the free ones come with their wheel."""
    left_out = {"var", "node_modules"}
    folders = [each for each in Path(settings.BASE_DIR).iterdir() if each.is_dir()]
    shipped = [each for each in folders if each.name[0] != "." and each.name not in left_out]
    assert {"static", "rectification", "fixtures"} <= {each.name for each in shipped}
    files = (path for folder in shipped for path in folder.rglob("*"))
    assert [path for path in files if path.suffix.lower() in FONTS] == []


def test_forms_in_docx_fill_the_type_area_and_no_field_is_torn() -> None:
    """Also a form of fields across alone, whose columns no row tells."""
    across_alone = Grid([[Box("问题事项", "未按时开展")], [Box("审批意见", "同意", "书记", 3)]])
    for grid in (form().body[0], across_alone):
        contents = Contents(layout=Layout.FORM, title="表", day=DAY, body=[grid])
        filled = docx_of(default_template(Layout.FORM), contents.data())
        table = Document(io.BytesIO(filled)).tables[0]
        assert in_mm(*(column.width for column in table.columns)) == [34, 44, 34, 44]
        assert in_mm(table.rows[0].cells[0].width, table.rows[0].cells[1].width) == [34, 122]
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def in_mm(*lengths: Any) -> list[int]:
    return [round(length.mm) for length in lengths]


def test_template_and_paper_are_the_same_each_time() -> None:
    default_template.cache_clear()
    first = default_template(Layout.FORM)
    default_template.cache_clear()
    assert default_template(Layout.FORM) == first
    data = form().data()
    assert docx_of(first, data) == docx_of(first, data)


# --- templates that were handed in ---------------------------------------------------------------


def template_with(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def test_template_of_an_office_is_filled() -> None:
    template = template_with(
        "标题：{{ title }}",
        "{%p for block in body %}",
        '{%p if block.is == "line" and not block.level %}',
        "{{ block.text }}",
        "{%p endif %}",
        "{%p endfor %}",
    )
    words = words_of_docx(docx_of(template, running("整改完成").data()))
    assert words == "标题：关于整改情况的通报\n整改完成"


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum(100) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ title|upper }}",
        "{% set x = 1 %}",
        "{% include 'other' %}",
        "{% import 'other' as x %}",
        "{% macro m() %}x{% endmacro %}",
        "{{ title.__class__ }}",
        "{{ body.append(1) }}",
        "{% for a in body %}{% for b in body %}{% for c in body %}{% for d in body %}"
        "{% for e in body %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{{ unclosed",
        "{% for x in title.missing.more %}x{% endfor %}",
    ],
)
def test_template_that_does_more_than_show_is_refused(line: str) -> None:
    with pytest.raises(TemplateRefused):
        docx_of(template_with(line), {"title": "标题", "body": [1]})


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(TemplateRefused):
        docx_of(content, {})


def test_archive_that_unfolds_or_runs_is_refused() -> None:
    for name, size in (("word/huge.xml", 30 * 1024 * 1024), ("word/vbaProject.bin", 1)):
        stored = io.BytesIO(template_with("{{ title }}"))
        with zipfile.ZipFile(stored, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b" " * size)
        with pytest.raises(TemplateRefused):
            docx_of(stored.getvalue(), {"title": "标题"})


def test_draft_says_so_until_it_is_issued() -> None:
    contents = Contents(layout=Layout.FORM, title="表", day=DAY)
    assert contents.data()["number"] == "（未编号稿）"
    assert contents.issued(number="松问〔2026〕1号", code="").data()["number"] == "松问〔2026〕1号"


def test_row_of_a_list_stays_on_one_page_unless_it_is_longer() -> None:
    """In print as in Word: half a line of a list says nothing that somebody could sign."""
    pages = [words_on(page) for page in set_across(rows=12, text=f"甲{'措施' * 200}乙")]
    assert len(pages) > 1
    assert [page.count("甲") for page in pages] == [page.count("乙") for page in pages]
    pages = [words_on(page) for page in set_across(rows=1, text=f"甲{'措施' * 3_000}乙")]
    assert "".join(pages).count("措施") >= 3_000
    assert ("甲" in pages[0], "乙" in pages[-1]) == (True, True)


def set_across(**given: Any) -> list[Any]:
    contents = across(**given)
    return pages_of(pdf_of(contents.layout, contents.data()))


def words_on(page: Any) -> str:
    return "".join(page.extract_text().split())
