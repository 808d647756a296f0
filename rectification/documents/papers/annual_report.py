"""年度整改报告: the figures of one organisation in one year, each with what it is counted of.

About no case and no person: whatever is about people and under five is not said, and no
organisation stands beside another. The public one says no figure under five at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rectification.documents.papers.base import withheld
from rectification.documents.typesetting import (
    Block,
    Contents,
    Layout,
    Line,
    Table,
    in_words_of_papers,
)
from rectification.enums import (
    Category,
    DocumentVariant,
    ObjectionDecision,
    ObjectionKind,
    SourceKind,
    WaiverGround,
)
from rectification.models import Organisation
from rectification.policies.figures import SMALLEST, Share, Shown, percent, share_of
from rectification.roles import Role
from rectification.selectors.annual import Ratio, YearFigures, figures_of
from rectification.wording import bracketed, full_date, labelled, listed

_HALVES: Final = (3, 1)


def annual_report(
    organisation: Organisation, year: int, day: date, variant: DocumentVariant
) -> Contents:
    """As the figures stand on `day`, which is today."""
    with in_words_of_papers():
        says = _Says(organisation.name, year, day, variant == DocumentVariant.PUBLIC)
        return _report(says, figures_of(organisation, year))


@dataclass(frozen=True)
class _Says:
    """How a figure is said; `few` leaves out whatever is under five."""

    name: str
    year: int
    day: date
    few: bool

    def count(self, number: int) -> str:
        return _fewer() if self._hides(number) else str(number)

    def counts(self, numbers: Sequence[int]) -> list[str]:
        """Of parts whose sum is said elsewhere: beside one that is hidden the smallest other is
        left out too, or what is left of the sum would tell it."""
        said = [self.count(number) for number in numbers]
        others = [place for place, number in enumerate(numbers) if number >= SMALLEST]
        if others and any(map(self._hides, numbers)):
            said[min(others, key=numbers.__getitem__)] = withheld()
        return said

    def _hides(self, number: int) -> bool:
        return self.few and 0 < number < SMALLEST

    def ratio(self, ratio: Ratio) -> str:
        if self.few:
            return share_said(share_of(ratio.count, ratio.total))
        if not ratio.total:
            return _("none")
        words = {
            "count": ratio.count,
            "total": ratio.total,
            "percent": percent(ratio.count, ratio.total),
        }
        return _("%(count)d of %(total)d (%(percent)d %%)") % words


def _report(says: _Says, found: YearFigures) -> Contents:
    words = {"name": says.name, "year": says.year}
    return Contents(
        layout=Layout.RUNNING,
        title=_("Report of %(name)s on the rectification of the year %(year)d") % words,
        day=says.day,
        dated=says.day,
        about=pgettext("paper", "Public variant") if says.few else "",
        body=[
            *_in_all(says, found),
            *_made_of(says, found),
            *_shown(says, found),
            *_looked_back(says, found),
            *_of_members(found),
        ],
        signature=str(Role.OFF.label),
        signed_on=says.day,
    )


def _in_all(says: _Says, found: YearFigures) -> list[Block]:
    words = {"day": full_date(says.day), "name": says.name, "year": says.year}
    about = _(
        "As of %(day)s, of the problems of %(name)s and the organisations below it registered in "
        "%(year)d:"
    )
    rows = [
        [_("Struck off, of those to be put right"), says.ratio(found.done)],
        [_("Stage target reached, continuing"), says.count(found.long_term)],
        [_("Put right in time, of those struck off"), says.ratio(found.in_time)],
        [_("By the day promised first, of those struck off"), says.ratio(found.first_promise)],
    ]
    meant = _(
        "To be put right are problems of the committee and of branches that were registered, "
        "without those merged, handed over, withdrawn or terminated."
    )
    return [
        Line(pgettext("report", "In all"), level=1),
        Line(about % words),
        _table(rows),
        Line(meant),
    ]


def _made_of(says: _Says, found: YearFigures) -> list[Block]:
    sources = _counted(says, found.sources, dict(SourceKind.choices))
    categories = _counted(says, found.categories, dict(Category.choices))
    return [
        Line(pgettext("report", "Where they were found, and what they are"), level=1),
        Line(_("By source"), level=2),
        _table(sources),
        Line(_("By category"), level=2),
        _table(categories),
    ]


def _shown(says: _Says, found: YearFigures) -> list[Block]:
    grounds = dict(WaiverGround.choices)
    waived = [
        labelled(grounds[ground], says.count(count)) for ground, count in found.waivers.items()
    ]
    rows = [
        [_("Notices of the effect"), says.count(found.notices)],
        [_("Not published, by agreement"), listed(waived) or "0"],
    ]
    for (kind, result), count in found.objections.items():
        decided = ObjectionDecision(result).label if result else _("Ended without a decision")
        label = labelled(_("Objection"), bracketed(ObjectionKind(kind).label, decided))
        rows.append([label, says.count(count)])
    return [Line(pgettext("report", "Notices and objections"), level=1), _table(rows)]


def _looked_back(says: _Says, found: YearFigures) -> list[Block]:
    rows = [
        [_("Looked at again"), says.count(found.looked_back)],
        [_("Problem was back"), says.count(found.relapses)],
    ]
    return [Line(pgettext("report", "Look-backs"), level=1), _table(rows)]


def _of_members(found: YearFigures) -> list[Block]:
    if found.of_members is None:
        return []
    return [
        Line(pgettext("report", "Matters of members"), level=1),
        Line(labelled(_("Struck off, of those to be put right"), share_said(found.of_members))),
    ]


def share_said(share: Share) -> str:
    """No figure by which one could find somebody."""
    words = {"count": share.count, "total": share.total}
    return {
        Shown.EXACT: _("%(count)d of %(total)d"),
        Shown.ALL: _("all %(total)d"),
        Shown.FEW_LEFT: _("of %(total)d all but fewer than five"),
        Shown.FEW: _fewer(),
        Shown.SOME: _("not all"),
    }[share.shown] % words


def _fewer() -> str:
    return _("fewer than five")


def _counted(
    says: _Says, found: Mapping[str, int], labels: Mapping[str, object]
) -> list[list[str]]:
    said = says.counts(list(found.values()))
    rows = [[str(labels.get(key, key)), words] for key, words in zip(found, said, strict=True)]
    return rows or [[_("none"), ""]]


def _table(rows: Sequence[Sequence[str]]) -> Table:
    head = [pgettext("report", "What"), pgettext("report", "How many")]
    return Table(head, rows, _HALVES)
