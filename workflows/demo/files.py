"""Small real files for the demo's evidence: invented contents, valid types."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def picture(name: str) -> SimpleUploadedFile:
    """A drawn picture in place of a photograph; the demo shows no real place."""
    image = Image.new("RGB", (640, 420), "#f6f5f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 600, 380), outline="#57606a", width=3)
    for line in range(6):
        draw.line((80, 100 + 45 * line, 560, 100 + 45 * line), fill="#8b949e", width=2)
    stream = BytesIO()
    image.save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/png")
