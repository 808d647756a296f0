"""The preview of a roster: sheets with their figures, and rows with their verdicts."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.imports.roster.judging import Change
from rectification.imports.roster.judging.verdicts import AnyVerdict
from rectification.imports.roster.rows import AppointmentRow, OrganisationRow, PersonRow
from rectification.roles import Role
from rectification.web.dates import period_words
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour, Text

ROW_COLUMNS: Final = (
    Column(pgettext_lazy("import", "Row")),
    Column(pgettext_lazy("import", "What it says")),
    Column(pgettext_lazy("import", "Verdict"), CellKind.SIGN),
    Column(pgettext_lazy("import", "Remarks")),
)
_WORDS: Final = {
    Change.NEW: pgettext_lazy("import", "New"),
    Change.CHANGED: pgettext_lazy("import", "Changed"),
    Change.UNCHANGED: pgettext_lazy("import", "Unchanged"),
}
_COLOURS: Final = {
    Change.NEW: LightColour.GREEN,
    Change.CHANGED: LightColour.BLUE,
    Change.UNCHANGED: LightColour.GREY,
}
_REFUSED: Final = gettext_lazy("Refused")


def cells_of(verdict: AnyVerdict) -> list[Cell | Text]:
    """Of a refused row only the refusals are told; its warnings are worth nothing."""
    remarks = [r for r in verdict.remarks if verdict.accepted or r.refuses]
    light = (
        Light(_COLOURS[verdict.change], _WORDS[verdict.change])
        if verdict.accepted
        else Light(LightColour.RED, _REFUSED)
    )
    told = [*map(str, remarks), *(verdict.differences if verdict.accepted else ())]
    return [
        Cell(_("%(sheet)s, row %(row)d") % {"sheet": verdict.place[0], "row": verdict.place[1]}),
        Cell(_words(verdict)),
        Cell("", light=light),
        Cell(" ".join(told) or "—"),
    ]


def _words(verdict: AnyVerdict) -> str:
    """The row as the file has it; of a row with a mark of secrecy nothing."""
    row = verdict.row
    if row.secret:
        return ""
    if isinstance(row, OrganisationRow):
        return " ".join(filter(None, (row.code, row.name)))
    parts = [row.person, row.name]
    if not isinstance(row, PersonRow):
        role = str(Role(row.role).label) if isinstance(row, AppointmentRow) and row.role else ""
        parts += [row.organisation, role, period_words(row.valid_from, row.valid_to)]
    return " ".join(filter(None, parts))
