"""Pictures inside a document without what the camera wrote into them.

Nothing is unfolded: what is no picture is left out of the bytes, piece by piece, and the picture
itself stays as it is. A small file therefore costs no more than its own length.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_GIF: Final = (b"GIF87a", b"GIF89a")
_EMF: Final = b" EMF"
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_FILLER: Final = 0xFF
_COLOURS: Final = (0xE2, b"ICC_PROFILE\0")
_SAID_ASIDE: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}
"""Segments of applications and remarks; colours need those of 0xE0 and 0xEE and the profile."""

_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next segment: within a scan only these other bytes follow 0xFF."""

_CHUNKS_ASIDE: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})

_GIF_END, _GIF_IMAGE, _GIF_EXTENSION = 0x3B, 0x2C, 0x21
_GIF_REMARK, _GIF_APPLICATION = 0xFE, 0xFF
_GIF_LOOPS: Final = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def without_marks(content: bytes) -> bytes:
    """The same picture; anything else, and what is damaged, comes back as it is."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_of_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_of_png(content))
        if content.startswith(_GIF):
            return b"".join(_of_gif(content))
        if content[40:44] == _EMF:
            return _of_emf(content)
    except (struct.error, IndexError):
        return content
    return content


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    """Segment by segment up to the end of the picture; behind it phones hang others, with marks."""
    yield content[:2]
    at = 2
    while at < len(content):
        kind = content[at + 1]
        if content[at] != _FILLER:
            raise IndexError
        if kind == _FILLER:
            at += 1
        elif kind == _END_OF_IMAGE:
            yield content[at : at + 2]
            return
        else:
            end = _end_of_segment(content, at)
            if kind not in _SAID_ASIDE or _is_profile(content, at):
                yield content[at:end]
            at = end


def _end_of_segment(content: bytes, at: int) -> int:
    """That of a scan includes what the scan holds; a picture cut short in it ends there."""
    (length,) = struct.unpack_from(">H", content, at + 2)
    if length < 2:
        raise IndexError
    end = at + 2 + int(length)
    if content[at + 1] != _START_OF_SCAN:
        return end
    following = _AFTER_SCAN.search(content, end)
    return following.start() if following else len(content)


def _is_profile(content: bytes, at: int) -> bool:
    kind, name = _COLOURS
    return content[at + 1] == kind and content.startswith(name, at + 4)


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


def _of_gif(content: bytes) -> Iterator[bytes]:
    """Block by block to the end; remarks go, and of applications all but how often it repeats."""
    at = 13 + _colours(content[10])
    yield content[:at]
    while content[at] != _GIF_END:
        kind, label = content[at], content[at + 1]
        if kind == _GIF_IMAGE:
            end = _end_of_blocks(content, at + 11 + _colours(content[at + 9]))
        elif kind == _GIF_EXTENSION:
            end = _end_of_blocks(content, at + 2)
        else:
            raise IndexError
        is_loop = content.startswith(_GIF_LOOPS, at + 2)
        is_aside = label == _GIF_REMARK or (label == _GIF_APPLICATION and not is_loop)
        if kind == _GIF_IMAGE or not is_aside:
            yield content[at:end]
        at = end
    yield content[at : at + 1]


def _colours(packed: int) -> int:
    """The length of a table of colours, if there is one."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _of_emf(content: bytes) -> bytes:
    """The drawing stays; its head names the program and the picture, which is left blank."""
    length, at = struct.unpack_from("<II", content, 60)
    end = min(at + 2 * length, len(content))
    if not length or at < 88:
        return content
    return content[:at] + bytes(max(end - at, 0)) + content[max(end, at) :]
