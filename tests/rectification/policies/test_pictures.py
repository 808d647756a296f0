import io
from datetime import date

import pytest
from PIL import Image

from rectification.policies import pictures as rule
from tests.uploads import drawn, picture


def plain(image: Image.Image, kind: str = "PNG") -> rule.PlainCopy:
    out = io.BytesIO()
    image.save(out, kind)
    found = rule.plain_picture(kind, out.getvalue())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("taken", "day"),
    [
        ("2026:05:10 23:59:00", date(2026, 5, 10)),
        ("0000:00:00 00:00:00", None),
        ("1970:01:01 00:00:00", None),
        ("", None),
    ],
)
def test_plain_picture_tells_when_it_was_taken(taken: str, day: date | None) -> None:
    found = rule.plain_picture("JPEG", picture(taken=taken).read())
    assert found is not None
    assert found.dated_on == day


def test_picture_hash_outlives_size_and_quality_and_tells_pictures_apart() -> None:
    given, other = drawn(1), drawn(2)
    smaller = plain(given.resize((300, 200)).convert("L"), "JPEG")
    assert rule.distance(plain(given).picture_hash, smaller.picture_hash) <= rule.ALIKE
    assert rule.distance(plain(given).picture_hash, plain(other).picture_hash) > rule.ALIKE


def test_picture_hash_of_one_colour_is_none() -> None:
    assert plain(Image.new("RGB", (40, 40), "red")).picture_hash == ""


def test_distance_counts_marks() -> None:
    assert rule.distance("0" * 16, "f" * 16) == 64
    assert rule.distance("8000000000000001", "8000000000000000") == 1
