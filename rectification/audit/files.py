"""How an event names a file that was handed in, and where the files of cases lie."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from rectification.models import Evidence, LookBackFile, PaperScan

File = Evidence | LookBackFile | PaperScan

_CODES: Final[dict[type[File], str]] = {
    Evidence: "evidence",
    LookBackFile: "look_back_file",
    PaperScan: "paper",
}
"""Stored in the events for ever: never rename."""
_CASE_OF: Final[dict[type[File], str]] = {
    Evidence: "progress__measure__plan__case",
    LookBackFile: "look_back__case",
    PaperScan: "case",
}
_STORED: Final[dict[type[File], str]] = {
    Evidence: "uploaded_at",
    LookBackFile: "uploaded_at",
    PaperScan: "entered_at",
}


class Stored(NamedTuple):
    """`line` is how the event of the act names the file, if it names it."""

    case: int
    line: str
    at: datetime


def file_line(row: File) -> str:
    """Its code, the hash of what is shown, the hash of what was handed in."""
    return _line(type(row), row.pk, row.sha256, getattr(row, "original_sha256", row.sha256))


def files_of(cases: Collection[int] | None = None) -> Iterator[Stored]:
    """In the order of their keys; of all cases where none is named."""
    for model in _CODES:
        case, at = _CASE_OF[model], _STORED[model]
        columns = ["sha256", "sha256" if model is PaperScan else "original_sha256"]
        rows = model._default_manager.order_by("pk")
        if cases is not None:
            rows = rows.filter(**{f"{case}__in": cases})
        for pk, of, shown, original, moment in rows.values_list(
            "pk", case, *columns, at
        ).iterator():
            yield Stored(of, _line(model, pk, shown, original), moment)


def _line(model: type[File], pk: int, shown: str, original: str) -> str:
    return f"{_CODES[model]}:{pk} {shown} {original}"
