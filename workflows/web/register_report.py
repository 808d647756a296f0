"""The preview of a register of opinions, for the intake officer; no contact is shown."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.imports.opinions.judging import Verdict
from rectification.imports.opinions.report import Report
from rectification.models import Organisation
from rectification.web.dates import list_date
from rectification.web.import_report import Shown, is_warned, page_of
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Tab, Text

COLUMNS: Final = (
    Column(pgettext_lazy("import", "Row")),
    Column(gettext_lazy("Received on"), CellKind.DATE),
    Column(gettext_lazy("Opinion")),
    Column(gettext_lazy("Organisation named")),
    Column(gettext_lazy("Contact")),
    Column(pgettext_lazy("import", "Verdict"), CellKind.SIGN),
    Column(pgettext_lazy("import", "Remarks")),
)
VIEWS: Final[tuple[tuple[str, Text], ...]] = (
    ("", pgettext_lazy("import", "All")),
    ("refused", pgettext_lazy("import", "Refused")),
    ("warned", pgettext_lazy("import", "Warnings")),
)


def tabs_of(report: Report, shown: Shown) -> list[Tab]:
    return [
        Tab(
            label,
            shown.address(view=view),
            current=view == shown.view,
            count=len(_chosen(report, view)),
        )
        for view, label in VIEWS
    ]


def page_of_verdicts(report: Report, shown: Shown) -> tuple[list[list[Cell | Text]], str]:
    """A page of rows in the order of the file, and the address of the next one."""
    page, next_url = page_of(_chosen(report, shown.view), shown)
    codes = {verdict.unit for verdict in page}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return [_row(verdict, names) for verdict in page], next_url


def _chosen(report: Report, view: str) -> list[Verdict]:
    if view == "refused":
        return report.refused
    if view == "warned":
        return [verdict for verdict in report.accepted if is_warned(verdict)]
    return report.verdicts


def _row(verdict: Verdict, names: dict[str, str]) -> list[Cell | Text]:
    """Of a refused row only the refusals are told; its warnings are worth nothing."""
    remarks = [str(r) for r in verdict.remarks if verdict.accepted or r.refuses]
    light = (
        Light(LightColour.GREEN, _("Sound"))
        if verdict.accepted
        else Light(LightColour.RED, _("Refused"))
    )
    return [
        Cell(verdict.row.number),
        Cell(list_date(verdict.received_on) if verdict.received_on else ""),
        Cell(verdict.row.text, meta=str(verdict.source.label)),
        Cell(names.get(verdict.unit, "—")),
        Cell(_("given, sealed") if verdict.row.contact else "—"),
        Cell("", light=light),
        Cell(" ".join(remarks) or "—"),
    ]
