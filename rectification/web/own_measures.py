"""The measures of a unit as it carries them out: each with its own day, light and proof."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure
from rectification.web.case_file import Day, Part, measure_rows
from rectification.web.parts import Cell, CellKind, Column

COLUMNS: Final = [
    Column(_("Measure")),
    Column(_("Due"), CellKind.DATE),
    Column(_("State"), CellKind.SIGN),
    Column(_("Reported so far")),
]


def own_measures_part(measures: Sequence[Measure], day: Day) -> Part:
    """`measures` are approved and the unit's duty, with notes and files at hand."""
    rows = measure_rows(measures, day, approved=True)
    return Part(
        title=gettext("Measures of your unit"),
        columns=COLUMNS,
        rows=[
            [what, due, state, _reported(measure)]
            for measure, (what, _unit, due, state) in zip(measures, rows, strict=True)
        ],
    )


def _reported(measure: Measure) -> Cell:
    notes = list(measure.progress.all())
    if not notes:
        return Cell(gettext("Nothing was reported yet."))
    files = sum(len(note.evidence.all()) for note in notes)
    return Cell(
        ngettext("%(count)d note", "%(count)d notes", len(notes)) % {"count": len(notes)},
        meta=ngettext("%(count)d file", "%(count)d files", files) % {"count": files},
    )
