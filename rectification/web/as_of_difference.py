"""Two states of a case beside each other: told as words by section, what differs is marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.documents.lists import words_of
from rectification.models import Case
from rectification.web.case_file import Facts, Part
from rectification.web.case_page import CasePage
from rectification.web.change_words import label_of
from rectification.web.dates import moment
from rectification.web.parts import Cell, Entry, Text
from rectification.web.plan_difference import FieldChange
from rectification.wording import listed, listed_apart

Words = dict[str, dict[str, str]]
"""By section and by the name of what stands there."""


@dataclass(frozen=True)
class Section:
    """What differs in one piece of the page; `came` or `went` where it is in one state alone."""

    title: str
    fields: Sequence[FieldChange]
    came: bool = False
    went: bool = False


def difference_of(older: CasePage | None, newer: CasePage | None) -> list[Section]:
    """Only what differs. Without a page the case was not registered yet."""
    before, after = _words(older), _words(newer)
    titles = list(dict.fromkeys([*after, *before]))
    found = []
    for title in titles:
        was, now = before.get(title, {}), after.get(title, {})
        fields = list(_fields(was, now))
        if fields:
            found.append(Section(title, fields, came=not was, went=not now))
    return found


def _fields(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[FieldChange]:
    for label in dict.fromkeys([*now, *was]):
        before, after = was.get(label, ""), now.get(label, "")
        if before != after:
            yield FieldChange(label, before, after)


def since(older: CasePage | None, newer: CasePage | None) -> list[Entry]:
    """What happened between the two, latest first."""
    if newer is None:
        return []
    known = 0 if older is None else len(older.entries)
    return newer.entries[: len(newer.entries) - known]


def _words(page: CasePage | None) -> Words:
    if page is None:
        return {}
    found: Words = {}
    _add(found, _("Basic facts"), _head(page))
    if page.shows_problem:
        words = {label_of(Case, "description"): page.case.description}
        _add(found, _("Problem"), words | _of_facts(page.problem))
    if page.shows_plan:
        label = label_of(Case, "effect_statement")
        _add(found, label, {label: page.case.effect_statement})
    for part in _parts(page):
        _add(found, part.title, _of_part(part))
    _add(found, _("Progress"), _of_entries(page.progress))
    _add(found, _("Evidence"), _of_rows(page.evidence))
    _add(found, _("Objections"), {str(n): _row(r) for n, r in enumerate(page.objections[::-1], 1)})
    return found


def _parts(page: CasePage) -> list[Part]:
    alone = [page.units, page.plan, page.own_part, page.orders]
    parts = [part for part in alone if part is not None]
    return [*parts, *page.disputes, *page.former_plans, *page.publications, *page.verification]


def _add(found: Words, title: Text, words: Mapping[str, str]) -> None:
    kept = {label: text for label, text in words.items() if text}
    if kept:
        found.setdefault(str(title), {}).update(kept)


def _head(page: CasePage) -> dict[str, str]:
    case = page.case
    return {
        gettext("Title"): case.title if page.shows_problem else "",
        gettext("Stage"): str(case.get_stage_display()),
        gettext("Round"): str(case.round),
        gettext("Signs"): listed(page.tags),
        gettext("Whose turn"): listed_apart(step.line for step in page.turns.others),
        **_of_facts(page.facts),
    }


def _of_facts(facts: Facts) -> dict[str, str]:
    return {str(label): words_of(value) for label, value in facts if value}


def _of_part(part: Part) -> dict[str, str]:
    light = {gettext("State"): str(part.light.word)} if part.light else {}
    sheet = {gettext("Public text"): part.sheet} if part.sheet else {}
    return light | _of_facts(part.facts) | sheet | _of_rows(part.rows)


def _of_rows(rows: Sequence[Sequence[Cell]]) -> dict[str, str]:
    """By what heads the row; a second one of the same name gets its number."""
    found: dict[str, str] = {}
    for row in rows:
        name = _named(words_of(row[0].text))
        label = name if name not in found else f"{name} {len(found) + 1}"
        found[label] = _row(row)
    return found


def _named(head: str) -> str:
    """A measure goes by its place, so that a change of its words is one of the same measure."""
    number, point, _words_of_it = head.partition(". ")
    if not (point and number.isdecimal()):
        return head
    return gettext("Measure %(number)s") % {"number": number}


def _row(row: Sequence[Cell]) -> str:
    return " · ".join(filter(None, map(_cell, row)))


def _cell(cell: Cell) -> str:
    light = str(cell.light.word) if cell.light else ""
    return " ".join(filter(None, [words_of(cell.text), light, str(cell.meta)]))


def _of_entries(entries: Sequence[Entry]) -> dict[str, str]:
    return {f"{moment(entry.at)} {entry.title}": str(entry.detail) for entry in entries if entry.at}
