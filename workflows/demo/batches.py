"""What an inspection and a look back at it fed back to the demo's township, as lists to import."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from openpyxl import Workbook

from rectification.enums import SourceKind
from rectification.imports.batch.rows import BatchHeader
from rectification.models import Case
from rectification.services.batches import Handed
from rectification.services.importing import Importer, Instructions
from workflows.batches import import_batch
from workflows.demo.cases import Problems
from workflows.demo.stage import Stage, user_of

COLUMNS: Final = ("序号", "问题类别", "问题表述", "责任单位", "牵头领导", "整改时限", "备注")


def fed_back(
    stage: Stage,
    problems: Problems,
    at: datetime,
    kind: SourceKind,
    number: str,
    samples: Sequence[int],
) -> None:
    """The office imports the list the day after it was received; each line waits for intake."""

    def play() -> None:
        user = user_of("M-0109")
        header = BatchHeader(f"{kind.label}意见问题清单", number, at.date())
        report = import_batch(
            handed=Handed(_list_of(problems, samples), kind, header),
            name="问题清单.xlsx",
            importer=Importer(person=user.person),
            instructions=Instructions(expected=len(samples)),
            user=user,
        )
        if not report.written:
            raise ValueError(f"the list of {number} was not taken in: {report}")
        written = Case.objects.order_by("-pk")[: len(samples)]
        for sample, case in zip(samples, reversed(written), strict=True):
            stage.cases[f"no. {sample}"] = case

    stage.add(at, play)


def _list_of(problems: Problems, samples: Sequence[int]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "问题清单"
    sheet.append(COLUMNS)
    for serial, sample in enumerate(samples, 1):
        row = problems.rows[sample]
        text, owner = row["description"], row["owner"]
        sheet.append((serial, "组织生活方面", text, owner, "", "", ""))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
