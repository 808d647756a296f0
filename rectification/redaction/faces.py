"""What a reader, or a machine, finds in a page or file: its words, and those beside them."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from django.utils.functional import Promise
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

_UNREAD_ATTRIBUTES: Final = frozenset({"class"})


@dataclass(frozen=True)
class Face:
    """One form in which a notice is shown. `frame` is the same form around an empty text.

    What stands in the frame belongs to the product, not to the case: a member called 于公 must not
    stop every page that speaks of 关于公示.
    """

    name: str | Promise
    text: str
    frame: str = ""


class _Page(HTMLParser):
    """Text without its markup, then the values of attributes and the comments, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.beside += [value for name, value in attrs if value and name not in _UNREAD_ATTRIBUTES]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)


def text_of_page(page: str) -> str:
    """Whoever is named across two elements is named: markup leaves no gap behind."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    return "。\n".join(["".join(parser.words), *parser.beside])


def text_of_file(name: str, content: bytes) -> str:
    """The name of the file, its text and what it says of itself; formats are told by content."""
    return "。\n".join([name, *_parts_of(content)])


def _parts_of(content: bytes) -> Iterator[str]:
    if content.startswith(b"%PDF"):
        yield from _parts_of_pdf(content)
    elif content.startswith(b"PK"):
        yield from _parts_of_archive(content)
    else:
        yield from _parts_of_picture(content)
    # Whatever the format hides is looked at as bytes too, in the two encodings in use here.
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        yield content.decode(encoding, errors="ignore")


def _parts_of_pdf(content: bytes) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content))
        yield from (str(value) for value in (reader.metadata or {}).values())
        yield from (page.extract_text() for page in reader.pages)
    except PyPdfError:
        return


def _parts_of_archive(content: bytes) -> Iterator[str]:
    """Spreadsheets and documents are archives of marked-up text."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", errors="ignore")
            for entry in archive.infolist():
                yield entry.filename
                yield text_of_page(archive.read(entry).decode("utf-8", errors="ignore"))
    except zipfile.BadZipFile:
        return


def _parts_of_picture(content: bytes) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            yield from (str(value) for value in picture.info.values())
            yield from (str(value) for value in picture.getexif().values())
    except (UnidentifiedImageError, OSError):
        return
