"""LibreOffice opens each list, as a workbook and as a document, and finds what the screen says."""

import csv
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine

from rectification.documents.lists import LISTS
from rectification.enums import CaseStage, PublicationPurpose, PublicationScope
from rectification.models import Case, PublicationDecision
from rectification.wording import full_date
from tests.factories import Township, case_in
from tests.rectification.documents.office_program import converted
from tests.rectification.documents.papers.scenes import eventful
from tests.rectification.web.desk import post_notice
from tests.rectification.web.taken_away import (
    approved_version,
    file_of,
    numbered,
    rows_in_docx,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Fields apart by a comma, quoted, UTF-8, from the first line on, as they are shown, no formulas.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
DOCX = "docx:MS Word 2007 XML"
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
TITLE = '=1+1 <问题> & "公开栏"'


@pytest.fixture
def everything(town: Township, clock: time_machine.Traveller) -> Case:
    """A case to which everything happened, beside one that is plain."""
    return eventful(town, clock).case


@pytest.fixture
def pages(town: Township, everything: Case) -> list[tuple[str, str | int]]:
    """Each list live, frozen and for the public."""
    town.committee.document_code = "云委"
    town.committee.save()
    case = case_in(town, CaseStage.IN_NOTICE, author=town.officer, title=TITLE)
    Case.objects.filter(pk=case.pk).update(description="第一行\n第二行")
    for purpose in (PublicationPurpose.LISTS, PublicationPurpose.EFFECT):
        notice = post_notice(town, case, PublicationScope.SOCIETY)
        decision = PublicationDecision.objects.filter(pk=notice.decision_id)
        decision.update(purpose=purpose, title=TITLE)
    versions = [approved_version(town.officer, town.pse, kind).pk for kind in LISTS]
    live: list[tuple[str, str | int]] = [("lists", kind) for kind in LISTS]
    frozen: list[tuple[str, str | int]] = [("list_version", key) for key in versions]
    return [*live, *frozen, *(("public_list", kind) for kind in LISTS)]


def test_workbooks_and_documents_open_with_their_values(
    town: Township, everything: Case, pages: list[tuple[str, str | int]], tmp_path: Path
) -> None:
    wanted = {f"{page}-{of}": numbered(shown(town.officer, page, of)) for page, of in pages}
    for name, rows in wanted.items():
        assert str(everything.number) in str(rows) or name.startswith("public_list"), name
    for form, to, read in (("xlsx", CSV, rows_in_csv), ("docx", DOCX, rows_in_docx)):
        files = {f"{page}-{of}.{form}": file_of(town.officer, page, of, form) for page, of in pages}
        made = converted(files, to, tmp_path)
        found = {name.removesuffix(f".{form}"): read(content) for name, content in made.items()}
        assert found == wanted


def rows_in_csv(content: bytes) -> list[list[str]]:
    """Behind title and scope; days are read as such, for LibreOffice wrote them by their format."""
    _title, _about, *rows = csv.reader(StringIO(content.decode("utf-8-sig")))
    return [[_DAY.sub(_in_words, cell) for cell in row] for row in rows]


def _in_words(day: re.Match[str]) -> str:
    return full_date(date.fromisoformat(day[0]))
