"""Rows of people: a code is one person, for good."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.verdicts import Barred, Change, Verdict, standing
from rectification.imports.roster.present import Present
from rectification.imports.roster.rows import PersonRow
from rectification.wording import listed

Names = dict[str, str]
"""Names by code: everybody known or accepted, within the importer's reach."""


def judge_people(
    rows: Iterable[PersonRow], present: Present, barred: Barred
) -> tuple[list[Verdict[PersonRow]], Names]:
    verdicts = [Verdict.begin(row, barred) for row in rows]
    first: dict[str, int] = {}
    for verdict in standing(verdicts):
        _judge(verdict, present, first)
        first.setdefault(verdict.row.person, verdict.row.number)
    names = {code: known.name for code, known in present.people.items() if known.near}
    names |= {v.row.person: v.row.name for v in standing(verdicts)}
    _same_names(verdicts, names)
    return verdicts, names


def _judge(verdict: Verdict[PersonRow], present: Present, first: dict[str, int]) -> None:
    row, known = verdict.row, present.people.get(verdict.row.person)
    if row.person in first:
        text = _("The code %(code)s stands in row %(row)d already.")
        verdict.remark("E-CODE", text % {"code": row.person, "row": first[row.person]}, "person")
    elif known is not None and not known.near:
        text = _("The code %(code)s belongs to a person of another township.")
        verdict.remark("E-CODE", text % {"code": row.person}, "person")
    elif known is not None:
        verdict.change = Change.UNCHANGED
        if known.name != row.name:
            text = _("The name of %(code)s changes from “%(old)s”: make sure it is one person.")
            verdict.remark("W-RENAME", text % {"code": row.person, "old": known.name}, "name")
        verdict.compare(_("name"), known.name, row.name)


def _same_names(verdicts: list[Verdict[PersonRow]], names: Names) -> None:
    """Once for each name, at the last of its rows."""
    codes: dict[str, list[str]] = {}
    for code, name in names.items():
        codes.setdefault(name, []).append(code)
    last = {verdict.row.name: verdict for verdict in standing(verdicts)}
    for name, verdict in last.items():
        if len(codes[name]) > 1:
            text = _("Several persons are called %(name)s: %(codes)s. They are told by code only.")
            found = {"name": name, "codes": listed(sorted(codes[name]))}
            verdict.remark("W-SAMENAME", text % found, "name")
