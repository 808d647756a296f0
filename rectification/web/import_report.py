"""The preview of an import: its sheets with their figures, and a page of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from rectification.imports.report import Judged, Report
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Text
from rectification.wording import labelled, listed

PAGE: Final = 50
SHEET_COLUMNS: Final = (
    Column(pgettext_lazy("import", "Sheet")),
    Column(pgettext_lazy("import", "Rows"), CellKind.FIGURE),
    Column(pgettext_lazy("import", "Sound"), CellKind.FIGURE),
    Column(pgettext_lazy("import", "Refused"), CellKind.FIGURE),
    Column(pgettext_lazy("import", "Warnings"), CellKind.FIGURE),
    Column(pgettext_lazy("import", "Lines skipped"), CellKind.FIGURE),
    Column(pgettext_lazy("import", "Columns not imported")),
)


@dataclass(frozen=True)
class Shown:
    """Which rows the reader looks at, and how many he has passed."""

    view: str = ""
    after: int = 0
    again: bool = False
    more: tuple[tuple[str, str], ...] = ()
    """What else the page was asked with, and is asked again."""

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        views: Iterable[str],
        more: Iterable[tuple[str, str]] = (),
    ) -> "Shown":
        view, after = request.GET.get("view", ""), request.GET.get("after", "")
        known = view if view in views else ""
        passed = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
        return cls(known, passed, "again" in {*request.GET, *request.POST}, tuple(more))

    def address(self, *, view: str | None = None, after: int = 0, again: bool | None = None) -> str:
        asked = {
            "view": self.view if view is None else view,
            "after": str(after) if after else "",
            "again": "1" if (self.again if again is None else again) else "",
        }
        asked |= dict(self.more)
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    def question(self) -> str:
        """What a link to another page about the same file carries; empty if nothing is asked."""
        return self.address(view="").removesuffix("?")


def verdict_cells(verdict: Judged) -> tuple[Cell, Cell]:
    """Sound or refused, and why. A refused row tells its refusals; its warnings mean nothing."""
    told = [str(r) for r in verdict.remarks if verdict.accepted or r.refuses]
    light = (
        Light(LightColour.GREEN, _("Sound"))
        if verdict.accepted
        else Light(LightColour.RED, _("Refused"))
    )
    return Cell("", light=light), Cell(" ".join(told) or "—")


def sheet_rows(report: Report[Any]) -> list[list[Cell | Text]]:
    by_sheet: dict[str, list[Judged]] = {sheet: [] for sheet in report.left}
    for verdict in report.verdicts:
        by_sheet.setdefault(verdict.row.sheet, []).append(verdict)
    return [
        [
            Cell(sheet),
            Cell(len(rows)),
            Cell(sum(row.accepted for row in rows)),
            Cell(sum(not row.accepted for row in rows)),
            Cell(sum(is_warned(row) for row in rows)),
            Cell(report.skipped.get(sheet, 0)),
            Cell(listed(report.left.get(sheet, ())) or "—"),
        ]
        for sheet, rows in by_sheet.items()
    ]


def sheet_remarks(report: Report[Any]) -> list[str]:
    """What is to be said of a sheet as a whole."""
    return [labelled(about.sheet, str(about.remark)) for about in report.sheet_remarks]


def is_warned(verdict: Judged) -> bool:
    return verdict.accepted and bool(verdict.remarks)


T = TypeVar("T")


def page_of(chosen: Sequence[T], shown: Shown) -> tuple[Sequence[T], str]:
    """A page of rows in the order of the file, and the address of the next one."""
    page = chosen[shown.after : shown.after + PAGE]
    passed = shown.after + len(page)
    return page, shown.address(after=passed) if passed < len(chosen) else ""
