"""Lines of the table of authority, as page and workbook show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.policies.bars import Part
from rectification.web.parts import Text
from workflows.authority.beside import besides
from workflows.authority.table import Line
from workflows.web.authority_words import (
    PARTS,
    bar_lines,
    beside_words,
    clock_lines,
    deputy_words,
    extract_lines,
    holder_lines,
    stage_words,
)

COLUMNS: Final[Sequence[Text]] = (
    _("Step"),
    _("Who takes it, in turn"),
    _("Who must not"),
    _("Time limit"),
    pgettext_lazy("authority", "Deputy"),
    _("Holder reads"),
    _("Rules"),
)

BESIDE_COLUMNS: Final[Sequence[Text]] = (
    _("What"),
    _("Who may"),
    _("At which stage"),
    _("Rules"),
)


@dataclass(frozen=True)
class StepRow:
    """`anchor` is empty where the same step stands above already, in another procedure."""

    anchor: str
    step: Text
    stage: Text
    ways_to_decide: Sequence[Text]
    holders: Sequence[Text]
    bars: Sequence[Text]
    clocks: Sequence[Text]
    deputy: Text
    reads: Sequence[Text]
    rules: Sequence[str]

    def texts(self) -> list[str]:
        """Cell by cell, for a sheet."""
        step = [self.step, self.stage, *self.ways_to_decide]
        cells = (step, self.holders, self.bars, self.clocks, [self.deputy], self.reads)
        return ["\n".join(str(line) for line in cell if line) for cell in (*cells, self.rules)]


@dataclass(frozen=True)
class Group:
    title: Text
    rows: Sequence[StepRow]


def step_rows(table: Sequence[Line]) -> list[Group]:
    """One group for each procedure, its steps in their order."""
    common = _common(table)
    told: set[str] = set()
    groups = []
    for title, of_flow in groupby(table, key=lambda line: line.flow_title):
        rows = []
        for line in of_flow:
            rows.append(_row(line, common, "" if line.step in told else line.step.value))
            told.add(line.step)
        groups.append(Group(title, rows))
    return groups


def common_bars(table: Sequence[Line]) -> list[Text]:
    """What bars from every step, told once."""
    return [PARTS[part] for part in _common(table)]


def _common(table: Sequence[Line]) -> list[Part]:
    return [part for part in Part if all(part in line.bars.parts for line in table)]


def _row(line: Line, common: Sequence[Part], anchor: str) -> StepRow:
    return StepRow(
        anchor=anchor,
        step=line.step.label,
        stage=stage_words(line),
        ways_to_decide=line.decisions,
        holders=holder_lines(line),
        bars=bar_lines(line.bars, common) if line.is_taken else [],
        clocks=clock_lines(line.clocks),
        deputy=deputy_words(line),
        reads=extract_lines(line),
        rules=line.rules,
    )


def beside_rows() -> list[list[str]]:
    return [beside_words(row) for row in besides()]
