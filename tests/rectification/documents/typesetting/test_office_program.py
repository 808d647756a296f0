"""What Word is given another office program opens: LibreOffice makes a pdf of each docx."""

import pytest

from rectification.documents.typesetting import Contents, default_template, docx_of
from tests.rectification.documents.office_program import converted
from tests.rectification.documents.typesetting.lines import mm, pages_of, rows_of, top_of
from tests.rectification.documents.typesetting.samples import (
    SIGNS,
    across,
    form,
    plain_running,
    running,
)

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    samples: dict[str, Contents] = {
        "full": plain_running(),
        "running": running(SIGNS, issuer="中共松澜镇委员会", receiver="各党支部"),
        "form": form(SIGNS),
        "across": across(text=SIGNS),
    }
    papers = {
        f"{name}.docx": docx_of(default_template(contents.layout), contents.data())
        for name, contents in samples.items()
    }
    made = converted(papers, "pdf", tmp_path_factory.mktemp("papers"))
    return {name.removesuffix(".docx"): content for name, content in made.items()}


def test_each_paper_opens_with_its_words(pdfs: dict[str, bytes]) -> None:
    for name in ("running", "form", "across"):
        words = "".join(page.extract_text() for page in pages_of(pdfs[name]))
        assert "".join(SIGNS.split()) in "".join(words.split()), name


def test_full_page_has_22_lines_of_28_characters(pdfs: dict[str, bytes]) -> None:
    pages = pages_of(pdfs["full"])
    sheet = pages[2]
    assert mm(float(sheet.mediabox.width)) == pytest.approx(210, abs=0.5)
    lines = [row for row in rows_of(sheet) if "整改" in row.text]
    assert len(lines) == 22
    assert {len(row.text.replace(" ", "")) for row in lines} == {28}
    assert {round(mm(row.left)) for row in lines} == {28}
    others = [row for row in rows_of(pages[1]) if "整改" in row.text]
    assert {round(mm(row.left)) for row in others} == {26}


def test_full_page_fills_the_type_area_from_top_to_bottom(pdfs: dict[str, bytes]) -> None:
    for sheet in pages_of(pdfs["full"])[1:3]:
        lines = [row for row in rows_of(sheet) if "整改" in row.text]
        assert {round(row.size) for row in lines} == {16}
        assert 37 <= top_of(sheet, lines[0]) < 37 + 6
        assert 37 + 225 - 6 < top_of(sheet, lines[-1]) + mm(16) <= 37 + 225


def test_page_numbers_stand_at_the_outer_edge(pdfs: dict[str, bytes]) -> None:
    for number, sheet in enumerate(pages_of(pdfs["full"])[:3], start=1):
        (folio,) = [row for row in rows_of(sheet) if row.text.replace(" ", "") == f"—{number}—"]
        assert folio.size == pytest.approx(14, abs=0.1)
        assert top_of(sheet, folio) == pytest.approx(37 + 225 + 7, abs=2)
        if number % 2:
            assert mm(folio.left) > 150
        else:
            assert mm(folio.left) == pytest.approx(26 + mm(14), abs=1)


def test_list_lies_across_with_its_heading_on_each_page(pdfs: dict[str, bytes]) -> None:
    pages = pages_of(pdfs["across"])
    assert len(pages) > 1
    for sheet in pages:
        assert mm(float(sheet.mediabox.width)) == pytest.approx(297, abs=0.5)
        assert "整改措施" in "".join(sheet.extract_text().split())
