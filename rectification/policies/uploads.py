"""Which files may be handed in as evidence, judged by their content and not by their name."""

import io
import os
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.policies.documents import (
    NO_ARCHIVE,
    holds_kept_marks,
    plain_office_file,
    plain_pdf,
)
from rectification.policies.pictures import IMAGE_FORMAT, pixels_of, plain_picture
from rectification.policies.plain_copies import PlainCopy

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_FILES: Final = 5
MAX_PIXELS_TOGETHER: Final = 120_000_000
"""Of all pictures with one note: five of a good telephone."""

NAME_LENGTH: Final = 120
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
_PARTS: Final = "[Content_Types].xml"
_MAIN_PART: Final[Mapping[str, str]] = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
}


@dataclass(frozen=True)
class SoundFile:
    """A file that passed: its cleaned name, what it is, its bytes and the copy that is shown."""

    name: str
    extension: str
    original: bytes
    plain: PlainCopy

    @property
    def content(self) -> bytes:
        """What is shown."""
        return self.plain.content

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]


UNPACKED_MAXIMUM: Final = 200 * 1024 * 1024
"""An office file that unfolds to more is a bomb, not a record."""

PARTS_MAXIMUM: Final = 1024 * 1024
"""The list of its parts is a few kilobytes long."""

PROGRAMS: Final = re.compile(
    rb"vbaproject|vbadata|macroenabled|macrosheet|dialogsheet|embeddings/|oleobject|activex|&#",
    re.IGNORECASE,
)
"""What the name or the kind of a part says when it is run or opened by itself; `&#` could spell
any of them in another way, and no office program writes it there."""

_CHUNK: Final = 1024 * 1024
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
"""Signature, length of the name and of the extra field before a part's own bytes."""


def sound_files(uploads: Sequence[UploadedFile]) -> list[SoundFile]:
    """All files of one note, checked before the first of them is stored.

    Opening pictures takes time: to be called before anything is locked.
    """
    if len(uploads) > MAX_FILES:
        raise _refusal(
            _("At most %(count)d files go with one note; write a second note for the others.")
            % {"count": MAX_FILES}
        )
    if sum(map(_pixels, uploads)) > MAX_PIXELS_TOGETHER:
        raise _refusal(
            _("The pictures are too large together; make them smaller or write a second note.")
        )
    return [sound_file(upload) for upload in uploads]


def sound_file(upload: UploadedFile) -> SoundFile:
    """The file, if its size, its ending and its content are in order; else CaseError."""
    name = clean_name(upload.name or "")
    extension = os.path.splitext(name)[1].lower()
    if extension not in CONTENT_TYPES:
        raise _refusal(
            _("“%(name)s”: only PDF, Word, Excel, JPEG and PNG files are taken.") % {"name": name}
        )
    if (upload.size or 0) > MAX_BYTES:
        raise _refusal(_("“%(name)s” is larger than 20 MB; make it smaller.") % {"name": name})
    upload.seek(0)
    content = upload.read()
    if not content:
        raise _refusal(_("“%(name)s” is empty.") % {"name": name})
    plain = _plain(name, extension, content)
    if plain is None:
        raise _refusal(
            _("“%(name)s” is not what its ending says; save it anew in its own program.")
            % {"name": name}
        )
    return SoundFile(name, extension, content, plain)


def clean_name(name: str) -> str:
    """The last part of the name without control, direction and path characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, extension = os.path.splitext(kept.strip(" ."))
    return f"{stem.strip(' .')[:NAME_LENGTH] or 'file'}{extension.lower()}"


def _plain(name: str, extension: str, content: bytes) -> PlainCopy | None:
    """The copy that is shown; None when the file is not what its ending says."""
    if extension in _MAIN_PART:
        sound = _is_office_file(name, extension, content)
        if sound and holds_kept_marks(content):
            raise _refusal(
                _(
                    "“%(name)s” holds a TIFF picture, which tells more than it shows. Put it in "
                    "as JPEG or PNG, or hand the file in as PDF."
                )
                % {"name": name}
            )
        return plain_office_file(content) if sound else None
    if not _bears_signature(extension, content):
        return None
    image_format = IMAGE_FORMAT.get(extension)
    if image_format is not None:
        return plain_picture(image_format, content)
    plain = plain_pdf(content)
    if plain is None:
        raise _refusal(
            _(
                "“%(name)s” cannot be opened: it is damaged or locked by a password. Print it "
                "anew as PDF without a password."
            )
            % {"name": name}
        )
    return plain


def _bears_signature(extension: str, content: bytes) -> bool:
    try:
        return extension in {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False


def _is_office_file(name: str, extension: str, content: bytes) -> bool:
    """The parts of the document are there; refuses one that hides a program among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
            listed = archive.infolist()
            if sum(part.file_size for part in listed) > UNPACKED_MAXIMUM:
                return False
            if not all(_unfolds_as_declared(part, content) for part in listed):
                return False
            # Of two parts of one name each program shows another one.
            if len(set(parts)) != len(parts):
                return False
            if not {_PARTS, _MAIN_PART[extension]} <= set(parts):
                return False
            kinds = archive.open(_PARTS).read(PARTS_MAXIMUM + 1).replace(b"\0", b"")
    except NO_ARCHIVE:
        return False
    if len(kinds) > PARTS_MAXIMUM:
        return False
    # A zip may write its names with either stroke.
    names = "\n".join(parts).replace("\\", "/").encode("utf-8", "replace")
    if PROGRAMS.search(names) or PROGRAMS.search(kinds):
        raise _refusal(
            _("“%(name)s” holds macros or embedded objects; save it without them, or as PDF.")
            % {"name": name}
        )
    return True


def _unfolds_as_declared(part: zipfile.ZipInfo, content: bytes) -> bool:
    """The declared size is the real one: unpacked step by step, never further than declared.

    The archive's own reader would stop at the declared size and call a bomb sound.
    """
    start = part.header_offset + _LOCAL_HEADER.size
    if part.header_offset < 0 or start > len(content):
        return False
    mark, name, extra = _LOCAL_HEADER.unpack(content[part.header_offset : start])
    start += name + extra
    packed = content[start : start + part.compress_size]
    if mark != b"PK\x03\x04" or len(packed) != part.compress_size:
        return False
    if part.compress_type == zipfile.ZIP_STORED:
        return part.file_size == part.compress_size
    return part.compress_type == zipfile.ZIP_DEFLATED and _inflates_to(part.file_size, packed)


def _inflates_to(size: int, packed: bytes) -> bool:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    found = 0
    try:
        while not unpacker.eof and found <= size:
            chunk = unpacker.decompress(packed, _CHUNK)
            found, packed = found + len(chunk), unpacker.unconsumed_tail
            if not chunk and not packed:
                break
    except zlib.error:
        return False
    return unpacker.eof and not unpacker.unused_data and found == size


def _pixels(upload: UploadedFile) -> int:
    """0 for anything but a picture of a size that is taken."""
    image_format = IMAGE_FORMAT.get(os.path.splitext(upload.name or "")[1].lower())
    if image_format is None or (upload.size or 0) > MAX_BYTES:
        return 0
    upload.seek(0)
    return pixels_of(image_format, upload.read())


def _refusal(message: str) -> CaseError:
    return CaseError(message, field="uploads", rule="3.2")
