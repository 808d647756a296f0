"""Small real files for the demo's evidence: invented contents, valid types."""

from hashlib import sha256
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def picture(name: str) -> SimpleUploadedFile:
    """A drawn picture in place of a photograph; the demo shows no real place.

    Another one for each name, else every file would be taken for a file used before.
    """
    image = Image.new("RGB", (640, 420), "#f6f5f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 600, 380), outline="#57606a", width=3)
    for at, shade in enumerate(sha256(name.encode()).digest()):
        left, top = 60 + at % 8 * 66, 60 + at // 8 * 78
        draw.rectangle((left, top, left + 56, top + 64), fill=(shade, shade, shade))
    stream = BytesIO()
    image.save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")
