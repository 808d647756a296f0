"""Pictures to scan, made here and shown inside the page: nothing is fetched from elsewhere."""

import segno


def picture_of(text: str) -> str:
    """A QR code as a data URI, with the white border that scanners want."""
    return str(segno.make(text, error="m").svg_data_uri(scale=4, border=4, light="white"))
