"""What became of a register: for the page and, as JSON, for scripts. No contact is told."""

from dataclasses import dataclass, field
from typing import Any

from rectification.imports import report
from rectification.imports.opinions.judging import Verdict
from rectification.imports.opinions.rows import Register
from rectification.imports.rows import SheetRemark


@dataclass
class Report(report.TableReport[Verdict]):
    """`register` is None for a file that was not judged."""

    register: Register | None = None
    judged: list[Verdict] = field(default_factory=list)

    @property
    def verdicts(self) -> list[Verdict]:
        return self.judged

    @property
    def sheet_remarks(self) -> list[SheetRemark]:
        return self.register.remarks if self.register else []

    def told(self, verdict: Verdict) -> dict[str, Any]:
        return {
            "unit": verdict.unit,
            "source": verdict.source,
            "received_on": verdict.received_on.isoformat() if verdict.received_on else None,
            "has_contact": bool(verdict.row.contact),
            "similar_to": verdict.similar_row,
            "similar_case": verdict.similar_case,
        }
