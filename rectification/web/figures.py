"""The key figures as a table: what is counted, how many, and how it is counted."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.selectors.figures import Figures
from rectification.web.parts import Cell, CellKind, Column, Text
from rectification.web.plan_difference import Change, colour_of

FIGURE_COLUMNS: Final = [
    Column(_("Figure")),
    Column(pgettext_lazy("figures", "Number"), CellKind.FIGURE),
    Column(_("How it is counted")),
]

_COUNTS: Final[Sequence[tuple[str, Text, Text]]] = (
    ("registered", _("Problems registered"), _("Every case with a number.")),
    (
        "not_started",
        pgettext_lazy("figures", "Not started"),
        _("Registered, and no plan is in force yet."),
    ),
    (
        "under_way",
        pgettext_lazy("figures", "Under way"),
        _("From the approval of the plan to the verification."),
    ),
    (
        "staged",
        pgettext_lazy("figures", "Stage target reached"),
        _("Long-term matters that are continued."),
    ),
    (
        "struck_off",
        pgettext_lazy("figures", "Struck off"),
        _("Also while they are looked at again."),
    ),
    (
        "taken_out",
        pgettext_lazy("figures", "Ended otherwise"),
        _("Merged, handed over, withdrawn, terminated or not accepted; they count in no rate."),
    ),
    (
        "overdue",
        pgettext_lazy("figures", "Overdue"),
        _("The rectification is still owed, its day has passed and its clock runs."),
    ),
)


def figure_rows(states: Sequence[Figures]) -> list[list[Cell]]:
    """Of one moment, or of two with the earlier one first; what differs is marked."""
    rows = [
        figure_row(label, [str(getattr(state, name)) for state in states], how)
        for name, label, how in _COUNTS
    ]
    how = _("Struck off, divided by those registered without those that ended otherwise.")
    return [*rows, figure_row(_("Completion rate"), [_rate(state) for state in states], how)]


def figure_row(label: Text, values: Sequence[str], how: Text) -> list[Cell]:
    cell = Cell(values[-1])
    if values[0] != values[-1]:
        before = gettext("before: %(value)s") % {"value": values[0]}
        cell = Cell(values[-1], meta=before, light=colour_of(Change.CHANGED))
    return [Cell(label), cell, Cell(how)]


def _rate(figures: Figures) -> str:
    if figures.rate is None:
        return "—"
    words = {"percent": figures.rate, "part": figures.struck_off, "all": figures.counted}
    return gettext("%(percent)d %% (%(part)d of %(all)d)") % words
