"""Rows of a roster as they were read, before anything is compared with anything."""

from dataclasses import dataclass, field
from datetime import date

from rectification.imports.rows import Row, SheetRemark


@dataclass(frozen=True, kw_only=True)
class OrganisationRow(Row):
    code: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    sector: str = ""
    parent: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    successor: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRow(Row):
    person: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class MembershipRow(Row):
    person: str = ""
    name: str = ""
    organisation: str = ""
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentRow(Row):
    person: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    mandate: str = ""
    duty: str = ""


@dataclass
class Roster:
    """Everything a file holds. `left` lists the columns that were not imported, by sheet."""

    organisations: list[OrganisationRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    memberships: list[MembershipRow] = field(default_factory=list)
    appointments: list[AppointmentRow] = field(default_factory=list)
    remarks: list[SheetRemark] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
