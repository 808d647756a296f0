"""The rules of the look that a machine can check: nothing inline, calm styles, contrast."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
STYLES = sorted(Path(settings.BASE_DIR, "static", "css").rglob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_inline(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", source)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_is_calm(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"font-style:\s*italic", source)
    assert set(re.findall(r"box-shadow:\s*([^;]+);", source)) <= {"none"}
    if path.name != "tokens.css":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", source), "colours come from tokens.css"


def test_every_style_sheet_is_used() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES)
    root = Path(settings.BASE_DIR, "static")
    assert [p.name for p in STYLES if p.relative_to(root).as_posix() not in pages] == []


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


STATES = ["green", "yellow", "red", "blue", "grey"]
READ_ON = [
    *[(ink, sheet) for ink in ("ink", "ink-soft", "ink-faint") for sheet in ("paper", "sheet")],
    *[(ink, "act-soft") for ink in ("ink", "ink-soft", "act")],
    ("act", "paper"),
    ("act", "sheet"),
    ("on-act", "act"),
    ("house", "sheet"),
    *[(state, f"{state}-soft") for state in STATES],
    *[("ink", f"{state}-soft") for state in STATES],
    ("ink-soft", "red-soft"),
]


def tokens() -> dict[str, str]:
    source = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text()
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", source))


@pytest.mark.parametrize(("ink", "sheet"), READ_ON)
def test_text_meets_wcag_aa(ink: str, sheet: str) -> None:
    colours = tokens()
    assert contrast(colours[ink], colours[sheet]) >= 4.5


@pytest.mark.parametrize("line", ["line-field", "act"])
def test_edges_of_controls_meet_wcag_aa(line: str) -> None:
    colours = tokens()
    assert contrast(colours[line], colours["sheet"]) >= 3
