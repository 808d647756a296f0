"""Rows of memberships: one branch at a time, and nothing on record is overwritten silently."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from rectification.enums import MembershipKind, OrganisationKind
from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.people import Names
from rectification.imports.roster.judging.terms import (
    check_end,
    check_period,
    check_person,
    find_organisation,
)
from rectification.imports.roster.judging.verdicts import Barred, Change, Verdict, standing
from rectification.imports.roster.present import KnownMembership, Present
from rectification.imports.roster.rows import MembershipRow
from rectification.imports.texts import day_words
from rectification.policies.offices import overlap

Key = tuple[str, date]
Period = tuple[date, date | None, str]


def judge_memberships(
    rows: Iterable[MembershipRow],
    present: Present,
    directory: Directory,
    names: Names,
    barred: Barred,
) -> list[Verdict[MembershipRow]]:
    verdicts = [Verdict.begin(row, barred) for row in rows]
    known = {(m.person, m.valid_from): m for m in present.memberships}
    for verdict in standing(verdicts):
        check_person(verdict, names)
        unit = find_organisation(verdict, directory)
        check_period(verdict, unit)
        if unit and unit.kind not in OrganisationKind.party_units():
            text = _("%(name)s is no party organisation and has no members.")
            verdict.remark("E-ORG", text % {"name": unit.name}, "organisation")
    for verdict in list(standing(verdicts)):
        found = known.get(_key(verdict))
        if found is not None:
            _compare(verdict, found, directory)
    _overlaps(verdicts, present.memberships, directory)
    return verdicts


def final_memberships(
    verdicts: Iterable[Verdict[MembershipRow]], present: Present
) -> list[KnownMembership]:
    """Memberships as they will be."""
    final = {(m.person, m.valid_from): m for m in present.memberships}
    for verdict in standing(verdicts):
        row, key = verdict.row, _key(verdict)
        final[key] = KnownMembership(
            row.person, verdict.organisation, row.kind, key[1], row.valid_to
        )
    return list(final.values())


def _key(verdict: Verdict[MembershipRow]) -> Key:
    return verdict.row.person, verdict.row.valid_from or date.max


def _compare(verdict: Verdict[MembershipRow], known: KnownMembership, directory: Directory) -> None:
    row = verdict.row
    verdict.change = Change.UNCHANGED
    if known.organisation != verdict.organisation:
        there = directory.units[known.organisation].name
        text = _("%(code)s is on record as a member of %(name)s from the same day.")
        found = {"code": row.person, "name": there}
        verdict.remark("E-OVERLAP", text % found, "organisation")
        return
    check_end(verdict, known.valid_to)
    kinds = dict(MembershipKind.choices)
    verdict.compare(_("kind"), kinds.get(known.kind), kinds.get(row.kind))
    verdict.compare(_("until"), known.valid_to, row.valid_to)


def _overlaps(
    verdicts: list[Verdict[MembershipRow]], known: list[KnownMembership], directory: Directory
) -> None:
    """What is on record stands before the file, unless a row of the file replaces it."""
    replaced = {_key(verdict) for verdict in standing(verdicts)}
    taken: dict[str, list[Period]] = {}
    for m in known:
        if (m.person, m.valid_from) not in replaced:
            there = directory.units[m.organisation].name
            taken.setdefault(m.person, []).append((m.valid_from, m.valid_to, there))
    for verdict in list(standing(verdicts)):
        row, (_person, begin) = verdict.row, _key(verdict)
        periods = taken.setdefault(row.person, [])
        other = next((p for p in periods if overlap(begin, row.valid_to, p[0], p[1])), None)
        if other is None:
            periods.append((begin, row.valid_to, directory.units[verdict.organisation].name))
            continue
        text = _(
            "It overlaps the membership in %(name)s since %(day)s. End that one first, in its "
            "own row, on the day before."
        )
        found = {"name": other[2], "day": day_words(other[0])}
        verdict.remark("E-OVERLAP", text % found, "valid_from")
