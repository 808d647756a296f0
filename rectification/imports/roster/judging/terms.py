"""What memberships and offices have in common: who, where, and from when to when."""

from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from rectification.imports.roster.judging.directory import Directory
from rectification.imports.roster.judging.people import Names
from rectification.imports.roster.judging.verdicts import Verdict
from rectification.imports.roster.present import KnownOrganisation
from rectification.imports.roster.rows import AppointmentRow, MembershipRow
from rectification.imports.texts import day_words
from rectification.policies.offices import ends_before_it_begins, runs_outside
from rectification.wording import listed

T = TypeVar("T", MembershipRow, AppointmentRow)


def check_person(verdict: Verdict[T], names: Names) -> None:
    row = verdict.row
    name = names.get(row.person)
    if name is None:
        text = _("The person %(code)s is unknown or was refused in the sheet of people.")
        verdict.remark("E-PERSON", text % {"code": row.person}, "person")
    elif row.name and row.name != name:
        text = _("%(code)s is %(name)s, not %(written)s; the code counts.")
        found = {"code": row.person, "name": name, "written": row.name}
        verdict.remark("W-PERSON", text % found, "name")


def find_organisation(verdict: Verdict[T], directory: Directory) -> KnownOrganisation | None:
    """The organisation that the row means; refuses the row when there is none."""
    text = verdict.row.organisation
    found = directory.find(text)
    if found is None or not found.unit.near:
        nearest = listed(directory.nearest(text))
        near = _("Nearest: %(names)s.") % {"names": nearest} if nearest else ""
        reason = _("The organisation “%(name)s” is unknown, ambiguous or was refused.")
        told = " ".join(filter(None, [reason % {"name": text}, near]))
        verdict.remark("E-ORG", told, "organisation")
        return None
    if found.by_alias:
        told = _("“%(alias)s” was read as %(name)s.")
        verdict.remark("W-ALIAS", told % {"alias": text, "name": found.unit.name}, "organisation")
    verdict.organisation = found.unit.code
    return found.unit


def check_period(verdict: Verdict[T], unit: KnownOrganisation | None) -> None:
    row = verdict.row
    if row.valid_from is None:
        return
    if ends_before_it_begins(row.valid_from, row.valid_to):
        verdict.remark("E-PERIOD", _("It ends before it begins."), "valid_to")
    elif unit and runs_outside(row.valid_from, row.valid_to, unit.opened_on, unit.closed_on):
        text = _("%(name)s exists from %(opened)s to %(closed)s only.")
        found = {
            "name": unit.name,
            "opened": day_words(unit.opened_on),
            "closed": day_words(unit.closed_on) if unit.closed_on else _("today"),
        }
        field = "valid_from" if row.valid_from < unit.opened_on else "valid_to"
        verdict.remark("E-CLOSED", text % found, field)


def check_end(verdict: Verdict[T], known_to: date | None) -> None:
    """An end on record is moved earlier at most; whoever comes back gets a new row."""
    row = verdict.row
    if known_to is not None and (row.valid_to is None or row.valid_to > known_to):
        text = _("It ended on %(day)s; an end is not taken back by an import. Enter a new row.")
        verdict.remark("E-ENDED", text % {"day": day_words(known_to)}, "valid_to")
