"""Rows of offices: which may stand beside one another, and what changes in those on record."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.people import Names
from rectification.imports.roster.judging.terms import (
    check_end,
    check_period,
    check_person,
    find_organisation,
)
from rectification.imports.roster.judging.verdicts import Barred, Change, Verdict, standing
from rectification.imports.roster.present import KnownAppointment, Present
from rectification.imports.roster.rows import AppointmentRow
from rectification.imports.texts import day_words
from rectification.policies.offices import (
    Term,
    excludes_administrator,
    held_together,
    is_same_office,
    is_second_secretary,
    meeting_points,
)
from rectification.roles import Role

Key = tuple[str, str, str, date]
Rule = Callable[[Term, Term], bool]
Say = Callable[[Verdict[AppointmentRow], Term], None]


def judge_appointments(
    rows: Iterable[AppointmentRow],
    present: Present,
    directory: Directory,
    names: Names,
    barred: Barred,
) -> list[Verdict[AppointmentRow]]:
    verdicts = [Verdict.begin(row, barred) for row in rows]
    for verdict in standing(verdicts):
        check_person(verdict, names)
        unit = find_organisation(verdict, directory)
        check_period(verdict, unit)
        if unit and not directory.has_reach(verdict.row.role, unit.code):
            text = _("%(name)s stands under no party committee.") % {"name": unit.name}
            verdict.remark("E-ORG", text, "organisation")
    known = {_known_key(a): a for a in present.appointments}
    for verdict in list(standing(verdicts)):
        found = known.get(_key(verdict))
        if found is not None:
            _compare(verdict, found)
    _exclude(verdicts, known, [(excludes_administrator, _say_administrator)], by_begin=True)
    _exclude(
        verdicts,
        known,
        [(is_same_office, _say_twice), (is_second_secretary, _say_second_secretary)],
    )
    return verdicts


def final_terms(verdicts: Iterable[Verdict[AppointmentRow]], present: Present) -> list[Term]:
    """Offices as they will be."""
    final = {_known_key(a): _known_term(a) for a in present.appointments}
    final |= {_key(verdict): term_of(verdict) for verdict in standing(verdicts)}
    return list(final.values())


def term_of(verdict: Verdict[AppointmentRow]) -> Term:
    row = verdict.row
    begin = row.valid_from or date.max
    return Term(row.person, row.role, verdict.organisation, begin, row.valid_to)


def _known_term(known: KnownAppointment) -> Term:
    return Term(known.person, known.role, known.organisation, known.valid_from, known.valid_to)


def _known_key(known: KnownAppointment) -> Key:
    return known.person, known.role, known.organisation, known.valid_from


def _key(verdict: Verdict[AppointmentRow]) -> Key:
    row = verdict.row
    return row.person, row.role, verdict.organisation, row.valid_from or date.max


def _compare(verdict: Verdict[AppointmentRow], known: KnownAppointment) -> None:
    row = verdict.row
    verdict.change = Change.UNCHANGED
    check_end(verdict, known.valid_to)
    if row.duty and row.duty != known.duty:
        text = _("The office is on record with another duty; end it and enter a new row.")
        verdict.remark("E-OVERLAP", text, "duty")
    verdict.compare(_("until"), known.valid_to, row.valid_to)
    verdict.compare(_("mandate"), known.mandate, row.mandate or known.mandate)


def _exclude(
    verdicts: list[Verdict[AppointmentRow]],
    known: dict[Key, KnownAppointment],
    rules: Sequence[tuple[Rule, Say]],
    *,
    by_begin: bool = False,
) -> None:
    """What is on record stands first; of two rows the later in the file is refused.

    `by_begin`: of two rows the one that begins later.
    """
    rows = list(standing(verdicts))
    if by_begin:
        rows.sort(key=lambda verdict: _key(verdict)[3])
    replaced = {_key(verdict) for verdict in rows}
    taken: dict[str, list[Term]] = {}
    for key, appointment in known.items():
        if key not in replaced:
            _take(taken, _known_term(appointment))
    for verdict in rows:
        term = term_of(verdict)
        beside = [t for key in meeting_points(term) for t in taken.get(key, ())]
        clash = _first_clash(term, beside, rules)
        if clash is None:
            _take(taken, term)
        else:
            say, other = clash
            say(verdict, other)


def _first_clash(
    term: Term, beside: Iterable[Term], rules: Sequence[tuple[Rule, Say]]
) -> tuple[Say, Term] | None:
    together = [other for other in beside if held_together(term, other)]
    found = ((say, t) for forbids, say in rules for t in together if forbids(term, t))
    return next(found, None)


def _take(taken: dict[str, list[Term]], term: Term) -> None:
    for key in meeting_points(term):
        taken.setdefault(key, []).append(term)


def _say_administrator(verdict: Verdict[AppointmentRow], other: Term) -> None:
    text = _(
        "A system administrator holds no business role: %(code)s holds %(role)s since %(day)s."
    )
    role, day = Role(other.role).label, day_words(other.valid_from)
    found = {"code": verdict.row.person, "role": role, "day": day}
    verdict.remark("E-ROLE", text % found, "role")


def _say_twice(verdict: Verdict[AppointmentRow], other: Term) -> None:
    text = _("The same office is held since %(day)s already.")
    verdict.remark("E-OVERLAP", text % {"day": day_words(other.valid_from)}, "valid_from")


def _say_second_secretary(verdict: Verdict[AppointmentRow], other: Term) -> None:
    text = _(
        "The organisation has a secretary already: %(code)s since %(day)s. End that office first, "
        "in its own row."
    )
    found = {"code": other.person, "day": day_words(other.valid_from)}
    verdict.remark("E-SEC2", text % found, "role")
