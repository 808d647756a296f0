"""The preview of a list of problems: rows with their verdicts."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import Category, DeadlineClass
from rectification.imports.batch.judging import Verdict
from rectification.imports.batch.report import Report
from rectification.models import Organisation
from rectification.services.batches import Handed
from rectification.web.dates import full_date
from rectification.web.import_report import Shown, is_warned, page_of
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Tab, Text
from workflows.forms.batches import NAMES, column_words

COLUMNS: Final = (
    Column(pgettext_lazy("import", "Row")),
    Column(gettext_lazy("Problem")),
    Column(gettext_lazy("Responsible organisation")),
    Column(gettext_lazy("Time limit")),
    Column(pgettext_lazy("import", "Verdict"), CellKind.SIGN),
    Column(pgettext_lazy("import", "Remarks")),
)
VIEWS: Final[tuple[tuple[str, Text], ...]] = (
    ("", pgettext_lazy("import", "All")),
    ("refused", pgettext_lazy("import", "Refused")),
    ("warned", pgettext_lazy("import", "Warnings")),
)


def facts_of(handed: Handed, report: Report) -> list[tuple[Text, Text]]:
    """What was read of the list as a whole; whoever confirms the import confirms this too."""
    header, heading = report.header, report.heading
    day = full_date(header.received_on) if header.received_on else _("not known")
    columns = heading.columns if heading else {}
    told = [f"{NAMES[name]} {column_words(columns[name])}" for name in NAMES if name in columns]
    return [
        (_("Source"), handed.kind.label),
        (_("Title"), header.title or "—"),
        (_("Document number"), header.document_number or _("not known")),
        (_("Received on"), day),
        (_("Columns"), "、".join(told) or "—"),
    ]


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
    codes = {code for verdict in page for code in (verdict.owner, *verdict.co_units)}
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
        Cell(_problem(verdict)),
        Cell("、".join(names[code] for code in (verdict.owner, *verdict.co_units) if code)),
        Cell(_limit(verdict)),
        Cell("", light=light),
        Cell(" ".join(remarks) or "—"),
    ]


def _problem(verdict: Verdict) -> str:
    """As the file has it; of a row with a mark of secrecy nothing."""
    if not (verdict.row.text and verdict.category):
        return verdict.row.text
    family = Category(verdict.category).label
    return _("%(text)s (%(family)s)") % {"text": verdict.row.text, "family": family}


def _limit(verdict: Verdict) -> str:
    if verdict.due_on is not None:
        day = full_date(verdict.due_on)
        return f"{day}{_(' (provisional)')}" if verdict.due_provisional else day
    if verdict.deadline_class:
        return str(DeadlineClass(verdict.deadline_class).label)
    return ""
