"""Templates that an office hands in for the docx form of a paper: what they may hold (rules 5).

Such a file comes from somebody else's word processor and is filled on the server, so it is judged
as a hostile one: what it is, what it reaches for, what it names; then it is filled once.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docxtpl import DocxTemplate
from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateError
from lxml import etree

from rectification.documents.papers import LAYOUTS
from rectification.documents.typesetting import (
    Box,
    Contents,
    Grid,
    Layout,
    Line,
    Table,
    TemplateRefused,
    default_template,
    docx_of,
)
from rectification.documents.typesetting.docx import MAX_UNPACKED, root_of
from rectification.enums import DocumentKind
from rectification.wording import listed

_NUMBER: Final = "样纪督〔2026〕123456号"
_CODE: Final = "7F3K-2M9P-QW4X-8HJT"
_TITLE: Final = "样张标题"
MANDATORY: Final = MappingProxyType({"number": _NUMBER, "code": _CODE, "title": _TITLE})
_KNOWN: Final = frozenset(Contents(Layout.RUNNING, "", date(2026, 1, 1)).data()) - {"parts"}
_OF_BLOCKS: Final = frozenset(
    {
        *("is", "level", "text", "head", "rows", "widths", "twips"),
        *("pair", "boxes", "label", "signed", "lines"),
    }
)
_EMBEDDED: Final = frozenset(
    {
        *("oleobject", "package", "attachedtemplate", "frame", "subdocument", "afchunk"),
        *("control", "webextension"),
    }
)
"""Kinds of relations that take something else into the document."""
_FIELD_TEXTS: Final = frozenset({"instrText", "delInstrText"})
_FIELDS: Final = frozenset({"PAGE", "NUMPAGES", "MERGEFORMAT", "ARABIC"})
"""Fields of the word processor that count pages; any other may fetch something from elsewhere."""
_PLACES: Final = (
    (re.compile(r"word/document\.xml"), gettext_lazy("in the text")),
    (re.compile(r"word/header\d*\.xml"), gettext_lazy("in the header")),
    (re.compile(r"word/footer\d*\.xml"), gettext_lazy("in the footer")),
)


def template_for(kind: DocumentKind) -> bytes:
    """That of the house, to begin from."""
    return default_template(LAYOUTS[kind])


def judge_template(content: bytes, kind: DocumentKind) -> None:
    """Raises TemplateRefused with what is wrong and where."""
    if _is_read_at_once(content):
        _refuse_links(content)
    # The rest of it is judged where it is filled: macros, sizes, and what may be said.
    layout = LAYOUTS[kind]
    samples = (sample(layout), bare(layout), public_sample())
    papers = [docx_of(content, paper.data()) for paper in samples]
    for place, words in _words_of(content):
        _refuse_unknown(place, words)
    for filled in papers:
        _refuse_links(filled)
        _refuse_without_marks(filled)


def _refuse_without_marks(filled: bytes) -> None:
    text = "".join(words for _place, words in _words_of(filled, bare=True))
    missing = [f"{{{{ {name} }}}}" for name, shown in MANDATORY.items() if shown not in text]
    if missing:
        told = _("The template must show these wherever it is used: %(names)s.")
        raise _refused(told % {"names": listed(missing)})


def bare(layout: Layout) -> Contents:
    """A paper that has nothing but what every paper has."""
    return Contents(layout=layout, title=_TITLE, day=date(2026, 5, 11), number=_NUMBER, code=_CODE)


def public_sample() -> Contents:
    """What goes out of a paper is a form, whatever the paper itself is."""
    rows = [[Box("责任主体", "样本单位")], [Box("公示内容", "样例。", lines=3)]]
    return replace(bare(Layout.FORM), about="公开版", body=[Grid(rows)])


def sample(layout: Layout) -> Contents:
    """A paper that has everything a template may be asked to show."""
    grid = Grid(
        [[Box("单位", "样本单位"), Box("编号", "1")], [Box("意见", "同意。", signed="张某")]]
    )
    return Contents(
        layout=layout,
        title=_TITLE,
        day=date(2026, 5, 11),
        body=[
            Line("导语。"),
            *(Line("标题", level) for level in (1, 2, 3, 4)),
            Table(["序号", "内容"], [["1", "样例"], ["2", "样例"]], [1, 4]),
            grid,
        ],
        number=_NUMBER,
        code=_CODE,
        issuer="样本机关",
        receiver="样本单位",
        about="样例",
        signature="样本机关",
        signed_on=date(2026, 5, 11),
        below=[grid],
    )


def _is_read_at_once(content: bytes) -> bool:
    """An archive, and none that would unfold to more than is taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist()) <= MAX_UNPACKED
    except zipfile.BadZipFile:
        return False


def _refuse_links(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if _reaches_out(part, archive.read(part)):
                told = _(
                    "The template leads outside or takes something in from elsewhere (%(part)s). "
                    "Take links, linked pictures, fields and embedded objects out."
                )
                raise _refused(told % {"part": part})


def _reaches_out(name: str, part: bytes) -> bool:
    """Read as a word processor reads it, whatever the part is called: signs may be written as
    references, names under another prefix. Also what cannot be read here, if it is to be markup."""
    # Without remarks and instructions, which would part the words between which they stand.
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, reader)
    except etree.XMLSyntaxError:
        return name.lower().endswith((".rels", ".xml"))
    if root.getroottree().docinfo.doctype:
        return True
    return any(map(_leads_out, root.iter())) or not _counts_pages("".join(_fields_of(root)))


def _leads_out(element: Any) -> bool:
    kind = element.get("Type", "").rpartition("/")[2].lower()
    return element.get("TargetMode", "").lower() == "external" or kind in _EMBEDDED


def _fields_of(root: Any) -> Iterator[str]:
    for element in root.iter():
        if etree.QName(element).localname in _FIELD_TEXTS:
            yield "".join(element.itertext())
        for name, value in element.attrib.items():
            if etree.QName(name).localname == "instr":
                yield f" {value} "


def _counts_pages(fields: str) -> bool:
    """Nor are words put in where a field is told what to do: they would come from the paper."""
    return "{" not in fields and set(re.findall("[A-Z]+", fields.upper())) <= _FIELDS


def _words_of(content: bytes, *, bare: bool = False) -> Iterator[tuple[str, str]]:
    """Text, headers and footers, each with its place; as it is read when it is filled, or without
    any markup."""
    reader = DocxTemplate(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            place = next((str(told) for name, told in _PLACES if name.fullmatch(part)), "")
            if place:
                inside = archive.read(part).decode("utf-8", "replace")
                yield place, re.sub("<[^>]+>", "", inside) if bare else reader.patch_xml(inside)


def _refuse_unknown(place: str, words: str) -> None:
    try:
        tree = Environment(autoescape=True).parse(words)
    except TemplateError as error:
        told = _("The template cannot be read %(place)s: %(reason)s")
        raise _refused(told % {"place": place, "reason": error}) from error
    unknown = sorted(_unknown_in(tree, frozenset()))
    if unknown:
        told = _(
            "The template names fields %(place)s that no paper has: %(names)s. The template of the "
            "house shows which there are."
        )
        raise _refused(told % {"place": place, "names": listed(unknown)})


def _unknown_in(node: nodes.Node, repeated: frozenset[str]) -> set[str]:
    """Names beside the fields of a paper, and beside those of what is repeated around them."""
    if isinstance(node, nodes.For):
        inside = repeated | {root_of(node.target)}
        found = (_unknown_in(part, inside) for part in (*node.body, *node.else_))
        return _unknown_in(node.iter, repeated).union(*found)
    own: set[str] = set()
    if isinstance(node, nodes.Name) and node.name not in _KNOWN | repeated | {"loop"}:
        own = {node.name}
    if isinstance(node, nodes.Getattr) and node.attr not in _OF_BLOCKS and root_of(node) != "loop":
        own = {node.attr}
    return own.union(*(_unknown_in(child, repeated) for child in node.iter_child_nodes()))


def _refused(text: str) -> TemplateRefused:
    return TemplateRefused(text, field="file", rule="5")
