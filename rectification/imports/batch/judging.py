"""Judging a list of problems: a pure function over the rows and what is on record.

The page, the dry run and the writing ask it alike.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from rectification.calendar import Clock, WorkingCalendar
from rectification.calendar.clocks import latest
from rectification.enums import CaseLevel, DeadlineClass, OrganisationKind
from rectification.imports.batch.layouts import category_of
from rectification.imports.batch.limits import NOT_UNDERSTOOD, Limit, limit_of
from rectification.imports.batch.present import Present
from rectification.imports.batch.rows import ProblemList, ProblemRow
from rectification.imports.batch.units import UnitFinder
from rectification.imports.likeness import first_alike
from rectification.imports.remarks import Remark
from rectification.imports.secrecy import speaks_of_secrets
from rectification.imports.tables import CellKind
from rectification.imports.texts import compact, day_words, same_text

_WORK_SECRET: Final = "工作秘密"
_BRANCHES: Final = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)


@dataclass(frozen=True)
class Terms:
    """What the judging depends on besides the rows: receipt, calendar, and what is private."""

    received_on: date
    calendar: WorkingCalendar
    holds_private: Callable[[str], bool]
    """Whether a text holds a number of a telephone, identity card, bank card or plate."""


@dataclass
class Verdict:
    """Codes of organisations and people, once what the row names was found."""

    row: ProblemRow
    remarks: list[Remark]
    owner: str = ""
    co_units: list[str] = field(default_factory=list)
    level: str = ""
    category: str = ""
    leader: str = ""
    deadline_class: str = ""
    due_on: date | None = None
    due_provisional: bool = False
    is_work_secret: bool = False
    similar_row: int | None = None

    @property
    def accepted(self) -> bool:
        return not any(remark.refuses for remark in self.remarks)

    @property
    def fingerprint(self) -> str:
        """By which the same problem is known again, although its text be reworded later."""
        return hashlib.sha256(same_text(self.row.text).encode()).hexdigest()

    def has(self, code: str) -> bool:
        return any(remark.code == code for remark in self.remarks)

    def remark(self, code: str, text: str, name: str = "") -> None:
        """`name` is our name of the column; the reader is told the one in his file."""
        self.remarks.append(Remark(code, text, self.row.labels.get(name, "")))


def judge(problems: ProblemList, present: Present, terms: Terms) -> list[Verdict]:
    """A verdict on every row, in the order of the file."""
    finder = UnitFinder(present)
    verdicts = [Verdict(row, list(row.remarks)) for row in problems.rows]
    for verdict in verdicts:
        if not verdict.row.secret:
            _judge_owner(verdict, present, finder)
            _judge_leader(verdict, present)
            _judge_category(verdict)
            _judge_limit(verdict, terms)
            _judge_words(verdict, present, terms)
    _judge_serials(verdicts)
    _judge_doubles(verdicts, present)
    return verdicts


def _judge_owner(verdict: Verdict, present: Present, finder: UnitFinder) -> None:
    found = finder.units_in(verdict.row.units)
    for code, text in found.remarks:
        verdict.remark(code, text, "unit")
    if not found.codes or not verdict.accepted:
        return
    verdict.owner, *verdict.co_units = found.codes
    unit = present.units[verdict.owner]
    verdict.level = (CaseLevel.BRANCH if unit.kind in _BRANCHES else CaseLevel.COMMITTEE).value
    if unit.code in present.recused:
        text = _("%(unit)s has members of the discipline committee; they are recused.")
        verdict.remark("I-DIS", text % {"unit": unit.name}, "unit")
    if unit.code in present.supervising and unit.kind not in _BRANCHES:
        text = _("first review and verification of %(unit)s lie with others (rule 4.4).")
        verdict.remark("I-LG", text % {"unit": unit.name}, "unit")


def _judge_leader(verdict: Verdict, present: Present) -> None:
    name = verdict.row.leader
    codes = present.people.get(name, [])
    if len(codes) == 1:
        verdict.leader = codes[0]
    elif name:
        text = _("%(name)s is not known, or there are several; left empty.")
        verdict.remark("W-PERSON", text % {"name": name}, "leader")


def _judge_category(verdict: Verdict) -> None:
    label = verdict.row.category
    if label is None:
        return
    category = category_of(label)
    wrong_level = category.startswith("CM") and verdict.level == CaseLevel.BRANCH
    wrong_level |= category.startswith("BR") and verdict.level == CaseLevel.COMMITTEE
    if category and not wrong_level:
        verdict.category = category
        return
    text = _("“%(label)s” says no category of this level; choose it at intake.")
    verdict.remark("W-CAT", text % {"label": label}, "category")


def _judge_limit(verdict: Verdict, terms: Terms) -> None:
    row = verdict.row
    if row.limit.kind == CellKind.EMPTY:
        if not verdict.has("E-FORMULA"):
            verdict.remark("W-NODATE", _("no time limit is given; set it at intake."), "limit")
        return
    limit = limit_of(row.limit, row.serial_day, terms.received_on)
    if limit == NOT_UNDERSTOOD:
        text = _("is no time limit; write a day as 2026/6/1, or a period.")
        verdict.remark("E-DATE", text, "limit")
        return
    verdict.deadline_class = str(limit.deadline_class)
    if limit.deadline_class == DeadlineClass.LIMITED:
        _set_due(verdict, limit, terms)


def _set_due(verdict: Verdict, limit: Limit, terms: Terms) -> None:
    calendar = terms.calendar
    if limit.period is not None:
        due = calendar.after(terms.received_on, limit.period)
        verdict.due_on, verdict.due_provisional = due.on, due.provisional
        rolled = limit.period.unit != "working_days" and bool(due.skipped)
    else:
        assert limit.on is not None
        verdict.due_on, rolled = limit.on, False
        verdict.due_provisional = not calendar.is_loaded(limit.on.year)
        if not verdict.due_provisional:
            due = calendar.roll(limit.on)
            rolled = due.on != limit.on
            verdict.due_on, verdict.due_provisional = due.on, due.provisional
    _remark_due(verdict, limit, terms, verdict.due_on, rolled)


def _remark_due(verdict: Verdict, limit: Limit, terms: Terms, due_on: date, rolled: bool) -> None:
    day = {"day": day_words(due_on)}
    if limit.from_serial:
        verdict.remark("W-SERIAL", _("a serial number was read as %(day)s.") % day, "limit")
    if limit.without_year:
        verdict.remark("W-YEAR", _("no year is written; read as %(day)s.") % day, "limit")
    if rolled:
        verdict.remark("W-ROLL", _("falls on a day off; moved to %(day)s.") % day, "limit")
    if verdict.due_provisional:
        text = _("%(day)s lies in a year whose calendar is not loaded; provisional.")
        verdict.remark("W-PROV", text % day, "limit")
    longest = latest(Clock.RECTIFY_INSPECTION, terms.received_on, terms.calendar).on
    if due_on > longest:
        text = _("later than %(longest)s, the end of the period; give a reason or change class.")
        verdict.remark("W-LONG", text % {"longest": day_words(longest)}, "limit")


def _judge_words(verdict: Verdict, present: Present, terms: Terms) -> None:
    row = verdict.row
    texts = {"text": row.text, "measure": row.measure, "remark": row.remark}
    verdict.is_work_secret = compact(row.remark) == _WORK_SECRET
    for name, text in texts.items():
        if speaks_of_secrets(text) and not verdict.has("W-SECRETWORD"):
            told = _("speaks of secrets; confirm at intake that it holds none.")
            verdict.remark("W-SECRETWORD", told, name)
        if terms.holds_private(text) and not verdict.has("W-PII"):
            told = _("holds a private number; it is masked when it is written.")
            verdict.remark("W-PII", told, name)
    plain = compact(row.text)
    if any(len(name) > 1 and name in plain for name in present.people):
        verdict.remark("W-NAME", _("names a person of the roster; reword it at intake."), "text")


def _judge_serials(verdicts: list[Verdict]) -> None:
    """The serial number orders nothing here; a strange one is only told."""
    told = Counter(v.row.serial.value for v in verdicts if v.row.serial is not None)
    for verdict in verdicts:
        cell = verdict.row.serial
        if cell is None or verdict.row.secret or verdict.has("E-FORMULA"):
            continue
        negative = cell.kind == CellKind.NUMBER and cell.value <= 0
        negative |= cell.kind == CellKind.TEXT and compact(cell.value).startswith("-")
        if cell.kind == CellKind.EMPTY or negative or told[cell.value] > 1:
            text = _("the serial number is missing, negative or double; it was ignored.")
            verdict.remark("W-SEQ", text, "serial")


def _judge_doubles(verdicts: list[Verdict], present: Present) -> None:
    on_record = {(entry.owner, entry.fingerprint): entry.case for entry in present.entries}
    first: dict[tuple[str, str], int] = {}
    before: list[tuple[int, str]] = []
    for verdict in verdicts:
        if verdict.row.secret or not verdict.row.text:
            continue
        key = (verdict.owner, verdict.fingerprint)
        if verdict.owner and key in first:
            text = _("the same problem of the same unit stands in row %(row)d.")
            verdict.remark("E-DUP", text % {"row": first[key]}, "text")
        elif verdict.owner and key in on_record:
            text = _("the same problem of the same unit is open as case %(case)s.")
            verdict.remark("E-DUP", text % {"case": on_record[key]}, "text")
        if verdict.owner:
            first.setdefault(key, verdict.row.number)
        if verdict.accepted:
            words = same_text(verdict.row.text)
            _judge_likeness(verdict, words, before)
            before.append((verdict.row.number, words))


def _judge_likeness(verdict: Verdict, words: str, before: list[tuple[int, str]]) -> None:
    verdict.similar_row = first_alike(words, before)
    if verdict.similar_row is not None:
        text = _("much like row %(row)d; compare them at intake.")
        verdict.remark("W-SIM", text % {"row": verdict.similar_row}, "text")
