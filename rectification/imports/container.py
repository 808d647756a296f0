"""What kind of file it is and whether it is safe to unfold, told by its content (F-KIND, F-SIZE).

Everything is counted while it streams by, before anything is kept in memory: a small archive may
unfold into gigabytes, and a sheet of one line may hold millions of cells.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Final
from xml.parsers import expat

from django.utils.translation import gettext as _

from rectification.imports.remarks import FileRefused

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_PARTS: Final = 2_000
MAX_ELEMENTS: Final = 6_000_000
MAX_IN_ROW: Final = 100_000
MAX_OUTSIDE_ROWS: Final = 1_000_000
_CHUNK: Final = 256 * 1024

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "rich"),
)
_PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("content.xml", "opendocument"),
    ("xl/workbook.bin", "binary"),
)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class FileKind(StrEnum):
    WORKBOOK = "workbook"
    TEXT = "text"


@dataclass
class Counted:
    """What was met in the parts of a workbook: merged areas by the name of the part."""

    merged: dict[str, list[str]] = field(default_factory=dict)
    elements: int = 0


def kind_of(content: bytes) -> FileKind:
    """Workbook or text; raises FileRefused for everything else, saying what it is."""
    if len(content) > MAX_BYTES:
        raise FileRefused("F-SIZE", _("The file is larger than 10 MB; split it."))
    if not content.strip(b"\0 \r\n\t"):
        raise wrong_kind("empty")
    if content.startswith(b"PK"):
        return _kind_of_archive(content)
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> FileKind:
    for start, kind in _SIGNATURES:
        if content.startswith(start):
            raise wrong_kind(kind)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise wrong_kind("page")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("F-CODE", _("The text is UTF-16; save it as CSV in UTF-8 or as .xlsx."))
    if set(content) & (set(range(32)) - {9, 10, 13}):
        raise wrong_kind("unknown")
    return FileKind.TEXT


def _kind_of_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            locked = any(part.flag_bits & 1 for part in archive.infolist())
    except _BROKEN as error:
        raise wrong_kind("damaged") from error
    for part, kind in _PARTS:
        if part in names:
            raise wrong_kind(kind)
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise wrong_kind("archive")
    if locked:
        raise wrong_kind("old")
    if any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in names):
        raise wrong_kind("macros")
    return FileKind.WORKBOOK


def wrong_kind(kind: str) -> FileRefused:
    words: Mapping[str, str] = {
        "empty": _("The file is empty."),
        "old": _("This is an old Excel file (.xls) or a workbook with a password."),
        "pdf": _("This is a PDF file."),
        "picture": _("This is a picture."),
        "rich": _("This is a text document."),
        "word": _("This is a Word document."),
        "slides": _("This is a presentation."),
        "opendocument": _("This is an OpenDocument file."),
        "binary": _("This is a binary workbook (.xlsb)."),
        "macros": _("This workbook contains macros."),
        "archive": _("This is an archive and no workbook."),
        "page": _("This is a web page or XML that only bears the name of a table."),
        "damaged": _("The file is damaged."),
        "unknown": _("The kind of this file is not known."),
    }
    advice = _("Open the table in its own program and save it as .xlsx.")
    return FileRefused("F-KIND", f"{words[kind]} {advice}")


def count_parts(content: bytes) -> Counted:
    """Stream through every part of the workbook; raises FileRefused where a limit is passed."""
    counted = Counted()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS:
                raise too_large()
            for part in parts:
                with archive.open(part) as stream:
                    _Counter(part.filename, counted).run(stream)
    except _BROKEN as error:
        raise wrong_kind("damaged") from error
    return counted


def too_large() -> FileRefused:
    return FileRefused(
        "F-SIZE",
        _(
            "A sheet has more than 20 000 rows, blank ones counted, or the file unfolds to more "
            "than 100 MB; delete unused rows and sheets, or split it."
        ),
    )


class _Counter:
    """Counts the elements of one part. What is no XML is a picture and never looked at again."""

    def __init__(self, name: str, counted: Counted) -> None:
        self.name, self.counted = name, counted
        self.rows = self.outside = self.in_row = 0
        self.inside = False

    def run(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._declared
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        except expat.ExpatError:
            return

    def _declared(self, *_declaration: object) -> None:
        """A workbook declares no document type; whoever does wants entities to unfold."""
        raise wrong_kind("damaged")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.counted.elements += 1
        if tag.endswith(" row"):
            self.inside, self.in_row = True, 0
            number = attributes.get("r", "")
            self.rows = max(self.rows + 1, int(number) if number.isdecimal() else 0)
        elif self.inside:
            self.in_row += 1
        else:
            self.outside += 1
            if tag.endswith(" mergeCell"):
                self.counted.merged.setdefault(self.name, []).append(attributes.get("ref", ""))
        if self._passes_a_limit():
            raise too_large()

    def _end(self, tag: str) -> None:
        if tag.endswith(" row"):
            self.inside = False

    def _passes_a_limit(self) -> bool:
        return (
            self.rows > MAX_ROWS
            or self.in_row > MAX_IN_ROW
            or self.outside > MAX_OUTSIDE_ROWS
            or self.counted.elements > MAX_ELEMENTS
        )
