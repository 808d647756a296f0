"""A paper as docx, to be edited and signed: a template filled by docxtpl.

A template may have been handed in, so it is treated as hostile: it may put values where it likes,
repeat and leave out, and nothing else. What it is filled with are words, never objects.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rectification.exceptions import CaseError

MAX_UNPACKED: Final = 20 * 1024 * 1024
MAX_PARTS: Final = 500
MAX_DEPTH: Final = 4
"""Repetitions within one another: blocks of a paper, its rows, their cells, with one to spare."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const),
    *(nodes.Name, nodes.Getattr, nodes.Getitem, nodes.For, nodes.If),
    *(nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)


class TemplateRefused(CaseError):
    """The template cannot be filled; the message says what it holds that it must not."""


def docx_of(template: bytes, data: Mapping[str, Any]) -> bytes:
    """The template filled with the data of a paper. Raises TemplateRefused."""
    _check_container(template)
    filled = io.BytesIO()
    try:
        paper = DocxTemplate(io.BytesIO(template))
        paper.render(dict(data), jinja_env=_Environment(), autoescape=True)
        for table in paper.docx.tables:
            _set_columns(table)
        paper.save(filled)
    except TemplateRefused:
        raise
    except (TemplateError, TypeError, LookupError, ValueError, SyntaxError) as error:
        text = _("The template cannot be filled: %(reason)s") % {"reason": error}
        raise TemplateRefused(text, field="file", rule="5") from error
    return without_clock(filled.getvalue())


def _set_columns(table: Any) -> None:
    """By the widths of a full row: columns that were repeated come out of the filling all alike."""
    columns = table._tbl.tblGrid.findall(qn("w:gridCol"))
    widths = (
        [cell.tcPr.tcW.get(qn("w:w")) for cell in row.tc_lst if _has_width(cell)]
        for row in table._tbl.tr_lst
    )
    found = next((each for each in widths if len(each) == len(columns)), [])
    for column, width in zip(columns, found, strict=False):
        column.set(qn("w:w"), width)


def _has_width(cell: Any) -> bool:
    return cell.tcPr is not None and cell.tcPr.tcW is not None and cell.grid_span == 1


def without_clock(archive: bytes) -> bytes:
    """The same data give the same bytes: the parts without the time at which they were packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(
                zipfile.ZipInfo(part.filename, _EPOCH), old.read(part), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


class _Environment(ImmutableSandboxedEnvironment):
    """Besides the sandbox: no call, no sum, no block of its own. What a template may say is closed,
    so it can neither reach beyond the data nor keep the server at work."""

    def _generate(
        self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False
    ) -> str:
        _check_words(source, ())
        return super()._generate(source, name, filename, defer_init)


def _check_words(node: nodes.Node, around: tuple[str, ...]) -> None:
    """`around` are what the repetitions around this part go over, from without to within. One
    inside another goes over something of the one right around it: nothing is repeated more often
    than the paper has parts."""
    if not isinstance(node, _ALLOWED):
        raise _refused_word(type(node).__name__)
    if isinstance(node, nodes.For):
        if len(around) == MAX_DEPTH or node.recursive or not _names_a_value(node.iter):
            raise _refused_word("For")
        if around and root_of(node.iter) != around[-1]:
            raise _refused_word(f"for … in {root_of(node.iter)}")
        around = (*around, root_of(node.target))
    if _named(node).startswith("_"):
        raise _refused_word(_named(node))
    for child in node.iter_child_nodes():
        _check_words(child, around)


def root_of(node: nodes.Node) -> str:
    """The name with which it begins: `block` of `block.rows[0]`."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _named(node: nodes.Node) -> str:
    """What a part of the template asks for by name; a name with a line below is the machinery's."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Name):
        return node.name
    return str(node.value) if isinstance(node, nodes.Const) else ""


def _names_a_value(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem)


def _refused_word(word: str) -> TemplateRefused:
    text = _(
        "The template may name fields, repeat with “for” over a field and leave out with “if”; "
        "this it may not: %(word)s."
    )
    return TemplateRefused(text % {"word": word}, field="file", rule="5")


def _check_container(template: bytes) -> None:
    """Before anything is unfolded: what it is, and how large it becomes."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _no_document() from error
    names = {part.filename for part in parts}
    large = len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED
    if large or "word/document.xml" not in names or any("vbaProject" in name for name in names):
        raise _no_document()


def _no_document() -> TemplateRefused:
    text = _("This is no Word document (.docx) without macros of at most 20 MB unfolded.")
    return TemplateRefused(text, field="file", rule="5")
