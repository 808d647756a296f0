"""What the judging of a roster says, in short."""

from dataclasses import replace
from datetime import date
from typing import Any

from rectification.enums import OrganisationKind
from rectification.imports.roster.judging import Judgement, judge
from rectification.imports.roster.present import KnownOrganisation, Present
from rectification.imports.roster.reading import read_roster

TODAY = date(2026, 6, 16)
START = date(2015, 1, 1)
LONG_AGO = date(2020, 1, 1)


def judged(content: bytes, present: Present | None = None) -> Judgement:
    return judge(read_roster(content), present or Present(), TODAY)


def told(judgement: Judgement) -> list[tuple[str, int, str]]:
    """Sheet, row and code of every remark."""
    return [(*v.place, remark.code) for v in judgement for remark in v.remarks]


def codes(content: bytes, present: Present | None = None) -> list[tuple[str, int, str]]:
    return told(judged(content, present))


def unit(row: tuple[Any, ...], **given: Any) -> KnownOrganisation:
    known = KnownOrganisation(
        code=row[0],
        name=row[1],
        kind=OrganisationKind(row[3]).value,
        opened_on=START,
        aliases=(row[2],) if row[2] else (),
        sector="rural" if row[4] else "",
        parent=row[5] or "",
    )
    return replace(known, **given)
