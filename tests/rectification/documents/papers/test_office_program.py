"""LibreOffice opens each paper of a case, plain or with everything, and finds all its words where
the standard wants them; so they stand in the pdf that we set."""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import time_machine
from docx import Document
from docx.oxml.ns import qn

from rectification.documents.papers import annual_report, contents_of, offers_in
from rectification.documents.typesetting import Contents, as_docx, as_pdf
from rectification.enums import DocumentKind, DocumentVariant
from rectification.models import Person
from rectification.policies.days import today
from tests.factories import Township
from tests.rectification.documents.office_program import converted
from tests.rectification.documents.papers.read import reading_of
from tests.rectification.documents.papers.scenes import eventful, ordinary
from tests.rectification.documents.typesetting.lines import mm, pages_of, rows_of, top_of
from tests.workflows.play import Play

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NUMBER: Final = "云问样〔2026〕1号"
CODE: Final = "7F3K-2M9P-QW4X-8HJT"
UNUSUAL: Final = {DocumentKind.OBJECTION_ANSWER, DocumentKind.SUPERVISION_ORDER}
"""Papers that a case with nothing unusual gives no reason for."""
EIGHT: Final = {*DocumentKind} - {DocumentKind.CASE_FILE}


def papers_of(play: Play, *readers: Person) -> dict[str, Contents]:
    """The latest of each kind and variant that one of them has, as it is issued."""
    found: dict[str, Contents] = {}
    for reader in readers:
        reading = reading_of(play.case, reader)
        for offer in offers_in(reading):
            kind, subject = offer.paper.kind, offer.subject
            for variant in subject.variants if kind != DocumentKind.CASE_FILE else ():
                contents = contents_of(reading, kind, subject.pk, variant)
                found.setdefault(f"{kind}-{variant}", contents)
    place = play.case.owner_organisation
    assert place is not None
    for variant in DocumentVariant:
        report = annual_report(place, today().year, today(), variant)
        found[f"{DocumentKind.ANNUAL_REPORT}-{variant}"] = report
    return {
        name: contents.issued(number=contents.number or NUMBER, code=CODE)
        for name, contents in found.items()
    }


def signs_of(content: bytes) -> Counter[str]:
    """Of the text of a docx, without its page numbers; blanks are set as the program likes."""
    body = Document(io.BytesIO(content)).element.body
    return Counter("".join("".join(each.text or "" for each in body.iter(qn("w:t"))).split()))


def signs_on(content: bytes) -> Counter[str]:
    said = "".join(sheet.extract_text() for sheet in pages_of(content))
    return Counter("".join(said.split()))


def stands_as_the_standard_has_it(content: bytes) -> None:
    """On A4, beneath 37 mm, behind the binding edge; under the type area number and code alone."""
    for number, sheet in enumerate(pages_of(content), start=1):
        sides = [mm(float(each)) for each in (sheet.mediabox.width, sheet.mediabox.height)]
        assert sides == pytest.approx([210, 297], abs=0.5)
        rows = rows_of(sheet)
        words = [row for row in rows if mm(row.base) >= 35 - 1]
        beneath = [row.text.replace(" ", "") for row in rows if mm(row.base) < 35 - 1]
        assert min(top_of(sheet, row) for row in words) > 37 - 1
        assert min(mm(row.left) for row in words) > (28 if number % 2 else 26) - 0.5
        assert f"—{number}—" in "".join(beneath)
        assert "".join(beneath).replace(f"—{number}—", "") == f"验证码：{CODE}"


@pytest.mark.parametrize(
    ("scene", "kinds"), [(ordinary, EIGHT - UNUSUAL), (eventful, EIGHT)], ids=["plain", "eventful"]
)
def test_each_paper_opens_with_its_words_on_the_page_of_the_standard(
    town: Township,
    clock: time_machine.Traveller,
    tmp_path: Path,
    scene: Callable[[Township, time_machine.Traveller], Play],
    kinds: set[DocumentKind],
) -> None:
    play = scene(town, clock)
    handlers = (each.handled_by for each in play.case.objections.all() if each.handled_by)
    papers = papers_of(play, town.officer, *handlers)
    assert set(papers) == {f"{kind}-{variant}" for kind in kinds for variant in DocumentVariant}
    files = {f"{name}.docx": as_docx(contents) for name, contents in papers.items()}
    made = converted(files, "pdf", tmp_path)
    for name, contents in papers.items():
        wanted, opened, own = (
            signs_of(files[f"{name}.docx"]),
            made[f"{name}.docx"],
            as_pdf(contents),
        )
        for content in (opened, own):
            assert wanted - signs_on(content) == Counter(), name
            stands_as_the_standard_has_it(content)
