"""What became of a list of problems: for the page and, as JSON, for scripts."""

from dataclasses import dataclass, field
from typing import Any

from rectification.imports import report
from rectification.imports.batch.judging import Verdict
from rectification.imports.batch.rows import BatchHeader, ProblemList
from rectification.imports.rows import SheetRemark


@dataclass
class Report(report.TableReport[Verdict]):
    """`header` as it was read and completed; `problems` is None for a file that was not judged."""

    header: BatchHeader = field(default_factory=BatchHeader)
    problems: ProblemList | None = None
    judged: list[Verdict] = field(default_factory=list)

    @property
    def verdicts(self) -> list[Verdict]:
        return self.judged

    @property
    def sheet_remarks(self) -> list[SheetRemark]:
        return self.problems.remarks if self.problems else []

    def told(self, verdict: Verdict) -> dict[str, Any]:
        return {
            "owner": verdict.owner,
            "co_units": verdict.co_units,
            "level": verdict.level,
            "category": verdict.category,
            "deadline_class": verdict.deadline_class,
            "due": verdict.due_on.isoformat() if verdict.due_on else None,
            "provisional": verdict.due_provisional,
            "leader": verdict.leader,
        }
