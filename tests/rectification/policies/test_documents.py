import io
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from rectification.exceptions import CaseError
from rectification.policies import documents as rule
from rectification.policies.uploads import sound_file
from tests.uploads import AUTHOR, core, office_file, pdf, written

PERSONAL = {
    "docProps/core.xml": core(created="2026-05-08T01:00:00Z", modified="2026-05-10T16:30:00Z"),
    "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>".encode(),
    "docProps/custom.xml": f"<Properties>{AUTHOR}</Properties>".encode(),
}
TEXT = {"word/document.xml": "<w>会议记录</w>".encode(), "word/comments.xml": AUTHOR.encode()}


def unfolded(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_plain_office_file_leaves_its_text_and_nothing_about_its_author() -> None:
    found = sound_file(written("记录.docx", {**TEXT, **PERSONAL}))
    parts = unfolded(found.content)
    assert list(parts) == ["[Content_Types].xml", *TEXT, *PERSONAL]
    assert {name: parts[name] for name in TEXT} == TEXT
    assert [name for name in PERSONAL if AUTHOR.encode() in parts[name]] == []
    assert found.original == written("记录.docx", {**TEXT, **PERSONAL}).read()
    # Half past four in the afternoon of London is the next day here.
    assert found.plain.dated_on == date(2026, 5, 11)


def test_plain_office_file_finds_the_parts_under_other_names() -> None:
    kinds = (
        b'<Types><Override PartName="/a/b.xml" ContentType="application/vnd.openxmlformats-'
        b'package.core-properties+xml"/></Types>'
    )
    given = written("台账.xlsx", {"xl/workbook.xml": b"<x/>", "a/b.xml": core()}, kinds=kinds)
    assert AUTHOR.encode() not in unfolded(sound_file(given).content)["a/b.xml"]


@pytest.mark.parametrize("said", ["", "2026", "gestern", "0001-01-01", "2026-05-10T99:00:00Z"])
def test_plain_office_file_with_odd_days_tells_none(said: str) -> None:
    parts = {"word/document.xml": b"<w/>", "docProps/core.xml": core(created=said)}
    assert sound_file(written("记录.docx", parts)).plain.dated_on is None


def test_plain_office_file_whose_part_does_not_unfold() -> None:
    content = bytearray(written("记录.docx", TEXT).read())
    content[content.index("会议".encode())] ^= 1
    assert rule.plain_office_file(bytes(content)) is None


def test_office_file_with_two_parts_of_one_name_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        given = office_file("计划.docx", "word/document.xml", "word/document.xml")
    with pytest.raises(CaseError):
        sound_file(given)


def test_plain_pdf_has_no_author() -> None:
    found = sound_file(pdf(day="20260511"))
    assert AUTHOR.encode() in found.original
    assert AUTHOR.encode() not in found.content
    assert len(PdfReader(io.BytesIO(found.content)).pages) == 1
    assert found.plain.dated_on == date(2026, 5, 11)
    assert sound_file(pdf()).plain.dated_on is None


@pytest.mark.parametrize(
    "given", [pdf(password="12345"), written("记录.pdf", {}, head=b"%PDF-1.7")]
)
def test_pdf_that_cannot_be_opened_is_refused_with_the_way_out(given: object) -> None:
    with pytest.raises(CaseError, match="密码") as refused:
        sound_file(given)  # type: ignore[arg-type]
    assert refused.value.field == "uploads"
