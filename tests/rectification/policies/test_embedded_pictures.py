"""Pictures inside a document are shown without what the camera wrote into them."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from rectification.policies.documents import plain_office_file
from rectification.policies.embedded_pictures import without_marks
from tests.uploads import picture

MAKER = b"the-maker-of-the-camera"


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_stays_and_its_marks_go(kind: str) -> None:
    given = picture(kind=kind).read()
    assert MAKER in given
    plain = without_marks(given)
    assert MAKER not in plain
    assert pixels(plain) == pixels(given)


def test_picture_that_a_phone_hung_behind_goes_with_its_marks() -> None:
    given = picture().read()
    preview = b"\xff\xe2\x00\x0aMPF\0\0\0\0\0"
    padded = given[:2] + b"\xff" + preview + b"\xff" + given[2:]
    plain = without_marks(padded + given)
    assert plain == without_marks(given)
    assert MAKER not in plain


def test_scans_and_the_profile_of_colours_stay() -> None:
    out = io.BytesIO()
    whole = Image.effect_noise((64, 64), 90).convert("RGB")
    whole.save(out, "JPEG", progressive=True, icc_profile=b"profile" * 20, comment=MAKER)
    plain = without_marks(out.getvalue())
    with Image.open(io.BytesIO(plain)) as image:
        assert image.info["icc_profile"] == b"profile" * 20
    assert MAKER not in plain
    assert pixels(plain) == pixels(out.getvalue())


def test_animation_stays_and_its_remarks_go() -> None:
    out = io.BytesIO()
    frames = [Image.effect_noise((32, 32), 90).quantize() for _ in range(2)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=3, comment=MAKER * 20)
    given = out.getvalue()
    head = 13 + 3 * 256
    given = given[:head] + b"\x21\xff\x0bXMP DataXMP\x17" + MAKER + b"\0" + given[head:]
    plain = without_marks(given)
    assert (MAKER in given, MAKER in plain) == (True, False)
    with Image.open(io.BytesIO(plain)) as image:
        assert (image.n_frames, image.info["loop"]) == (2, 3)
    assert pixels(plain) == pixels(given)


def test_head_of_a_drawing_names_nothing() -> None:
    named = "WPS\0石阿公家\0\0".encode("utf-16-le")
    head = struct.pack("<I36x4s", 1, b" EMF").ljust(60, b"\1")
    head += struct.pack("<II", len(named) // 2, 100)
    given = head.ljust(100, b"\1") + named + b"drawing"
    assert without_marks(given) == given.replace(named, bytes(len(named)))


@pytest.mark.parametrize(
    "content", [b"", b"<xml/>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0", b"\xff\xd8\xff\xe1\0\0"]
)
def test_what_is_no_sound_picture_comes_back_as_it_is(content: bytes) -> None:
    assert without_marks(content) == content


@pytest.mark.parametrize("place", ["word/media/image1.jpeg", "xl/media/image1.JPG"])
def test_pictures_of_a_document_lose_them_in_the_copy(place: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<xml/>")
        archive.writestr(place, picture().read())
    plain = plain_office_file(out.getvalue())
    assert plain is not None
    with zipfile.ZipFile(io.BytesIO(plain.content)) as archive:
        assert MAKER not in archive.read(place)
