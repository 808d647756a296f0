"""The preview of a register of opinions, for the intake officer; no contact is shown."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.imports.opinions.judging import Verdict
from rectification.models import Organisation
from rectification.web.dates import list_date
from rectification.web.import_report import verdict_cells
from rectification.web.parts import Cell, CellKind, Column, Text

COLUMNS: Final = (
    Column(pgettext_lazy("import", "Row")),
    Column(gettext_lazy("Received on"), CellKind.DATE),
    Column(gettext_lazy("Opinion")),
    Column(gettext_lazy("Organisation named")),
    Column(gettext_lazy("Contact")),
    Column(pgettext_lazy("import", "Verdict"), CellKind.SIGN),
    Column(pgettext_lazy("import", "Remarks")),
)


def cells_of(verdicts: Sequence[Verdict]) -> list[list[Cell | Text]]:
    codes = {verdict.unit for verdict in verdicts}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return [_row(verdict, names) for verdict in verdicts]


def _row(verdict: Verdict, names: dict[str, str]) -> list[Cell | Text]:
    return [
        Cell(verdict.row.number),
        Cell(list_date(verdict.received_on) if verdict.received_on else ""),
        Cell(verdict.row.text, meta=str(verdict.source.label)),
        Cell(names.get(verdict.unit, "—")),
        Cell(_("given, sealed") if verdict.row.contact else "—"),
        *verdict_cells(verdict),
    ]
