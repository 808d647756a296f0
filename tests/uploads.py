"""Small real files of every kind, and some that only pretend."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825
MAKER = 0x010F


def pdf(name: str = "记录.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def picture(name: str = "照片.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    """A picture that says where and with what it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", (8, 4), "red")
    exif = Image.Exif()
    exif[MAKER] = "the-maker-of-the-camera"
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def office_file(name: str, *parts: str, kinds: bytes = b"<xml/>") -> SimpleUploadedFile:
    """A zip with these parts, as Word and Excel write them, and the list of their kinds."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", kinds)
        for part in parts:
            archive.writestr(part, "<xml/>")
    return SimpleUploadedFile(name, out.getvalue())


def packed_file(name: str, size: int) -> SimpleUploadedFile:
    """A document whose main part is packed and unfolds to `size` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("word/document.xml", b" " * size)
    return SimpleUploadedFile(name, out.getvalue())


def lying_file(name: str, size: int, declared: int) -> SimpleUploadedFile:
    """The same, whose table of contents declares another size, with the checksum to match."""
    content = bytearray(packed_file(name, size).read())
    entry = content.rindex(b"PK\x01\x02")
    checksum = zlib.crc32(b" " * min(size, declared))
    struct.pack_into("<L", content, entry + 16, checksum)
    struct.pack_into("<L", content, entry + 24, declared)
    return SimpleUploadedFile(name, bytes(content))


def docx(name: str = "计划.docx") -> SimpleUploadedFile:
    return office_file(name, "word/document.xml")


def xlsx(name: str = "台账.xlsx") -> SimpleUploadedFile:
    return office_file(name, "xl/workbook.xml")
