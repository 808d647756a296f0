"""A list as its page shows it and as its files hold it, each read by another program."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from rectification.documents.lists import words_of
from rectification.models import ListSnapshot, Person
from rectification.web.parts import Cell
from tests.rectification.web.desk import client_of

PAGES = {
    "lists": "list_file",
    "public_list": "public_list_file",
    "list_version": "list_version_file",
}
"""Each page of a list, and the address of its files."""


def shown(someone: Person, page: str, of: str | int) -> list[list[str]]:
    """The rows of the page in words, its heading first; all of it stands in what is sent."""
    response = client_of(someone).get(reverse(f"rectification:{page}", args=[of]))
    rows: Sequence[Sequence[Cell]] = response.context["rows"]
    head = [str(column.label) for column in response.context["columns"]]
    return [head, *([words_of(cell.text) for cell in row] for row in rows)]


def numbered(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """As they stand in a file, behind their places."""
    head, *lines = rows
    return [["序号", *head], *([str(place), *line] for place, line in enumerate(lines, start=1))]


def file_of(someone: Person, page: str, of: str | int, form: str = "xlsx") -> bytes:
    url = reverse(f"rectification:{PAGES[page]}", args=[of])
    response = client_of(someone).get(f"{url}?form={form}")
    assert response.status_code == 200, response.headers
    return b"".join(response.streaming_content)


def sheet_of(content: bytes) -> Any:
    (found,) = load_workbook(BytesIO(content)).worksheets
    return found


def rows_in_docx(content: bytes) -> list[list[str]]:
    """Of its only table, the heading first."""
    (table,) = Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def words_in_pdf(content: bytes) -> str:
    """In their order, without blanks and breaks."""
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def approved_version(maker: Person, decider: Person, kind: str) -> ListSnapshot:
    """Frozen and approved on the pages."""
    client_of(maker).post(reverse("rectification:freeze_list", args=[kind]))
    snapshot = ListSnapshot.objects.latest("pk")
    url = reverse("rectification:list_version", args=[snapshot.pk])
    client_of(decider).post(url, {"decision": "approve", "reason": ""})
    snapshot.refresh_from_db()
    assert snapshot.number
    return snapshot
