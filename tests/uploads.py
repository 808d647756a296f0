"""Small real files of every kind, and some that only pretend."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw
from pypdf import PdfWriter

GPS = 0x8825
MAKER = 0x010F
TAKEN = 0x9003
AUTHOR = "the-hand-that-wrote"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description rdf:about="{AUTHOR}"/></rdf:RDF></x:xmpmeta>'
).encode()


def pdf(name: str = "记录.pdf", *, day: str = "", password: str = "") -> SimpleUploadedFile:
    """A page that says who wrote it, twice, and on request when (`20260511`)."""
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": AUTHOR})
    if day:
        writer.add_metadata({"/CreationDate": f"D:{day}233000+08'00'"})
    writer.xmp_metadata = XMP
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return SimpleUploadedFile(name, out.getvalue())


def picture(name: str = "照片.jpg", kind: str = "JPEG", *, taken: str = "") -> SimpleUploadedFile:
    """A picture that says where and with what it was taken, and on request when."""
    out = io.BytesIO()
    image = Image.new("RGB", (8, 4), "red")
    exif = Image.Exif()
    exif[MAKER] = "the-maker-of-the-camera"
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[TAKEN] = taken
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


def written(
    name: str,
    parts: Mapping[str, bytes],
    *,
    kinds: bytes = b"<xml/>",
    head: bytes = b"",
) -> SimpleUploadedFile:
    """The same with the words of each part; `head` stands before all of it."""
    out = io.BytesIO(head)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "w") as archive:
        for part, words in {"[Content_Types].xml": kinds, **parts}.items():
            archive.writestr(zipfile.ZipInfo(part), words)
    return SimpleUploadedFile(name, out.getvalue())


def core(*, created: str = "", modified: str = "") -> bytes:
    """What Word and Excel write about a document and its author."""
    return (
        f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    ).encode()


def drawn(seed: int) -> Image.Image:
    """A picture with something on it, another one for each seed."""
    image = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    random = Random(seed)
    for _ in range(30):
        x, y = random.randrange(600), random.randrange(400)
        shade = random.randrange(256)
        draw.rectangle((x, y, x + 150, y + 100), fill=(shade, shade, shade))
    return image


def photo(name: str, seed: int, *, quality: int = 90) -> SimpleUploadedFile:
    out = io.BytesIO()
    drawn(seed).save(out, "JPEG", quality=quality)
    return SimpleUploadedFile(name, out.getvalue())
