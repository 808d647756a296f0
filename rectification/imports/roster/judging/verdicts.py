"""What was judged of each row, and what it changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from rectification.imports.remarks import Remark
from rectification.imports.roster.rows import (
    AppointmentRow,
    MembershipRow,
    OrganisationRow,
    PersonRow,
)
from rectification.imports.rows import Place, Row, SheetRemark
from rectification.imports.texts import day_words
from rectification.wording import labelled

R = TypeVar("R", bound=Row)


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class Verdict(Generic[R]):
    """`organisation`, `parent` and `successor` are codes, once what the row names was found.

    `follows` is the row of the holder whom a new one follows in his office.
    """

    row: R
    remarks: list[Remark]
    change: Change = Change.NEW
    differences: list[str] = field(default_factory=list)
    organisation: str = ""
    parent: str = ""
    successor: str = ""
    follows: R | None = None

    @classmethod
    def begin(cls, row: R, barred: "Barred") -> "Verdict[R]":
        """With what the reading remarked, or with what refused the row in an earlier round."""
        return cls(row, list(barred.get((row.sheet, row.number), row.remarks)))

    @property
    def place(self) -> Place:
        return self.row.sheet, self.row.number

    @property
    def accepted(self) -> bool:
        return not any(remark.refuses for remark in self.remarks)

    def remark(self, code: str, text: str, field: str = "") -> None:
        """`field` is our name of the column; the reader is told the one in his file."""
        self.remarks.append(Remark(code, text, self.row.labels.get(field, "")))

    def compare(self, label: str, old: object, new: object) -> None:
        if old != new:
            self.change = Change.CHANGED
            words = (day_words(v) if isinstance(v, date) else v or "—" for v in (old, new))
            self.differences.append(labelled(label, " → ".join(map(str, words))))


Barred = dict[Place, list[Remark]]
"""Rows that an earlier round refused, with its remarks."""

AnyVerdict = (
    Verdict[OrganisationRow]
    | Verdict[PersonRow]
    | Verdict[MembershipRow]
    | (Verdict[AppointmentRow])
)


@dataclass
class Judgement:
    organisations: list[Verdict[OrganisationRow]]
    people: list[Verdict[PersonRow]]
    memberships: list[Verdict[MembershipRow]]
    appointments: list[Verdict[AppointmentRow]]
    sheets: list[SheetRemark]

    def __iter__(self) -> Iterator[AnyVerdict]:
        yield from self.organisations
        yield from self.people
        yield from self.memberships
        yield from self.appointments

    @property
    def is_refused(self) -> bool:
        """Something of the file is refused: a row, or a sheet that could not be read."""
        refused_sheet = any(sheet.remark.refuses for sheet in self.sheets)
        return refused_sheet or not all(verdict.accepted for verdict in self)


def standing(verdicts: Iterable[Verdict[R]]) -> Iterator[Verdict[R]]:
    """Those not refused so far; asked anew at each step, for refusals add up."""
    return (verdict for verdict in verdicts if verdict.accepted)
