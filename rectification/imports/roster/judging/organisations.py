"""Rows of organisations: codes, parents, periods, and what changes in those known already."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from rectification.enums import OrganisationKind, Sector
from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.verdicts import Barred, Change, Verdict, standing
from rectification.imports.roster.present import KnownOrganisation, Present
from rectification.imports.roster.rows import OrganisationRow
from rectification.imports.texts import day_words
from rectification.models import ANCESTOR_LEVELS
from rectification.policies.offices import ends_before_it_begins
from rectification.wording import listed

Verdicts = Sequence[Verdict[OrganisationRow]]


def judge_organisations(
    rows: Iterable[OrganisationRow], present: Present, today: date, barred: Barred
) -> tuple[list[Verdict[OrganisationRow]], Directory]:
    """The verdicts, and all organisations as they will be."""
    verdicts = [Verdict.begin(row, barred) for row in rows]
    _codes(verdicts, present)
    _periods(verdicts)
    _resolve(verdicts, present)
    _circles(verdicts, present)
    while _refuse(verdicts, present, (_parent_unknown, _successor_unknown)):
        continue
    _depth(verdicts, present)
    while _refuse(verdicts, present, (_parent_unknown, _successor_unknown)):
        continue
    for verdict in standing(verdicts):
        _compare(verdict, present.organisations.get(verdict.row.code), today)
    return verdicts, _directory(verdicts, present)


def unit_of(
    verdict: Verdict[OrganisationRow], known: KnownOrganisation | None
) -> KnownOrganisation:
    """The organisation as the row leaves it; an empty cell deletes nothing."""
    row = verdict.row
    aliases = (*(known.aliases if known else ()), *row.aliases)
    renamed = (known.name,) if known and known.name != row.name else ()
    return KnownOrganisation(
        code=row.code,
        name=row.name,
        kind=row.kind,
        sector=row.sector or (known.sector if known else ""),
        opened_on=row.opened_on or date.max,
        closed_on=row.closed_on,
        aliases=tuple(dict.fromkeys((*aliases, *renamed))),
        parent=verdict.parent,
        successor=verdict.successor,
        open_cases=known.open_cases if known else 0,
    )


def _directory(verdicts: Verdicts, present: Present) -> Directory:
    units = dict(present.organisations)
    for verdict in standing(verdicts):
        units[verdict.row.code] = unit_of(verdict, units.get(verdict.row.code))
    return Directory(units.values(), {verdict.row.code for verdict in standing(verdicts)})


def _codes(verdicts: Verdicts, present: Present) -> None:
    first: dict[str, int] = {}
    for verdict in standing(verdicts):
        code = verdict.row.code
        known = present.organisations.get(code)
        if code in first:
            text = _("The code %(code)s stands in row %(row)d already.")
            verdict.remark("E-CODE", text % {"code": code, "row": first[code]}, "code")
        elif known is not None and not known.near:
            text = _("The code %(code)s belongs to an organisation of another township.")
            verdict.remark("E-CODE", text % {"code": code}, "code")
        first.setdefault(code, verdict.row.number)


def _periods(verdicts: Verdicts) -> None:
    for verdict in standing(verdicts):
        row = verdict.row
        if row.opened_on and ends_before_it_begins(row.opened_on, row.closed_on):
            verdict.remark("E-PERIOD", _("It ends before it begins."), "closed_on")


def _resolve(verdicts: Verdicts, present: Present) -> None:
    """Codes of parent and successor, looked for among all rows and what is known."""
    directory = _directory(verdicts, present)
    for verdict in verdicts:
        row, known = verdict.row, present.organisations.get(verdict.row.code)
        parent, successor = directory.find(row.parent), directory.find(row.successor)
        verdict.parent = parent.unit.code if parent else row.parent
        verdict.successor = successor.unit.code if successor else row.successor
        if known is not None:
            verdict.parent = verdict.parent or known.parent
            verdict.successor = verdict.successor or known.successor


def _circles(verdicts: Verdicts, present: Present) -> None:
    parents = {code: unit.parent for code, unit in present.organisations.items()}
    parents |= {verdict.row.code: verdict.parent for verdict in standing(verdicts)}
    for verdict in list(standing(verdicts)):
        if _returns(verdict.row.code, parents):
            verdict.remark("E-CYCLE", _("The parents form a circle."), "parent")


def _returns(code: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    above = parents.get(code, "")
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


Known = set[str]
Check = Callable[[Verdict[OrganisationRow], Known, Present], None]


def _refuse(verdicts: Verdicts, present: Present, checks: Sequence[Check]) -> bool:
    """Refusing a row may leave others without their parent; True while rows were refused."""
    near = {code for code, unit in present.organisations.items() if unit.near}
    known = near | {verdict.row.code for verdict in standing(verdicts)}
    before = sum(verdict.accepted for verdict in verdicts)
    for verdict in list(standing(verdicts)):
        for check in checks:
            check(verdict, known, present)
    return sum(verdict.accepted for verdict in verdicts) < before


def _parent_unknown(verdict: Verdict[OrganisationRow], known: Known, present: Present) -> None:
    if verdict.parent and verdict.parent not in known:
        text = _("The parent “%(parent)s” is unknown or was refused itself.")
        verdict.remark("E-PARENT", text % {"parent": verdict.row.parent}, "parent")
        return
    is_root = not verdict.parent and verdict.row.code not in present.organisations
    if is_root and not present.everywhere:
        verdict.remark("E-PARENT", _("A new organisation needs a parent."), "parent")


def _successor_unknown(verdict: Verdict[OrganisationRow], known: Known, present: Present) -> None:
    if verdict.successor and verdict.successor not in known:
        text = _("The successor “%(successor)s” is unknown or was refused itself.")
        verdict.remark("E-ORG", text % {"successor": verdict.row.successor}, "successor")


def _depth(verdicts: Verdicts, present: Present) -> None:
    directory = _directory(verdicts, present)
    for verdict in list(standing(verdicts)):
        if len(directory.above(verdict.row.code)) > ANCESTOR_LEVELS:
            text = _("The tree of organisations may have at most six levels.")
            verdict.remark("E-PARENT", text, "parent")


def _compare(
    verdict: Verdict[OrganisationRow], known: KnownOrganisation | None, today: date
) -> None:
    if known is None:
        return
    row, unit = verdict.row, unit_of(verdict, known)
    verdict.change = Change.UNCHANGED
    if known.closed_on and (row.closed_on is None or row.closed_on > known.closed_on):
        text = _("It ended on %(day)s; an end is not taken back by an import.")
        verdict.remark("E-ENDED", text % {"day": day_words(known.closed_on)}, "closed_on")
        return
    if known.name != unit.name:
        text = _("The name changes from “%(old)s”; the former one is kept as an alias.")
        verdict.remark("W-RENAME", text % {"old": known.name}, "name")
    verdict.compare(_("name"), known.name, unit.name)
    verdict.compare(_("aliases"), listed(known.aliases), listed(unit.aliases))
    kinds, sectors = dict(OrganisationKind.choices), dict(Sector.choices)
    verdict.compare(_("kind"), kinds.get(known.kind), kinds.get(unit.kind))
    verdict.compare(_("sector"), sectors.get(known.sector, ""), sectors.get(unit.sector, ""))
    verdict.compare(_("from"), known.opened_on, unit.opened_on)
    verdict.compare(_("until"), known.closed_on, unit.closed_on)
    since = _("parent since %(day)s") % {"day": day_words(today)}
    verdict.compare(since, known.parent, unit.parent)
    verdict.compare(_("successor"), known.successor, unit.successor)
