"""The preview of a list of problems: rows with their verdicts."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import Category, DeadlineClass
from rectification.imports.batch.judging import Verdict
from rectification.imports.batch.report import Report
from rectification.models import Organisation
from rectification.services.batches import Handed
from rectification.web.dates import full_date
from rectification.web.import_report import verdict_cells
from rectification.web.parts import Cell, CellKind, Column, Text
from rectification.wording import bracketed, listed

COLUMNS: Final = (
    Column(pgettext_lazy("import", "Row")),
    Column(gettext_lazy("Problem")),
    Column(gettext_lazy("Responsible organisation")),
    Column(gettext_lazy("Time limit")),
    Column(pgettext_lazy("import", "Verdict"), CellKind.SIGN),
    Column(pgettext_lazy("import", "Remarks")),
)


def facts_of(handed: Handed, report: Report) -> list[tuple[Text, Text]]:
    """What was read of the list as a whole; whoever confirms the import confirms this too."""
    header = report.header
    day = full_date(header.received_on) if header.received_on else _("not known")
    return [
        (_("Source"), handed.kind.label),
        (_("Title"), header.title or "—"),
        (_("Document number"), header.document_number or _("not known")),
        (_("Received on"), day),
    ]


def cells_of(verdicts: Sequence[Verdict]) -> list[list[Cell | Text]]:
    codes = {code for verdict in verdicts for code in (verdict.owner, *verdict.co_units)}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return [_row(verdict, names) for verdict in verdicts]


def _row(verdict: Verdict, names: dict[str, str]) -> list[Cell | Text]:
    return [
        Cell(verdict.row.number),
        Cell(_problem(verdict)),
        Cell(listed(names[code] for code in (verdict.owner, *verdict.co_units) if code)),
        Cell(_limit(verdict)),
        *verdict_cells(verdict),
    ]


def _problem(verdict: Verdict) -> str:
    """As the file has it; of a row with a mark of secrecy nothing."""
    if not (verdict.row.text and verdict.category):
        return verdict.row.text
    family = Category(verdict.category).label
    return bracketed(verdict.row.text, family)


def _limit(verdict: Verdict) -> str:
    if verdict.due_on is not None:
        day = full_date(verdict.due_on)
        return f"{day}{_(' (provisional)')}" if verdict.due_provisional else day
    if verdict.deadline_class:
        return str(DeadlineClass(verdict.deadline_class).label)
    return ""
