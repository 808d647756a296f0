"""What the reader is told although nothing is wrong: offices that will keep one another apart."""

from datetime import date

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.appointments import term_of
from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.verdicts import Verdict, standing
from rectification.imports.roster.present import KnownMembership
from rectification.imports.roster.rows import AppointmentRow
from rectification.policies.offices import DISCIPLINE_BESIDE, Term, held_together
from rectification.roles import Role
from rectification.wording import listed

Verdicts = list[Verdict[AppointmentRow]]


def note_conflicts(verdicts: Verdicts, terms: list[Term]) -> None:
    """W-CONFLICT once per person, at the row that brings the two offices together."""
    held: dict[object, list[Term]] = {}
    for term in terms:
        held.setdefault(term.person, []).append(term)
    told: set[str] = set()
    for verdict in sorted(standing(verdicts), key=lambda v: term_of(v).valid_from, reverse=True):
        term = term_of(verdict)
        other = next((t for t in held[term.person] if _conflict(term, t)), None)
        if other is None or verdict.row.person in told:
            continue
        told.add(verdict.row.person)
        text = _(
            "%(code)s holds %(one)s and %(other)s together; the separation is enforced case by "
            "case."
        )
        found = {"code": term.person, "one": Role(term.role).label, "other": Role(other.role).label}
        verdict.remark("W-CONFLICT", text % found, "role")


def _conflict(one: Term, other: Term) -> bool:
    pairs = ((one, other), (other, one))
    return held_together(one, other) and any(
        a.role == Role.DIS and b.role in DISCIPLINE_BESIDE for a, b in pairs
    )


def note_discipline_branches(
    verdicts: Verdicts, memberships: list[KnownMembership], directory: Directory, today: date
) -> None:
    """I-DIS once per branch: who of the discipline committee cannot verify its cases."""
    branch_of = {
        m.person: m.organisation for m in memberships if _covers(m.valid_from, m.valid_to, today)
    }
    found: dict[str, list[Verdict[AppointmentRow]]] = {}
    for verdict in standing(verdicts):
        term = term_of(verdict)
        branch = branch_of.get(verdict.row.person)
        if term.role == Role.DIS and branch and _covers(term.valid_from, term.valid_to, today):
            found.setdefault(branch, []).append(verdict)
    for branch, rows in found.items():
        codes = dict.fromkeys(verdict.row.person for verdict in rows)
        text = _(
            "%(codes)s of the discipline committee are members of %(branch)s; they verify neither "
            "its cases nor those of its members."
        )
        told = {"codes": listed(codes), "branch": directory.units[branch].name}
        rows[0].remark("I-DIS", text % told, "organisation")


def _covers(valid_from: date, valid_to: date | None, day: date) -> bool:
    return valid_from <= day and (valid_to is None or valid_to >= day)
