"""The docx templates the product brings, built by code: what an office may take as its own start.

They hold the same placeholders whatever the paper; the page, the faces and the sizes are those of
`geometry` and `fonts`.
"""

import io
from datetime import datetime
from functools import cache
from math import floor
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from rectification.documents.typesetting import fonts
from rectification.documents.typesetting import geometry as page
from rectification.documents.typesetting.contents import Layout
from rectification.documents.typesetting.docx import without_clock
from rectification.documents.typesetting.folios import FOLIO_HEIGHT, add_folios
from rectification.documents.typesetting.grids import add_grid, add_table

_RED: Final = RGBColor(0xD7, 0x00, 0x0F)
_MARK_SIZE: Final = 40.0
_LATIN: Final = "Times New Roman"
_LEVELS: Final = (
    ("Paper body", fonts.BODY),
    ("Paper level 1", fonts.FIRST_LEVEL),
    ("Paper level 2", fonts.SECOND_LEVEL),
    ("Paper level 3", fonts.BODY),
    ("Paper level 4", fonts.BODY),
)
_LEFT, _CENTRE, _RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


@cache
def default_template(layout: Layout) -> bytes:
    """With every placeholder of `Contents.data`; the same bytes each time."""
    document = Document()
    _clear(document)
    _lay_out(document, across=layout == Layout.ACROSS)
    _style(document)
    _fill(document, layout)
    add_folios(document.sections[0])
    stored = io.BytesIO()
    document.save(stored)
    return without_clock(stored.getvalue())


def _clear(document: Any) -> None:
    """Nothing of the library's own file: no author, no day, no empty paragraph."""
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2012, 7, 1)
    document.settings.odd_and_even_pages_header_footer = True
    document.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))


def _lay_out(document: Any, *, across: bool) -> None:
    section = document.sections[0]
    width, height = (Mm(side) for side in page.PAGE)
    top, bottom, binding, outside = map(Mm, (page.TOP, page.BOTTOM, page.BINDING, page.OUTSIDE))
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        edge = Emu((binding + outside) // 2)
        section.page_width, section.page_height = height, width
        section.left_margin, section.right_margin = bottom, top
        section.top_margin = section.bottom_margin = edge
    else:
        section.page_width, section.page_height = width, height
        section.left_margin, section.right_margin = binding, outside
        section.top_margin, section.bottom_margin = top, bottom
    section.header_distance = Mm(15)
    section.footer_distance = Mm(page.BOTTOM - page.FOLIO_DROP) - Pt(FOLIO_HEIGHT)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)


def _style(document: Any) -> None:
    normal = document.styles["Normal"]
    _face(normal, fonts.BODY, page.BODY_SIZE)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(int(page.GRID_PITCH * 20) / 20)
    # A page is full before the next begins, whatever is left of the paragraph.
    normal.paragraph_format.widow_control = False
    _narrow(normal)
    for name, face in _LEVELS:
        style = _new(document, name, face, page.BODY_SIZE)
        _indent(style, 200)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _new(document, "Paper title", fonts.TITLE, page.TITLE_SIZE).paragraph_format.alignment = _CENTRE
    mark = _new(document, "Paper mark", fonts.TITLE, _MARK_SIZE)
    mark.font.color.rgb = _RED
    mark.paragraph_format.alignment = _CENTRE
    mark.paragraph_format.line_spacing = Pt(_MARK_SIZE * 1.3)
    for name, size in (("Paper form", page.FORM_SIZE), ("Paper table", page.TABLE_SIZE)):
        cell = _new(document, name, fonts.BODY, size)
        cell.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(3)
    head = _new(document, "Paper table head", fonts.FIRST_LEVEL, page.TABLE_SIZE)
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.paragraph_format.alignment = _CENTRE


def _new(document: Any, name: str, face: str, size: float) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _face(style, face, size)
    return style


def _face(style: Any, face: str, size: float) -> None:
    style.font.name = _LATIN
    style.font.size = Pt(size)
    fonts_of = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts_of.set(qn("w:eastAsia"), face)


def _narrow(style: Any) -> None:
    """28 characters in a line by their own spacing; office programs read a grid differently."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(floor(page.TRACKING * 20)))
    style.element.get_or_add_rPr().append(spacing)


def _indent(style: Any, hundredths: int) -> None:
    """First line, in hundredths of a character: it follows the size that an office chooses."""
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(round(page.BODY_SIZE * 20 * hundredths / 100)))


def _fill(document: Any, layout: Layout) -> None:
    if layout == Layout.RUNNING:
        _fill_head(document)
    _when(document, "void", "Paper title", "{{ void }}", colour=_RED)
    _add(document, "Paper title", "{{ title }}")
    if layout == Layout.RUNNING:
        _when(document, "number and not issuer", "Normal", "{{ number }}", _CENTRE)
        _when(document, "about", "Paper level 2", "{{ about }}", _CENTRE)
        _add(document, "Normal", "")
        _when(document, "receiver", "Normal", "{{ receiver }}")
    else:
        _when(document, "about", "Paper form", "{{ about }}")
        _when(document, "number", "Paper form", "{{ number }}", _RIGHT)
    _fill_blocks(document, "body")
    _when(document, "signature or signed_on", "Normal", "")
    _signed(document, "signature")
    _signed(document, "signed_on")
    _when(document, "below", "Normal", "")
    _fill_blocks(document, "below")


def _fill_head(document: Any) -> None:
    """Two lines are free above the body's name, above the number and beneath the red line."""
    _add(document, "Normal", "{%p if issuer %}")
    _add_free(document)
    _add(document, "Paper mark", "{{ issuer }}")
    _add_free(document)
    _underline(_add(document, "Normal", "{{ number }}", _CENTRE))
    _add_free(document)
    _add(document, "Normal", "{%p endif %}")


def _add_free(document: Any) -> None:
    for _line in range(2):
        _add(document, "Normal", "")


def _underline(paragraph: Any) -> None:
    """The red line, four millimetres below the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "D7000F")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:jc")


def _fill_blocks(document: Any, name: str) -> None:
    """Whatever a paper may hold, in each layout: a running one ends with a form for the file."""
    _add(document, "Normal", f"{{%p for block in {name} %}}")
    for level, (style, _face_of) in enumerate(_LEVELS):
        condition = f'block.is == "line" and block.level == {level}'
        _when(document, condition, style, "{{ block.text }}")
    _add(document, "Normal", '{%p if block.is == "table" %}')
    add_table(document)
    _add(document, "Normal", "{%p endif %}")
    _add(document, "Normal", '{%p if block.is == "grid" %}')
    add_grid(document)
    _add(document, "Paper table", "")
    _add(document, "Normal", "{%p endif %}")
    _add(document, "Normal", "{%p endfor %}")


def _signed(document: Any, name: str) -> None:
    _add(document, "Normal", f"{{%p if {name} %}}")
    line = _add(document, "Normal", f"{{{{ {name} }}}}", _RIGHT)
    indent = line._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:rightChars"), "400")
    indent.set(qn("w:right"), str(round(page.BODY_SIZE * 80)))
    _add(document, "Normal", "{%p endif %}")


def _when(
    document: Any, condition: str, style: str, text: str, where: Any = None, colour: Any = None
) -> None:
    """A paragraph that is there only if the paper has what belongs in it."""
    _add(document, "Normal", f"{{%p if {condition} %}}")
    paragraph = _add(document, style, text, where)
    if colour is not None:
        paragraph.runs[0].font.color.rgb = colour
    _add(document, "Normal", "{%p endif %}")


def _add(document: Any, style: str, text: str, where: Any = None) -> Any:
    paragraph = document.add_paragraph(text, style=style)
    if where is not None:
        paragraph.alignment = where
    return paragraph
