"""A paper as pdf, set by typst.

What stands on it goes in as JSON and is read there as text: no sign of it is ever taken for
markup, and nothing but the layouts lies within reach of the setter.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from rectification.documents.typesetting import fonts, geometry

LAYOUTS: Final = Path(__file__).parent / "layouts"
ARCHIVAL: Final = "a-2b"
"""PDF/A: the form that can still be opened when today's programs are gone."""


def pdf_of(layout: str, data: Mapping[str, Any]) -> bytes:
    """The same data give the same bytes, on every machine with the same fonts.

    A sign that no font has (a rare character of a name, a picture sign of a telephone) is a crossed
    box on the page. The archival form takes no such box: that paper is a plain pdf.
    """
    try:
        pages = _set(layout, data, format="pdf", pdf_standards=[ARCHIVAL])
    except typst.TypstError:
        pages = _set(layout, data, format="pdf")
    assert isinstance(pages, bytes)
    return pages


def pictures_of(layout: str, data: Mapping[str, Any]) -> list[bytes]:
    """Each page as png, to be looked at."""
    pages = _set(layout, data, format="png", ppi=80)
    return [pages] if isinstance(pages, bytes) else list(pages or [])


def _set(layout: str, data: Mapping[str, Any], **how: Any) -> bytes | list[bytes] | None:
    inputs = {"page": geometry.as_inputs(), "faces": fonts.as_inputs(), "data": data}
    return typst.compile(
        str(LAYOUTS / f"{layout}.typ"),
        root=str(LAYOUTS),
        font_paths=fonts.found(),
        sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
        **how,
    )
