"""What became of a roster: for the page and, as JSON, for scripts."""

from dataclasses import dataclass
from typing import Any

from rectification.imports import report
from rectification.imports.roster.judging import Judgement
from rectification.imports.roster.judging.verdicts import AnyVerdict
from rectification.imports.roster.rows import AppointmentRow, OrganisationRow, PersonRow
from rectification.imports.rows import SheetRemark


@dataclass
class Report(report.Report[AnyVerdict]):
    """`waiting`: offices that were written and take effect once a second person confirms them."""

    judgement: Judgement | None = None
    waiting: int = 0

    @property
    def verdicts(self) -> list[AnyVerdict]:
        return list(self.judgement) if self.judgement else []

    @property
    def sheet_remarks(self) -> list[SheetRemark]:
        return self.judgement.sheets if self.judgement else []

    def told(self, verdict: AnyVerdict) -> dict[str, Any]:
        return {"change": verdict.change.value, **key_of(verdict)}


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
