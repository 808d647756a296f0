"""What is taken away of each list, live, frozen and for the public: laid out to print, to work with
and safe, with the rows of the screen."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl.utils import get_column_letter

from rectification.documents.lists import LISTS, ON_PAPER, ListPaper, write
from rectification.documents.lists.columns import ListColumn, Sort
from rectification.documents.lists.public import PUBLIC_COLUMNS
from rectification.documents.lists.versions import freeze
from rectification.enums import CaseLevel, CaseStage, ListForm, PublicationPurpose, PublicationScope
from rectification.models import AccessLog, Case, Measure, Person, PublicationDecision
from rectification.selectors.lists import Chosen
from tests.factories import Township, case_in
from tests.rectification.documents.lists.test_reading import many, reader_of
from tests.rectification.documents.typesetting.lines import pages_of
from tests.rectification.web.desk import client_of, post_notice
from tests.rectification.web.taken_away import (
    PAGES,
    approved_version,
    file_of,
    numbered,
    rows_in_docx,
    sheet_of,
    shown,
    words_in_pdf,
)
from tests.workflows.play import user_of

pytestmark = pytest.mark.django_db

RUNS = "=HYPERLINK(A1)"
"""What a spreadsheet would run, did the file not say that it is a text."""
WORDS = (RUNS, "+1", "-1", "@SUM(A1)")
LINES = len(WORDS)

Found = Callable[[str], Iterator[tuple[Person, str | int, Sequence[ListColumn]]]]


@pytest.fixture
def found(town: Township) -> Found:
    """of each list who takes it away, and of what; every text in it looks like a formula."""
    town.committee.document_code = "云委"
    town.committee.save()
    for words in WORDS:
        _said(case_in(town, CaseStage.IN_NOTICE, author=town.officer), town, words)

    def each(page: str) -> Iterator[tuple[Person, str | int, Sequence[ListColumn]]]:
        for name, kind in LISTS.items():
            of: str | int = name
            if page == "list_version":
                of = approved_version(town.officer, town.pse, name).pk
            columns = PUBLIC_COLUMNS if page == "public_list" else kind.columns
            yield town.officer, of, columns

    return each


def _said(case: Case, town: Township, words: str) -> None:
    Case.objects.filter(pk=case.pk).update(title=words, description=words)
    Measure.objects.filter(plan__case=case).update(text=words)
    for purpose in (PublicationPurpose.LISTS, PublicationPurpose.EFFECT):
        notice = post_notice(town, case, PublicationScope.SOCIETY)
        decision = PublicationDecision.objects.filter(pk=notice.decision_id)
        decision.update(purpose=purpose, title=words, text=words)


@pytest.mark.parametrize("page", PAGES)
def test_workbook_is_laid_out_to_print_and_to_work_with(found: Found, page: str) -> None:
    for someone, of, columns in found(page):
        sheet = sheet_of(file_of(someone, page, of))
        last = get_column_letter(len(columns) + 1)
        rows = 3 + LINES
        assert sheet.print_area == f"'{sheet.title}'!$A$1:${last}${rows}"
        assert sheet.print_title_rows == "$1:$3"
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        assert (setup.fitToWidth, setup.fitToHeight) == (None, 0)  # One page wide if none is said.
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", f"A3:{last}{rows}")
        assert sheet.oddFooter.center.text == "第&P页，共&N页"
        letters = [get_column_letter(place) for place in range(1, len(columns) + 2)]
        widths = [sheet.column_dimensions[letter].width for letter in letters]
        assert widths == [6, *(column.width for column in columns)]
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3) for cell in row)


@pytest.mark.parametrize("page", PAGES)
def test_text_of_a_workbook_never_runs_and_a_day_is_a_day(found: Found, page: str) -> None:
    for someone, of, columns in found(page):
        sheet = sheet_of(file_of(someone, page, of))
        cells = [cell for row in sheet.iter_rows() for cell in row]
        texts = [cell for cell in cells if isinstance(cell.value, str)]
        assert {cell.data_type for cell in texts} == {"s"}
        assert {cell.value for cell in texts if cell.quotePrefix} == set(WORDS)
        assert {cell.quotePrefix for cell in texts if cell.value in WORDS} == {True}
        serials, *others = sheet.iter_cols(min_row=4)
        assert [cell.value for cell in serials] == list(range(1, LINES + 1))
        for column, held in zip(columns, others, strict=True):
            said = [cell for cell in held if cell.value is not None]
            assert {type(cell.value) for cell in said} <= {_HELD[column.sort]}, column.label
            if column.sort == Sort.DATE:
                assert {cell.number_format for cell in said} <= {"yyyy-mm-dd"}


@pytest.mark.parametrize("page", PAGES)
def test_every_form_holds_the_rows_of_the_screen(found: Found, page: str) -> None:
    for someone, of, columns in found(page):
        head, *lines = shown(someone, page, of)
        assert (head, len(lines)) == ([str(column.label) for column in columns], LINES)
        rows = numbered([head, *lines])
        sheet = sheet_of(file_of(someone, page, of))
        assert [_words(row) for row in sheet.iter_rows(min_row=3, values_only=True)] == rows
        assert rows_in_docx(file_of(someone, page, of, "docx")) == rows
        words, place = words_in_pdf(file_of(someone, page, of, "pdf")), 0
        for row in rows:  # None of them is torn apart at the end of a page.
            place = words.index("".join("".join(row).split()), place)


_HELD = {Sort.TEXT: str, Sort.FIGURE: int, Sort.DATE: datetime}


def _words(row: Sequence[Any]) -> list[str]:
    return [_word(value) for value in row]


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else str(value)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_more_lines_than_pages_take_are_refused_with_the_way_out(town: Township, form: str) -> None:
    case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    many(town, ON_PAPER + 1)
    reader, chosen = reader_of(town, "problems"), Chosen()
    version = freeze(
        by=user_of(town.officer), authority=reader.authority, reader=reader, chosen=chosen
    )
    assert version.lines == ON_PAPER + 1
    client = client_of(town.officer)
    for page, of in (("lists", "problems"), ("list_version", version.pk)):
        url = reverse(f"rectification:{PAGES[page]}", args=[of])
        answer = client.get(url, {"form": form}, follow=True)
        assert answer.redirect_chain == [(reverse(f"rectification:{page}", args=[of]), 302)]
        assert "超过1000行：请导出电子表格，或者缩小筛选范围。" in answer.content.decode()
    assert not AccessLog.objects.filter(what="list_file:problems").exists()


def test_as_many_lines_as_pages_take_are_set() -> None:
    columns = LISTS["tasks"].columns
    rows = ([f"第{place}行"] * len(columns) for place in range(1, ON_PAPER + 1))
    target = BytesIO()
    write(ListPaper("任务清单", "", columns), rows, form=ListForm.PDF, to=target)
    last = pages_of(target.getvalue())[-1].extract_text()
    assert f"{ON_PAPER}第{ON_PAPER}行" in "".join(last.split())
