import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps

from rectification.exceptions import CaseError
from rectification.policies import pictures
from rectification.policies import uploads as rule
from tests.uploads import docx, lying_file, office_file, packed_file, pdf, picture, xlsx


@pytest.mark.parametrize(
    ("upload", "content_type"),
    [
        (pdf(), "application/pdf"),
        (picture(), "image/jpeg"),
        (picture("照片.JPEG"), "image/jpeg"),
        (picture("截图.png", "PNG"), "image/png"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_sound_file_of_each_kind(upload: SimpleUploadedFile, content_type: str) -> None:
    assert rule.sound_file(upload).content_type == content_type


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("空.pdf", b""),
        SimpleUploadedFile("程序.exe", b"MZ\x90\x00"),
        SimpleUploadedFile("页面.html", b"<script>alert(1)</script>"),
        SimpleUploadedFile("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("无后缀", b"%PDF-1.7"),
        SimpleUploadedFile("记录.pdf", b"MZ\x90\x00" + b"0" * 64),
        SimpleUploadedFile("记录.pdf", b"<html>%PDF-1.7</html>"),
        SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff\xe0 not a picture"),
        SimpleUploadedFile("计划.docx", b"PK\x03\x04 not an archive"),
        SimpleUploadedFile("记录.pdf.exe", b"%PDF-1.7"),
        picture("照片.png", "JPEG"),
        xlsx("计划.docx"),
        office_file("压缩.docx", "payload.js"),
    ],
)
def test_sound_file_refuses_what_it_is_not(upload: SimpleUploadedFile) -> None:
    with pytest.raises(CaseError) as refused:
        rule.sound_file(upload)
    assert refused.value.field == "uploads"


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "word/VBAPROJECT.BIN",
        "word/vbaData.xml",
        "word\\embeddings\\oleObject1.bin",
        "word/embeddings/Microsoft_Excel_Sheet.xlsx",
        "word/activeX/activeX1.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/MacroSheets/sheet1.xml",
    ],
)
def test_sound_file_refuses_programs_and_embedded_files(part: str) -> None:
    with pytest.raises(CaseError, match="PDF"):
        rule.sound_file(office_file("计划.docx", "word/document.xml", part))


@pytest.mark.parametrize(
    "kind",
    [
        b"application/vnd.ms-office.vbaProject",
        b"application/vnd.ms-word.document.MACROENABLED.main+xml",
        b"application/vnd.ms-office.&#118;baProject",
        "application/vnd.ms-excel.macrosheet+xml".encode("utf-16"),
    ],
)
def test_sound_file_refuses_a_part_that_is_a_program_by_its_kind(kind: bytes) -> None:
    """Whatever the part is called: the office program goes by the kind."""
    with pytest.raises(CaseError, match="PDF"):
        rule.sound_file(office_file("计划.docx", "word/document.xml", "word/a.bin", kinds=kind))


def test_sound_file_with_too_long_a_list_of_parts() -> None:
    padded = b" " * rule.PARTS_MAXIMUM + b"vbaProject"
    with pytest.raises(CaseError):
        rule.sound_file(office_file("计划.docx", "word/document.xml", kinds=padded))


@pytest.mark.parametrize(
    "changes",
    [
        [(6, b"\xff\x00")],
        [(8, b"\x00\x08"), (46, b"\xff")],
        [(8, b"\x01\x00")],
        [(10, b"\x63\x00")],
    ],
    ids=["version", "name", "encrypted", "method"],
)
def test_sound_file_with_a_broken_directory(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(docx().read())
    directory = content.find(b"PK\x01\x02")
    for place, value in changes:
        content[directory + place : directory + place + len(value)] = value
    with pytest.raises(CaseError) as refused:
        rule.sound_file(SimpleUploadedFile("记录.docx", bytes(content)))
    assert refused.value.field == "uploads"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sound_file_picture_is_turned_as_it_was_held(orientation: int) -> None:
    shown = Image.new("L", (2, 3))
    shown.putdata([0, 50, 100, 150, 200, 250])
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    shown.save(out, "PNG", exif=exif)
    kept = rule.sound_file(SimpleUploadedFile("照片.png", out.getvalue())).content
    with Image.open(out) as given, Image.open(io.BytesIO(kept)) as plain:
        expected = ImageOps.exif_transpose(given)
        assert (plain.size, plain.tobytes()) == (expected.size, expected.tobytes())
        assert not plain.getexif()


def test_sound_file_picture_with_odd_camera_data() -> None:
    """The maker of the camera given as a number, which Pillow cannot write anew."""
    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x09\0\x01\0\0\0\x01\0\0\0\0\0\0\0"
    out = io.BytesIO()
    Image.new("RGB", (8, 4)).save(out, "JPEG", exif=exif)
    assert rule.sound_file(SimpleUploadedFile("照片.jpg", out.getvalue())).content


def test_sound_file_truncated_picture() -> None:
    whole = picture("照片.jpg").read()
    with pytest.raises(CaseError):
        rule.sound_file(SimpleUploadedFile("照片.jpg", whole[: len(whole) // 2]))


def test_sound_file_picture_that_unfolds_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 31)
    with pytest.raises(CaseError):
        rule.sound_file(picture("照片.jpg"))


def test_sound_files_pictures_that_unfold_too_large_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rule, "MAX_PIXELS_TOGETHER", 64)
    assert len(rule.sound_files([picture(), picture(), pdf()])) == 3
    with pytest.raises(CaseError):
        rule.sound_files([picture(), picture(), picture()])


def test_sound_file_at_most_unfolds_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "UNPACKED_MAXIMUM", 3_000_000)
    assert rule.sound_file(packed_file("计划.docx", 3_000_000)).extension == ".docx"
    with pytest.raises(CaseError) as refused:
        rule.sound_file(packed_file("计划.docx", 3_000_001))
    assert refused.value.field == "uploads"


def test_limit_of_unfolding_is_two_hundred_megabytes() -> None:
    assert rule.UNPACKED_MAXIMUM == 200 * 1024 * 1024
    bomb = packed_file("计划.docx", rule.UNPACKED_MAXIMUM + 1)
    assert bomb.size < 1024 * 1024
    with pytest.raises(CaseError):
        rule.sound_file(bomb)


@pytest.mark.parametrize("declared", [0, 1, 4096, 2_999_999, 3_000_001])
def test_sound_file_that_lies_about_its_size(declared: int) -> None:
    """Python's own reader stops at the declared size and finds the checksum in order."""
    with pytest.raises(CaseError) as refused:
        rule.sound_file(lying_file("计划.docx", 3_000_000, declared))
    assert refused.value.field == "uploads"
    assert rule.sound_file(lying_file("计划.docx", 3_000_000, 3_000_000)).extension == ".docx"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_sound_file_packed_in_a_way_no_office_uses(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("[Content_Types].xml", "<xml/>")
        archive.writestr("word/document.xml", " " * 4096)
    with pytest.raises(CaseError):
        rule.sound_file(SimpleUploadedFile("计划.docx", out.getvalue()))


def test_sound_file_whose_stored_part_lies() -> None:
    content = bytearray(docx().read())
    entry = content.rindex(b"PK\x01\x02")
    for offset in (20, 24):
        changed = bytearray(content)
        changed[entry + offset] += 1
        with pytest.raises(CaseError):
            rule.sound_file(SimpleUploadedFile("计划.docx", bytes(changed)))


def test_sound_file_over_twenty_megabytes() -> None:
    upload = pdf()
    upload.size = rule.MAX_BYTES + 1
    with pytest.raises(CaseError):
        rule.sound_file(upload)
    upload.size = rule.MAX_BYTES
    assert rule.sound_file(upload).extension == ".pdf"


def test_sound_files_at_most_five() -> None:
    assert len(rule.sound_files([pdf() for _ in range(5)])) == 5
    with pytest.raises(CaseError):
        rule.sound_files([pdf() for _ in range(6)])


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\会议 记录.PDF", "会议 记录.pdf"),
        ("记录\x00\r\n.pdf", "记录.pdf"),
        ("记录\u202efdp.pdf", "记录fdp.pdf"),
        ('a<b>"c|?*:.png', "abc.png"),
        (" ./.pdf", "pdf"),
        ("长" * 300 + ".docx", "长" * rule.NAME_LENGTH + ".docx"),
    ],
)
def test_clean_name(name: str, cleaned: str) -> None:
    result = rule.clean_name(name)
    if name == " ..pdf":
        assert "/" not in result
    else:
        assert result == cleaned


def test_sound_file_refuses_pictures_that_keep_their_marks() -> None:
    with pytest.raises(CaseError, match="TIFF"):
        rule.sound_file(office_file("计划.docx", "word/document.xml", "word/media/image1.TIF"))
