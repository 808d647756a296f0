"""How an event names a file that was handed in, and where the files of cases lie."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q

from rectification.audit.canonical import REGISTER
from rectification.models import (
    Evidence,
    LookBackFile,
    OfficialDocument,
    PaperScan,
    SignedCopy,
)

File = Evidence | LookBackFile | PaperScan | SignedCopy | OfficialDocument

_CODES: Final[dict[type[File], str]] = {
    Evidence: "evidence",
    LookBackFile: "look_back_file",
    PaperScan: "paper",
    SignedCopy: "signed_copy",
    OfficialDocument: "document",
}
"""Stored in the events for ever: never rename."""
_CASE_OF: Final[dict[type[File], str]] = {
    Evidence: "progress__measure__plan__case",
    LookBackFile: "look_back__case",
    PaperScan: "case",
    SignedCopy: "document__case",
    OfficialDocument: "case",
}
_STORED: Final[dict[type[File], str]] = {
    Evidence: "uploaded_at",
    LookBackFile: "uploaded_at",
    PaperScan: "entered_at",
    SignedCopy: "attached_at",
    OfficialDocument: "issued_at",
}
_ONCE: Final = ("sha256", "sha256")
"""Kept as it was handed in, and shown to nobody in another form."""
_COLUMNS: Final[dict[type[File], tuple[str, str]]] = {
    PaperScan: _ONCE,
    SignedCopy: _ONCE,
    OfficialDocument: ("pdf_sha256", "docx_sha256"),
}
_TOLD: Final[dict[type[File], tuple[str, str, str]]] = {
    SignedCopy: ("pk", "pk", "document__code"),
    OfficialDocument: ("code", "statement", "code"),
}
"""By what the file is named, the statement of a paper, and the code of it."""
_HANDED_IN: Final = ("sha256", "original_sha256")


class Stored(NamedTuple):
    """`line` is how the event of the act names the file, if it names it; of an official document
    `statement` says which it is, and `document` is its code, of a signed copy as well."""

    case: int
    line: str
    at: datetime
    statement: str = ""
    document: str = ""


def file_line(row: File) -> str:
    """Its code, the hash of what is shown, the hash of what was handed in.

    An official document is named by the code that is printed on it, then pdf and docx.
    """
    shown, original = _COLUMNS.get(type(row), _HANDED_IN)
    name = row.code if isinstance(row, OfficialDocument) else row.pk
    return _line(type(row), name, getattr(row, shown), getattr(row, original))


def files_of(cases: Collection[int] | None = None) -> Iterator[Stored]:
    """In the order of their keys; of all cases and of the register where none is named."""
    for model in _CODES:
        case, at = _CASE_OF[model], _STORED[model]
        columns = [*_COLUMNS.get(model, _HANDED_IN)]
        rows = model._default_manager.order_by("pk")
        if cases is not None:
            without = Q(**{f"{case}__isnull": True}) if REGISTER in cases else Q(pk__in=[])
            rows = rows.filter(Q(**{f"{case}__in": cases}) | without)
        told = _TOLD.get(model, ("pk", "pk", "pk"))
        for name, statement, document, of, shown, original, moment in rows.values_list(
            *told, case, *columns, at
        ).iterator():
            line = _line(model, name, shown, original)
            is_paper = model is OfficialDocument
            yield Stored(
                of or REGISTER,
                line,
                moment,
                statement if is_paper else "",
                document if model in _TOLD else "",
            )


def _line(model: type[File], name: int | str, shown: str, original: str) -> str:
    return f"{_CODES[model]}:{name} {shown} {original}"
