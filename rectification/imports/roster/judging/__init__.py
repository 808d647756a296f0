"""Judging a roster: a pure function over the rows and what is on record.

The page, the dry run and the writing ask it alike. Rows that replace what is on record make
judging go round: once such a row is refused the record stands, and other rows may meet it.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.appointments import final_terms, judge_appointments
from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.memberships import final_memberships, judge_memberships
from rectification.imports.roster.judging.notes import note_conflicts, note_discipline_branches
from rectification.imports.roster.judging.organisations import judge_organisations
from rectification.imports.roster.judging.people import judge_people
from rectification.imports.roster.judging.successions import pair_successions
from rectification.imports.roster.judging.verdicts import (
    Barred,
    Change,
    Judgement,
    Verdict,
    standing,
)
from rectification.imports.roster.present import (
    KnownMembership,
    KnownOrganisation,
    Present,
)
from rectification.imports.roster.rows import OrganisationRow, Roster
from rectification.policies.offices import Term, runs_outside

__all__ = ["Change", "Judgement", "Verdict", "judge"]


def judge(roster: Roster, present: Present, today: date) -> Judgement:
    """A verdict on every row, in the order of the file."""
    barred: Barred = {}
    while True:
        judgement = _judge_once(roster, present, today, barred)
        refused = {
            v.place: v.remarks
            for v in judgement
            if not v.accepted and v.change != Change.NEW and v.place not in barred
        }
        if not refused:
            return judgement
        barred |= refused


def _judge_once(roster: Roster, present: Present, today: date, barred: Barred) -> Judgement:
    units, directory = judge_organisations(roster.organisations, present, today, barred)
    people, names = judge_people(roster.people, present, barred)
    memberships = judge_memberships(roster.memberships, present, directory, names, barred)
    appointments = judge_appointments(roster.appointments, present, directory, names, barred)
    terms = final_terms(appointments, present)
    members = final_memberships(memberships, present)
    for verdict in list(standing(units)):
        _check_nothing_left_behind(verdict, directory, members, terms)
    pair_successions(appointments, present, today)
    note_conflicts(appointments, terms)
    note_discipline_branches(appointments, members, directory, today)
    return Judgement(units, people, memberships, appointments, roster.remarks)


def _check_nothing_left_behind(
    verdict: Verdict[OrganisationRow],
    directory: Directory,
    members: Iterable[KnownMembership],
    terms: Iterable[Term],
) -> None:
    """An organisation closes, or begins later, only when nobody and nothing is left outside."""
    if verdict.change != Change.CHANGED:
        return
    unit = directory.units[verdict.row.code]
    for left, say in _left(unit, directory, members, terms):
        if left:
            verdict.remark("E-CLOSED", say(left), "closed_on")
            return


def _left(
    unit: KnownOrganisation,
    directory: Directory,
    members: Iterable[KnownMembership],
    terms: Iterable[Term],
) -> list[tuple[int, Callable[[int], str]]]:
    held: list[KnownMembership | Term] = [*members, *terms]
    rows = [row for row in held if row.organisation == unit.code]
    people = {
        row.person
        for row in rows
        if runs_outside(row.valid_from, row.valid_to, unit.opened_on, unit.closed_on)
    }
    below = [
        other
        for other in directory.units.values()
        if unit.closed_on
        and other.parent == unit.code
        and (other.closed_on is None or other.closed_on > unit.closed_on)
    ]
    return [
        (len(people), _people_left),
        (len(below), _organisations_left),
        (unit.open_cases if unit.closed_on else 0, _cases_left),
    ]


def _people_left(count: int) -> str:
    text = _("%(count)d persons are members or in office outside this period; end these first.")
    return text % {"count": count}


def _organisations_left(count: int) -> str:
    return _("%(count)d organisations below it are still open.") % {"count": count}


def _cases_left(count: int) -> str:
    text = _("%(count)d cases of it are open; a merger hands them over to the successor.")
    return text % {"count": count}
