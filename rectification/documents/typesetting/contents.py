"""What stands on a paper, before it has a form: plain values that both forms are set from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.typesetting.geometry import ACROSS_AREA, AREA, TWIPS
from rectification.documents.typesetting.levels import numbered
from rectification.wording import full_date

BODY: Final = 0
_LEVELS: Final = 4


class Layout(StrEnum):
    """How a paper is laid out: three ways, and the file that binds them together."""

    RUNNING = "running"
    FORM = "form"
    ACROSS = "across"
    FILE = "file"


@dataclass(frozen=True)
class Line:
    """A paragraph; `level` 1 to 4 is a heading, whose number is set by itself."""

    text: str
    level: int = BODY


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the type area; the heading is repeated on each page."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class Box:
    """A field of a form. `signed` stands at its foot at the right: who signed it, and when."""

    label: str
    text: str = ""
    signed: str = ""
    lines: int = 1


@dataclass(frozen=True)
class Grid:
    """A form: each row is one field across, or two side by side."""

    rows: Sequence[Sequence[Box]]


Block = Line | Table | Grid


@dataclass(frozen=True)
class Contents:
    """One paper. `number` and `code` are given when it is issued; before that it is a draft.

    `issuer` is the body in whose name it goes out, at its head in red; `about` a line beneath the
    title. `day` is the day on which it says what it says.
    """

    layout: Layout
    title: str
    day: date
    body: Sequence[Block] = field(default_factory=list)
    number: str = ""
    code: str = ""
    issuer: str = ""
    receiver: str = ""
    about: str = ""
    signature: str = ""
    signed_on: date | None = None
    below: Sequence[Block] = ()
    """Beneath the signature: what was answered to it, and the copy for the file."""
    is_numbered: bool = True
    dated: date | None = None
    """Of what it is about, for the index of a file."""
    issued_on: date | None = None
    """Of a part of a file: the day on which the paper was issued as `number`."""
    void: bool = False
    parts: Sequence["Contents"] = ()
    """Of a file: the papers bound in it, in their order."""

    def issued(self, *, number: str, code: str) -> "Contents":
        return replace(self, number=number, code=code)

    def data(self) -> dict[str, Any]:
        """As it is written into a form: nothing but words, numbers and lists of them."""
        with in_words_of_papers():
            return self._data()

    def _data(self) -> dict[str, Any]:
        return {
            "layout": str(self.layout),
            "title": plain(self.title),
            "day": self.day.isoformat(),
            "number": plain(self.number_line),
            "issued": _issued_words(self.issued_on),
            "code": plain(_code_words(self.code)),
            "issuer": plain(self.issuer),
            "receiver": _addressed(plain(self.receiver)),
            "about": plain(self.about),
            "body": list(self._blocks(self.body)),
            "signature": plain(self.signature),
            "signed_on": full_date(self.signed_on) if self.signed_on else "",
            "below": list(self._blocks(self.below)),
            "void": pgettext("paper", "VOID") if self.void else "",
            "entry": " ".join(filter(None, [plain(self.title), plain(self.about)])),
            "dated": full_date(self.dated) if self.dated else "",
            "index": _("Index"),
            "index_head": [pgettext("list", "No."), *_index_head()],
            "parts": [part.data() for part in self.parts],
        }

    @property
    def number_line(self) -> str:
        """Its number; a paper that was not issued says so."""
        if self.number or not self.is_numbered:
            return self.number
        return _("(draft, not numbered)")

    def _blocks(self, blocks: Iterable[Block]) -> Iterable[dict[str, Any]]:
        width = ACROSS_AREA[0] if self.layout == Layout.ACROSS else AREA[0]
        counters = [0] * _LEVELS
        for block in blocks:
            if isinstance(block, Table):
                yield _table(block, width)
            elif isinstance(block, Grid):
                yield {"is": "grid", "rows": [_row(row) for row in block.rows]}
            else:
                yield from _lines(block, counters)


def in_words_of_papers() -> Any:
    """Papers are written in the language of the house, whoever takes them away."""
    return translation.override(settings.LANGUAGE_CODE)


def paragraphs(text: str) -> list[str]:
    """What somebody typed, as the paragraphs he made of it."""
    return [line for line in map(plain, text.splitlines()) if line]


def plain(text: str) -> str:
    """Without signs that no page can show."""
    return "".join(sign if sign.isprintable() else " " for sign in str(text)).strip()


def _lines(line: Line, counters: list[int]) -> Iterable[dict[str, Any]]:
    if line.level == BODY:
        for text in paragraphs(line.text):
            yield {"is": "line", "level": BODY, "text": text}
        return
    counters[line.level - 1] += 1
    counters[line.level :] = [0] * (_LEVELS - line.level)
    text = numbered(line.level, counters[line.level - 1], plain(line.text))
    yield {"is": "line", "level": line.level, "text": text}


def _table(table: Table, width: float) -> dict[str, Any]:
    shares = table.widths or [1] * len(table.head)
    widths = [share * width / sum(shares) for share in shares]
    return {
        "is": "table",
        "head": [plain(text) for text in table.head],
        "rows": [[_cell(text) for text in row] for row in table.rows],
        "widths": [round(each, 2) for each in widths],
        "twips": [round(each * TWIPS) for each in widths],
    }


def _row(row: Sequence[Box]) -> dict[str, Any]:
    boxes = [
        {
            "label": plain(box.label),
            "text": _cell(box.text),
            "signed": plain(box.signed),
            "lines": box.lines,
        }
        for box in row
    ]
    return {"pair": len(boxes) == 2, "boxes": boxes}


def _cell(text: str) -> str:
    return "\n".join(paragraphs(text))


def _index_head() -> list[str]:
    return [
        pgettext("index", "Paper"),
        pgettext("index", "Number"),
        pgettext("index", "Day"),
        pgettext("index", "Page"),
    ]


def _addressed(receiver: str) -> str:
    return pgettext("paper", "%(receiver)s:") % {"receiver": receiver} if receiver else ""


def _issued_words(on: date | None) -> str:
    return _("issued on %(day)s") % {"day": full_date(on)} if on else ""


def _code_words(code: str) -> str:
    return _("Verification code %(code)s") % {"code": code} if code else ""
