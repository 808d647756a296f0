"""What became of a roster: for the page and, as JSON, for scripts."""

from dataclasses import dataclass, field
from typing import Any

from rectification.imports.remarks import Remark
from rectification.imports.report import ReportJson
from rectification.imports.roster.judging import Judgement
from rectification.imports.roster.judging.verdicts import AnyVerdict
from rectification.imports.roster.rows import (
    AppointmentRow,
    OrganisationRow,
    PersonRow,
    SheetRemark,
)


@dataclass
class Report:
    """`refusal` stands alone: a file refused as a whole was not judged."""

    judgement: Judgement | None = None
    refusal: Remark | None = None
    left: dict[str, list[str]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    written: bool = False

    @property
    def verdicts(self) -> list[AnyVerdict]:
        return list(self.judgement) if self.judgement else []

    @property
    def sheet_remarks(self) -> list[SheetRemark]:
        return self.judgement.sheets if self.judgement else []

    @property
    def accepted(self) -> list[AnyVerdict]:
        return [verdict for verdict in self.verdicts if verdict.accepted]

    @property
    def refused(self) -> list[AnyVerdict]:
        return [verdict for verdict in self.verdicts if not verdict.accepted]

    @property
    def is_refused(self) -> bool:
        """Something is refused: the file, a sheet or a row."""
        return self.refusal is not None or bool(self.judgement and self.judgement.is_refused)

    def as_json(self) -> ReportJson:
        """One entry per accepted row, and per code of a refusal or a warning."""
        if self.refusal is not None:
            refused = [{"reason": str(self.refusal)}]
            return {"accepted": [], "refused": refused, "warnings": [], "written": False}
        return {
            "accepted": [_accepted(verdict) for verdict in self.accepted],
            "refused": [*self._of_sheets(refuses=True), *map_remarks(self.refused, refuses=True)],
            "warnings": [*self._of_sheets(refuses=False), *map_remarks(self.accepted)],
            "written": self.written,
        }

    def _of_sheets(self, *, refuses: bool) -> list[dict[str, Any]]:
        return [
            _entry(about.sheet, about.number, about.remark)
            for about in self.sheet_remarks
            if about.remark.refuses == refuses
        ]


def map_remarks(verdicts: list[AnyVerdict], *, refuses: bool = False) -> list[dict[str, Any]]:
    return [
        _entry(verdict.row.sheet, verdict.row.number, remark)
        for verdict in verdicts
        for remark in verdict.remarks
        if remark.refuses == refuses
    ]


def _entry(sheet: str, number: int | None, remark: Remark) -> dict[str, Any]:
    field = {"field": remark.field} if remark.refuses else {}
    return {"sheet": sheet, "row": number, **field, "reason": str(remark)}


def _accepted(verdict: AnyVerdict) -> dict[str, Any]:
    row = verdict.row
    return {
        "sheet": row.sheet,
        "row": row.number,
        "change": verdict.change.value,
        **key_of(verdict),
    }


def key_of(verdict: AnyVerdict) -> dict[str, str]:
    """By what the row is matched with what is on record."""
    row = verdict.row
    if isinstance(row, OrganisationRow):
        return {"organisation": row.code}
    if isinstance(row, PersonRow):
        return {"person": row.person}
    begin = row.valid_from.isoformat() if row.valid_from else ""
    role = {"role": row.role} if isinstance(row, AppointmentRow) else {}
    return {"person": row.person, **role, "organisation": verdict.organisation, "from": begin}
