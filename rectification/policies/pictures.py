"""Pictures of proof: upright, without the camera's own data, and what they look like."""

import io
import struct
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from PIL import ExifTags, Image, UnidentifiedImageError

from rectification.policies.plain_copies import NO_DAY, PlainCopy, day_of

MAX_PIXELS: Final = 60_000_000
"""Beyond any camera of an office; a small file may unfold into a picture that fills memory."""

IMAGE_FORMAT: Final[Mapping[str, str]] = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}

ALIKE: Final = 6
"""Two pictures that differ in so many of 64 marks at most are probably one."""

_SIDE: Final = 8
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each way of holding a camera, by its number in the camera's data."""

_NO_IMAGE: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def pixels_of(image_format: str, content: bytes) -> int:
    """What the head of the picture says; nothing is unfolded."""
    try:
        with Image.open(io.BytesIO(content), formats=[image_format]) as image:
            return image.width * image.height
    except _NO_IMAGE:
        return 0


def plain_picture(image_format: str, content: bytes) -> PlainCopy | None:
    """The picture alone: place, device and owner that cameras write into it are left out.

    It is opened to its last line, so that a truncated one is found here: None.
    """
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[image_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.load()
            plain = _upright(image)
            taken_on = _taken_on(image)
            plain.info = {}
            plain.save(out, image_format, **({"quality": 90} if image_format == "JPEG" else {}))
            looks = _picture_hash(plain)
    except _NO_IMAGE:
        return None
    return PlainCopy(out.getvalue(), taken_on, looks)


def _upright(image: Image.Image) -> Image.Image:
    """As it was held; Pillow's own way writes the camera's data anew and fails on odd data."""
    turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    return image.copy() if turn is None else image.transpose(turn)


def _taken_on(image: Image.Image) -> date | None:
    try:
        said = image.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
        return day_of(datetime.strptime(said.strip("\0 "), "%Y:%m:%d %H:%M:%S"))
    except (*NO_DAY, *_NO_IMAGE, struct.error):
        return None


def _picture_hash(image: Image.Image) -> str:
    """64 marks, whether each patch is brighter than its neighbour: they outlive size and quality.

    A picture of one colour has none: it would be like every other.
    """
    small = image.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    row = _SIDE + 1
    shades = small.tobytes()
    marks = 0
    for at in range(row * _SIDE):
        if at % row != _SIDE:
            marks = marks << 1 | (shades[at] > shades[at + 1])
    return f"{marks:016x}" if marks else ""


def distance(one: str, other: str) -> int:
    """In how many marks two pictures differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
