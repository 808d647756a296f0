"""Page numbers of the docx templates: — 1 —, at the outer edge, one character in."""

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from rectification.documents.typesetting import fonts
from rectification.documents.typesetting import geometry as page

_DASH: Final = "— "
_CODE_SIZE: Final = 9.0
_LEADING: Final = 1.3
FOLIO_HEIGHT: Final = (page.FOLIO_SIZE + _CODE_SIZE) * _LEADING
"""Page number and code below it; were they higher, they would take a line from the text."""


def add_folios(section: Any) -> None:
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
    _fill(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "w:right")
    _fill(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "w:left")


def _fill(footer: Any, where: Any, side: str) -> None:
    line = footer.paragraphs[0]
    line.alignment = where
    line.paragraph_format.line_spacing = Pt(page.FOLIO_SIZE * _LEADING)
    indent = line._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"{side}Chars"), "100")
    indent.set(qn(side), str(round(page.FOLIO_SIZE * 20)))
    for text in (_DASH, None, _DASH[::-1]):
        run = line.add_run(text)
        run.font.size = Pt(page.FOLIO_SIZE)
        run.font.name = fonts.FOLIO
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), fonts.FOLIO)
        if text is None:
            _number(run)
    code = footer.add_paragraph("{{ code }}")
    code.alignment = where
    code.paragraph_format.line_spacing = Pt(_CODE_SIZE * _LEADING)
    code.runs[0].font.size = Pt(_CODE_SIZE)


def _number(run: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)
