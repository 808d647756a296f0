"""Judging a register of opinions: a pure function over the rows and what is on record."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import ReporterMode, SourceKind
from rectification.imports.batch.present import KnownUnit
from rectification.imports.likeness import first_alike
from rectification.imports.opinions.rows import OpinionRow, Register
from rectification.imports.opinions.units import UnitInText
from rectification.imports.remarks import Remark
from rectification.imports.secrecy import speaks_of_secrets
from rectification.imports.tables import CellKind
from rectification.imports.texts import compact, day_words, same_text

SHORT: Final = 15
"""An opinion under so many characters that names neither unit nor place nor day is too vague."""

_MEMBERS: Final = "党员意见"
_MONTH_DAY: Final = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_DAY: Final = re.compile(r"\d{1,2}(?:月|日|号|点)|[上下]午|昨天|今天|周[一二三四五六日]")
_PLACE: Final = re.compile(r"[一-鿿]{2,}(?:村|组|路|街|园|厅|站|社区|学校|小区|广场|市场|路口|桥)")


@dataclass(frozen=True)
class OnRecord:
    """`people` by name; `known` cases of open opinions by unit and fingerprint.

    `wordings` are open cases of the township with what they say, as `same_text`.
    """

    units: Mapping[str, KnownUnit]
    people: Mapping[str, list[str]]
    known: Mapping[tuple[str, str], str]
    today: date
    holds_private: Callable[[str], bool]
    wordings: Sequence[tuple[str, str]] = ()


@dataclass
class Verdict:
    row: OpinionRow
    remarks: list[Remark]
    unit: str = ""
    source: SourceKind = SourceKind.PUBLIC_OPINION
    received_on: date | None = None
    keeper: str = ""
    similar_row: int | None = None
    similar_case: str = ""

    @property
    def accepted(self) -> bool:
        return not any(remark.refuses for remark in self.remarks)

    @property
    def fingerprint(self) -> str:
        """By which the same opinion is known again."""
        return hashlib.sha256(same_text(self.row.text).encode()).hexdigest()

    @property
    def mode(self) -> ReporterMode:
        if not self.row.contact:
            return ReporterMode.ANONYMOUS
        return ReporterMode.NAMED if self.row.with_name else ReporterMode.CONFIDENTIAL

    def has(self, code: str) -> bool:
        return any(remark.code == code for remark in self.remarks)

    def remark(self, code: str, text: str, name: str) -> None:
        """`name` is our name of the column; the reader is told the one in his file."""
        self.remarks.append(Remark(code, text, self.row.labels.get(name, "")))


@dataclass
class _Earlier:
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    words: list[tuple[int, str]] = field(default_factory=list)


def judge(register: Register, on_record: OnRecord) -> list[Verdict]:
    """A verdict on every row, in the order of the file."""
    finder, earlier = UnitInText(on_record.units), _Earlier()
    verdicts = [Verdict(row, list(row.remarks)) for row in register.rows]
    for verdict in verdicts:
        if verdict.row.secret:
            continue
        _judge_day(verdict, on_record.today)
        verdict.unit, told = finder.find(verdict.row.text)
        for code, text in told:
            verdict.remark(code, text, "text")
        if compact(verdict.row.channel) == _MEMBERS:
            verdict.source = SourceKind.MEMBER_OPINION
        keepers = on_record.people.get(verdict.row.keeper, [])
        verdict.keeper = keepers[0] if len(keepers) == 1 else ""
        _judge_words(verdict, on_record)
        if verdict.row.text:
            _judge_doubles(verdict, on_record, earlier)
    return verdicts


def _judge_day(verdict: Verdict, today: date) -> None:
    row = verdict.row
    if row.day_cell.kind == CellKind.EMPTY:
        if not verdict.has("E-FORMULA"):
            verdict.received_on = today
            verdict.remark("W-NODATE", _("no day is given; today was taken."), "day")
        return
    day, without_year = row.day, False
    if day is None and row.day_cell.kind == CellKind.TEXT:
        day = _in_year(compact(row.day_cell.value), today.year)
        without_year = day is not None
    if day is None:
        verdict.remark("E-DATE", _("is no day; write it as 2026/6/1."), "day")
    elif day > today:
        told = {"day": day_words(day)}
        verdict.remark("E-DATE", _("%(day)s is still to come; write the day.") % told, "day")
    else:
        verdict.received_on = day
        if without_year:
            told = {"day": day_words(day)}
            verdict.remark("W-YEAR", _("no year is written; taken as %(day)s.") % told, "day")


def _in_year(text: str, year: int) -> date | None:
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(year, int(found[1]), int(found[2]))
    except ValueError:
        return None


def _judge_words(verdict: Verdict, on_record: OnRecord) -> None:
    text = verdict.row.text
    plain = compact(text)
    if any(len(name) > 1 and name in plain for name in on_record.people):
        told = _("names a person of the roster: for the intake officer alone until reworded.")
        verdict.remark("W-NAMED", told, "text")
    if on_record.holds_private(text):
        told = _("holds a private number; nobody but the intake officer reads it.")
        verdict.remark("W-PII", told, "text")
    if speaks_of_secrets(text):
        told = _("speaks of secrets; confirm at intake that it holds none.")
        verdict.remark("W-SECRETWORD", told, "text")
    says_where_or_when = verdict.unit or _PLACE.search(plain) or _DAY.search(plain)
    if plain and len(plain) < SHORT and not says_where_or_when:
        told = _("says neither where nor when; kept, and closed as too vague if nothing is added.")
        verdict.remark("W-VAGUE", told, "text")


def _judge_doubles(verdict: Verdict, on_record: OnRecord, earlier: _Earlier) -> None:
    key = (verdict.unit, verdict.fingerprint)
    if key in earlier.rows:
        told = _("the same opinion stands in row %(row)d.")
        verdict.remark("E-DUP", told % {"row": earlier.rows[key]}, "text")
    elif key in on_record.known:
        told = _("the same opinion is open as case %(case)s.")
        verdict.remark("E-DUP", told % {"case": on_record.known[key]}, "text")
    earlier.rows.setdefault(key, verdict.row.number)
    if not verdict.accepted:
        return
    words = same_text(verdict.row.text)
    _judge_likeness(verdict, words, earlier.words, on_record.wordings)
    earlier.words.append((verdict.row.number, words))


def _judge_likeness(
    verdict: Verdict,
    words: str,
    rows: Sequence[tuple[int, str]],
    cases: Sequence[tuple[str, str]],
) -> None:
    """Of the file first; of what is on record only where the file has none like it."""
    verdict.similar_row = first_alike(words, rows)
    if verdict.similar_row is not None:
        told = _("much like row %(row)d; offered for merging, not merged.")
        verdict.remark("W-SIM", told % {"row": verdict.similar_row}, "text")
        return
    verdict.similar_case = first_alike(words, cases) or ""
    if verdict.similar_case:
        told = _("much like the open case %(case)s; compare them at intake, nothing is merged.")
        verdict.remark("W-SIM", told % {"case": verdict.similar_case}, "text")
