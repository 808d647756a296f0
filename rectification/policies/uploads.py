"""Which files may be handed in as evidence, judged by their content and not by their name."""

import io
import os
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from rectification.exceptions import CaseError
from rectification.models import Measure
from rectification.policies.authority import today

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_FILES: Final = 5
MAX_PIXELS: Final = 60_000_000
"""Beyond any camera of an office; a small file may unfold into a picture that fills memory."""

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
_MAIN_PART: Final[Mapping[str, str]] = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
}
_IMAGE_FORMAT: Final[Mapping[str, str]] = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}

_NO_IMAGE: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class SoundFile:
    """A file that passed: its cleaned name, what it is, and its bytes."""

    name: str
    extension: str
    content: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]

    @property
    def image_format(self) -> str:
        """Pillow's word for an image, empty for everything else."""
        return _IMAGE_FORMAT.get(self.extension, "")


UNPACKED_MAXIMUM: Final = 200 * 1024 * 1024
"""An office file that unfolds to more is a bomb, not a record."""


def sound_files(uploads: Sequence[UploadedFile]) -> list[SoundFile]:
    """All files of one note, checked before the first of them is stored."""
    if len(uploads) > MAX_FILES:
        raise _refusal(
            _("At most %(count)d files go with one note; write a second note for the others.")
            % {"count": MAX_FILES}
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
    if not _is_what_it_says(extension, content):
        raise _refusal(
            _("“%(name)s” is not what its ending says; save it anew in its own program.")
            % {"name": name}
        )
    return SoundFile(name, extension, content)


def clean_name(name: str) -> str:
    """The last part of the name without control, direction and path characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, extension = os.path.splitext(kept.strip(" ."))
    return f"{stem.strip(' .')[:NAME_LENGTH] or 'file'}{extension.lower()}"


def _is_what_it_says(extension: str, content: bytes) -> bool:
    if extension in _MAIN_PART:
        return _is_office_file(extension, content)
    if not _bears_signature(extension, content):
        return False
    return extension not in _IMAGE_FORMAT or _is_image(_IMAGE_FORMAT[extension], content)


def _bears_signature(extension: str, content: bytes) -> bool:
    try:
        return extension in {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False


def _is_office_file(extension: str, content: bytes) -> bool:
    """The parts of the document are there, and no program is hidden among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_MAXIMUM:
                return False
    except zipfile.BadZipFile:
        return False
    needed = {"[Content_Types].xml", _MAIN_PART[extension]}
    return needed <= parts and not any(part.endswith("vbaProject.bin") for part in parts)


def _is_image(image_format: str, content: bytes) -> bool:
    """The picture opens to its last line: a truncated one is found here and not while storing."""
    try:
        with Image.open(io.BytesIO(content), formats=[image_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                return False
            image.load()
    except _NO_IMAGE:
        return False
    return True


def check_made_on(
    *, measure: Measure, made_on: date | None, late_reason: str, has_files: bool
) -> None:
    """Evidence made after the day it is to prove says so; silent back-dating is no way (sc. 16)."""
    if not has_files:
        return
    if made_on is None:
        raise CaseError(_("Say on which day the files were made."), field="made_on", rule="V4")
    if made_on > today():
        raise CaseError(_("The files cannot be made in the future."), field="made_on", rule="V4")
    if made_on > measure.due_on and not late_reason.strip():
        raise CaseError(
            _("The files were made after the measure was due: explain why."),
            field="late_reason",
            rule="V4",
        )


def _refusal(message: str) -> CaseError:
    return CaseError(message, field="uploads", rule="3.2")
