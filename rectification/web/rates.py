"""How the work goes, as tables: which part of how many, how it is counted, and how long it took."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    CaseLevel,
    CaseStage,
    Category,
    Sector,
    SourceKind,
    WaiverGround,
)
from rectification.policies.figures import percent
from rectification.selectors.rates import Rates
from rectification.web.figures import FIGURE_COLUMNS, figure_row
from rectification.web.parts import Cell, Column, Text

_NUMBER: Final = FIGURE_COLUMNS[1]
_NONE: Final = "—"

SHARES: Final[Sequence[tuple[str, Text, Text]]] = (
    (
        "self_found",
        _("Found by oneself"),
        _("Told by the organisation itself, divided by all problems."),
    ),
    (
        "claimed_freely",
        pgettext_lazy("rate", "Claimed voluntarily"),
        _("Divided by all claims and designations."),
    ),
    ("at_once", _("Rectified at once"), _("Of that deadline class, divided by all problems.")),
    (
        "plans_returned",
        _("Plans returned"),
        _("Versions returned, divided by versions returned or approved."),
    ),
    (
        "extended",
        _("More time granted"),
        _("Problems with an extension, divided by those with a day."),
    ),
    (
        "in_time",
        _("Rectified in time"),
        _("By the last sheet of what was struck off; by the day as it was moved."),
    ),
    (
        "passed_at_first",
        _("Passed at the first verification"),
        _("The first one of each round; a void one does not count."),
    ),
    (
        "shown",
        _("Shown publicly"),
        _("Problems with a notice, divided by those with a notice or a waiver."),
    ),
    ("upheld", _("Objections upheld"), _("In full or in part, divided by those decided.")),
    (
        "answered_in_time",
        _("Objections answered in time"),
        _("By the day they were due, divided by those answered."),
    ),
    (
        "looked_back",
        _("Looked at again"),
        _("Problems looked at again, divided by those struck off."),
    ),
    (
        "relapsed",
        _("Found to be back"),
        _("Look-backs that ended so, divided by all that ended."),
    ),
)
SUMS: Final[Sequence[tuple[str, Text, Text]]] = (
    ("objections", _("Objections received"), _("Decided or not.")),
    ("orders", _("Supervision orders issued"), _("Without those that are void.")),
    (
        "orders_open",
        _("Supervision orders to be answered"),
        _("Not answered yet, and not over with their case."),
    ),
)
BY: Final[Sequence[tuple[str, Text, type[TextChoices]]]] = (
    ("level", _("Problems by level"), CaseLevel),
    ("sector", _("Problems by sector"), Sector),
    ("source", _("Problems by source"), SourceKind),
    ("category", _("Problems by category"), Category),
    ("waiver_ground", _("Why the result was not shown"), WaiverGround),
)


@dataclass(frozen=True)
class Table:
    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def rate_tables(states: Sequence[Rates]) -> list[Table]:
    """Of one moment, or of two with the earlier one first; what holds nothing is left out."""
    found = [Table(_("How the work goes"), FIGURE_COLUMNS, _shares(states))]
    for name, title, words in BY:
        rows = _rows(words, states, lambda state, value, of=name: _sum(state.by[of], value))
        found.append(Table(title, [Column(title), _NUMBER], rows))
    title = _("How long a step lasted on average, by stage")
    rows = _rows(CaseStage, states, _days)
    found.append(Table(title, [Column(_("Stage")), Column(_("Calendar days"), _NUMBER.kind)], rows))
    return [table for table in found if table.rows]


def _shares(states: Sequence[Rates]) -> list[list[Cell]]:
    shares = [
        figure_row(label, [_share(state, name) for state in states], how)
        for name, label, how in SHARES
    ]
    sums = [
        figure_row(label, [str(state.counts[name]) for state in states], how)
        for name, label, how in SUMS
    ]
    return shares + sums


def _share(state: Rates, name: str) -> str:
    part, whole = state.counts[name], state.counts[f"of_{name}"]
    if not whole:
        return _NONE
    words = {"percent": percent(part, whole), "part": part, "all": whole}
    return gettext("%(percent)d %% (%(part)d of %(all)d)") % words


def _rows(
    words: type[TextChoices], states: Sequence[Rates], said: Callable[..., str]
) -> list[list[Cell]]:
    found = []
    for value, label in words.choices:
        values = [said(state, value) for state in states]
        if any(each not in ("0", _NONE) for each in values):
            found.append(figure_row(label, values, "")[:2])
    return found


def _sum(counts: Mapping[str, int], value: str) -> str:
    return str(counts.get(value, 0))


def _days(state: Rates, stage: str) -> str:
    """With how many steps they are the average of."""
    count = state.done.get(stage, 0)
    if not count:
        return _NONE
    words = {"days": f"{state.took[stage] / timedelta(days=1):.1f}", "count": count}
    return ngettext("%(days)s (%(count)d step)", "%(days)s (%(count)d steps)", count) % words
