"""Word, Excel and PDF files of proof without the names their programs wrote beside the text.

Remarks, tracked changes and their authors are content and stay; pictures among the parts lose what
the camera wrote into them.
"""

import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from rectification.policies.embedded_pictures import without_marks
from rectification.policies.plain_copies import NO_DAY, PlainCopy, day_of

NO_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    # Encrypted, or packed by a method of a later version.
    RuntimeError,
    # Among them names that are no text.
    ValueError,
)
_NO_PDF: Final = (
    PyPdfError,
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, OSError),
    # Among them: nested without end, or locked in a way the library does not know.
    RuntimeError,
)

_BLANK: Final[Mapping[str, bytes]] = {
    "core": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    b'metadata/core-properties"/>',
    "extended": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "custom": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
}
"""What stands in place of each part about the document, by its kind: another part points at it."""

_USUAL_PLACE: Final[Mapping[str, str]] = {
    "docprops/core.xml": "core",
    "docprops/app.xml": "extended",
    "docprops/custom.xml": "custom",
}
_PICTURES: Final = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".emf")
_KEEPING: Final = (".tif", ".tiff")
"""Pictures whose marks lie anywhere among the picture; a document with one is not taken."""
_OVERRIDE: Final = re.compile(rb"<(?:\w+:)?Override\b[^>]*>")
_PART_NAME: Final = re.compile(rb"""PartName\s*=\s*["']/?([^"']+)["']""")
_KIND: Final = re.compile(rb"(core|extended|custom)-properties\+xml")
_SAID_DAY: Final = re.compile(rb"<(?:\w+:)?(?:created|modified)\b[^>]*>\s*([^<\s]+)\s*<")
_READ: Final = 64 * 1024
"""More than any document says of itself."""


def plain_office_file(content: bytes) -> PlainCopy | None:
    """An archive whose list was found sound, with each part about the document left blank.

    The later of the two days that it tells counts: until then it was worked on. None where a part
    cannot be unfolded after all.
    """
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as plain:
            days = _copy_parts(given, plain)
    except NO_ARCHIVE:
        return None
    return PlainCopy(out.getvalue(), max(days, default=None))


def holds_kept_marks(content: bytes) -> bool:
    """Whether a picture in it would be shown with what a camera or scanner wrote into it."""
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        return any(name.lower().endswith(_KEEPING) for name in given.namelist())


def _copy_parts(given: zipfile.ZipFile, plain: zipfile.ZipFile) -> list[date]:
    """Returns the days the document tells of itself."""
    days: list[date] = []
    kinds = _kinds_of(given)
    for part in given.infolist():
        bare = zipfile.ZipInfo(part.filename)
        bare.compress_type = zipfile.ZIP_DEFLATED
        kind = kinds.get(_place(part.filename))
        with given.open(part) as source, plain.open(bare, "w") as target:
            if kind is None and part.filename.lower().endswith(_PICTURES):
                target.write(without_marks(source.read()))
                continue
            if kind is None:
                shutil.copyfileobj(source, target)
                continue
            target.write(_BLANK[kind])
            days += _days_in(source.read(_READ)) if kind == "core" else []
    return days


def _kinds_of(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Which parts speak about the document, by the usual names and by what the file declares."""
    found = dict(_USUAL_PLACE)
    for line in _OVERRIDE.findall(archive.read("[Content_Types].xml")):
        name, kind = _PART_NAME.search(line), _KIND.search(line)
        if name and kind:
            found[_place(name[1].decode("utf-8", "replace"))] = kind[1].decode()
    return found


def _place(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _days_in(core: bytes) -> list[date]:
    found = []
    for said in _SAID_DAY.findall(core):
        try:
            day = day_of(datetime.fromisoformat(said.decode()))
        except NO_DAY:
            continue
        found += [day] if day else []
    return found


def plain_pdf(content: bytes) -> PlainCopy | None:
    """The pages without author, program and days; None where they cannot be read.

    What earlier versions of the same file left behind goes as well: only what is still used is
    written. A signature of the file counts for the bytes handed in, not for this copy.
    """
    out = io.BytesIO()
    try:
        given = PdfReader(io.BytesIO(content))
        dated_on = _created_on(given)
        given.root_object.pop("/Metadata", None)
        plain = PdfWriter(clone_from=given)
        plain.metadata = None
        plain.pdf_header = given.pdf_header
        plain.write(out)
    except _NO_PDF:
        return None
    return PlainCopy(out.getvalue(), dated_on)


def _created_on(given: PdfReader) -> date | None:
    try:
        return day_of(given.metadata.creation_date) if given.metadata else None
    except NO_DAY:
        return None
