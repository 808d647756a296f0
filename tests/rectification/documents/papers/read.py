"""The papers of a case as one reader has them, with the words of a form as it comes out."""

import io
import re
import zipfile
from html import unescape
from typing import Any, Final

from pypdf import PdfReader

from rectification.documents.papers import Offer, Reading, base, contents_of, offers_in
from rectification.documents.typesetting import Contents, as_docx, as_pdf
from rectification.enums import DocumentVariant
from rectification.models import Case, Person
from tests.factories import rights

_TEXT: Final = re.compile(r"word/(document|header|footer)|docProps/core")
_MARKUP: Final = re.compile(r"<[^>]+>")
INTERNAL = DocumentVariant.INTERNAL


def reading_of(case: Case, reader: Person) -> Reading:
    case.refresh_from_db()
    return base.reading_of(case, rights(reader))


def offered(case: Case, reader: Person, kind: str = "") -> list[Offer]:
    found = offers_in(reading_of(case, reader))
    return [offer for offer in found if kind in ("", offer.paper.kind)]


def paper(
    case: Case, reader: Person, kind: str, variant: Any = INTERNAL, place: int = 0
) -> Contents:
    offer = offered(case, reader, kind)[place]
    return contents_of(reading_of(case, reader), kind, offer.subject.pk, variant)


def words_of(contents: Contents) -> str:
    """Every word of it, from the pdf, without spaces and breaks."""
    return _joined(text_of_pdf(as_pdf(contents)))


def words_in_docx(contents: Contents) -> str:
    filled = as_docx(contents)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        parts = [name for name in archive.namelist() if _TEXT.match(name)]
        marked = "".join(archive.read(name).decode() for name in parts)
    return _joined(unescape(_MARKUP.sub("", marked)))


def text_of_pdf(content: bytes) -> str:
    return "\n".join(pages_of_pdf(content))


def pages_of_pdf(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def _joined(text: str) -> str:
    return "".join(text.split())
