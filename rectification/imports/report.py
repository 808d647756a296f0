"""The report of an import: what became of a file, for the page and, as JSON, for scripts."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypedDict, TypeVar

from rectification.imports.headings import Heading
from rectification.imports.remarks import Remark
from rectification.imports.rows import Row, SheetRemark
from rectification.imports.tables import Table


class Judged(Protocol):
    """A row with its verdict."""

    @property
    def row(self) -> Row: ...

    @property
    def remarks(self) -> Sequence[Remark]: ...

    @property
    def accepted(self) -> bool: ...


V = TypeVar("V", bound=Judged)


class ReportJson(TypedDict):
    """The same for every import (docs/how-to/import-a-roster.md)."""

    accepted: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    written: bool


@dataclass
class Report(ABC, Generic[V]):
    """`refusal` stands alone: a file refused as a whole was not judged."""

    refusal: Remark | None = None
    left: dict[str, list[str]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    written: bool = False

    @property
    @abstractmethod
    def verdicts(self) -> Sequence[V]: ...

    @property
    @abstractmethod
    def sheet_remarks(self) -> Sequence[SheetRemark]: ...

    @abstractmethod
    def told(self, verdict: V) -> dict[str, Any]:
        """What the JSON says of an accepted row besides its place."""

    @property
    def accepted(self) -> list[V]:
        return [verdict for verdict in self.verdicts if verdict.accepted]

    @property
    def refused(self) -> list[V]:
        return [verdict for verdict in self.verdicts if not verdict.accepted]

    @property
    def is_refused(self) -> bool:
        """Something is refused: the file, a sheet or a row."""
        refused_sheet = any(about.remark.refuses for about in self.sheet_remarks)
        return self.refusal is not None or refused_sheet or bool(self.refused)

    def as_json(self) -> ReportJson:
        """One entry per accepted row, and per code of a refusal or a warning."""
        if self.refusal is not None:
            refused = [{"reason": self.refusal.reason}]
            return {"accepted": [], "refused": refused, "warnings": [], "written": False}
        return {
            "accepted": [
                {"sheet": v.row.sheet, "row": v.row.number, **self.told(v)} for v in self.accepted
            ],
            "refused": [*self._of_sheets(refuses=True), *_remarks(self.refused, refuses=True)],
            "warnings": [*self._of_sheets(refuses=False), *_remarks(self.accepted)],
            "written": self.written,
        }

    def _of_sheets(self, *, refuses: bool) -> list[dict[str, Any]]:
        return [
            _entry(about.sheet, about.number, about.remark)
            for about in self.sheet_remarks
            if about.remark.refuses == refuses
        ]


@dataclass
class TableReport(Report[V]):
    """Of a file of which one table is read: that one, and what was recognised of its header."""

    table: Table | None = None
    heading: Heading | None = None


def _remarks(verdicts: Iterable[Judged], *, refuses: bool = False) -> list[dict[str, Any]]:
    return [
        _entry(verdict.row.sheet, verdict.row.number, remark)
        for verdict in verdicts
        for remark in verdict.remarks
        if remark.refuses == refuses
    ]


def _entry(sheet: str, number: int | None, remark: Remark) -> dict[str, Any]:
    named = {"field": remark.field} if remark.refuses else {}
    return {"sheet": sheet, "row": number, **named, "reason": remark.reason}
