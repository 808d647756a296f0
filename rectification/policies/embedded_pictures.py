"""Pictures inside a document without what the camera wrote into them.

Nothing is unfolded: what is no picture is left out of the bytes, piece by piece, and the picture
itself stays as it is. A small file therefore costs no more than its own length.
"""

import struct
from collections.abc import Iterator
from typing import Final

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN: Final = 0xDA
_COMMENT: Final = 0xFE
_SAID_ASIDE: Final = frozenset({*range(0xE1, 0xF0), _COMMENT}) - {0xE2, 0xEE}
"""Segments of applications and remarks; colours need those of 0xE0, 0xE2 and 0xEE."""

_CHUNKS_ASIDE: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def without_marks(content: bytes) -> bytes:
    """The same picture; anything else, and what is damaged, comes back as it is."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_of_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_of_png(content))
    except (struct.error, IndexError):
        return content
    return content


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    """Segments up to the scan, then the rest."""
    yield content[:2]
    at = 2
    while content[at + 1] != _START_OF_SCAN:
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if content[at] != 0xFF or length < 2:
            raise IndexError
        if content[at + 1] not in _SAID_ASIDE:
            yield content[at:end]
        at = end
    yield content[at:]


def _of_png(content: bytes) -> Iterator[bytes]:
    """Chunk by chunk up to the end of the picture; what hangs behind it is left out."""
    yield content[:8]
    at = 8
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if kind not in _CHUNKS_ASIDE:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
