"""Tables of the docx templates: rows and columns are repeated by what stands in their cells."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from rectification.documents.typesetting import geometry as page

_LABEL = 34.0
_VALUE = (page.AREA[0] - 2 * _LABEL) / 2
_BESIDE_WORDS = 40
"""Twentieths of a point between the words of a cell and its line."""


def add_table(document: Any) -> None:
    """A heading repeated on each page, then its rows; each cell with the width of its column."""
    table = _framed(document, columns=3)
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    _across(head.cells, "each", "block.head", "Paper table head")
    opening, row, closing = (table.add_row() for _ in range(3))
    opening.cells[0].text = "{%tr for row in block.rows %}"
    _across(row.cells, "each", "row", "Paper table")
    closing.cells[0].text = "{%tr endfor %}"
    _keep_whole(row)


def add_grid(document: Any) -> None:
    """Rows of one field across, or of two side by side."""
    table = _framed(document, columns=4)
    table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    for text in ("{%tr if row.pair %}", "", "{%tr else %}", "", "{%tr endif %}", "{%tr endfor %}"):
        table.add_row().cells[0].text = text
    pair, single = table.rows[2], table.rows[4]
    for place in (0, 1):
        _label(pair.cells[2 * place], f"{{{{ row.boxes[{place}].label }}}}")
        _value(pair.cells[2 * place + 1], place)
    _label(single.cells[0], "{{ row.boxes[0].label }}")
    _value(single.cells[1].merge(single.cells[3]), 0)
    widths = (_LABEL, _VALUE, _LABEL, _VALUE)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(pair.cells, widths, strict=True):
        cell.width = Mm(width)
    single.cells[0].width, single.cells[1].width = Mm(_LABEL), Mm(sum(widths[1:]))
    for row in (pair, single):
        _keep_whole(row)


def _framed(document: Any, *, columns: int) -> Any:
    """Over the whole type area: moved in by what its lines stand out on the left."""
    table = document.add_table(rows=1, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    indent, margins = OxmlElement("w:tblInd"), OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_twips(OxmlElement(f"w:{side}")))
    settings = table._tbl.tblPr
    settings.find(qn("w:tblLayout")).addprevious(_twips(indent))
    settings.find(qn("w:tblLayout")).addnext(margins)
    return table


def _twips(element: Any) -> Any:
    element.set(qn("w:w"), str(_BESIDE_WORDS))
    element.set(qn("w:type"), "dxa")
    return element


def _across(cells: Any, name: str, of: str, style: str) -> None:
    """Columns are repeated between the first cell and the last, which are left out."""
    texts = (f"{{%tc for {name} in {of} %}}", f"{{{{ {name} }}}}", "{%tc endfor %}")
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
        cell.paragraphs[0].style = style
    width = cells[1]._tc.get_or_add_tcPr().get_or_add_tcW()
    width.set(qn("w:type"), "dxa")
    width.attrib[qn("w:w")] = "{{ block.twips[loop.index0] }}"


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _label(cell: Any, text: str) -> None:
    cell.text = text
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell.paragraphs[0].style = "Paper form"
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _value(cell: Any, place: int) -> None:
    """What was written, room to write where somebody signs, and who signed at the right."""
    box = f"row.boxes[{place}]"
    cell.text = f"{{{{ {box}.text }}}}"
    cell.paragraphs[0].style = "Paper form"
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for text in (f"{{%p if {box}.signed %}}", "", f"{{{{ {box}.signed }}}}", "{%p endif %}"):
        line = cell.add_paragraph(text, style="Paper form")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
