"""The measures of a unit as it carries them out: each with its own day, light and proof."""

from collections.abc import Collection, Sequence
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure
from rectification.web.case_file import Day, Part, measure_rows
from rectification.web.evidence import evidence_ids
from rectification.web.parts import Cell, CellKind, Column, Light, LightColour

COLUMNS: Final = [
    Column(_("Measure")),
    Column(_("Due"), CellKind.DATE),
    Column(_("State"), CellKind.SIGN),
    Column(_("Reported so far")),
]


def own_measures_part(
    measures: Sequence[Measure], day: Day, used_before: Collection[int] = ()
) -> Part:
    """`measures` are approved and the unit's duty, with notes and files at hand; `used_before` are
    keys of files that the unit had handed in for another one."""
    rows = measure_rows(measures, day, approved=True)
    return Part(
        title=gettext("Measures of your unit"),
        columns=COLUMNS,
        rows=[
            [what, due, state, _reported(measure, used_before)]
            for measure, (what, _unit, due, state) in zip(measures, rows, strict=True)
        ],
    )


def _reported(measure: Measure, used_before: Collection[int]) -> Cell:
    notes = list(measure.progress.all())
    if not notes:
        return Cell(gettext("Nothing was reported yet."))
    files = evidence_ids([measure])
    again = not set(used_before).isdisjoint(files)
    return Cell(
        ngettext("%(count)d note", "%(count)d notes", len(notes)) % {"count": len(notes)},
        meta=ngettext("%(count)d file", "%(count)d files", len(files)) % {"count": len(files)},
        light=Light(LightColour.YELLOW, gettext("A file your unit used before")) if again else None,
    )
