"""From the bytes of a file to the rows of a roster. No rule about the rows themselves is here."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.imports.headings import Heading, find_heading
from rectification.imports.lines import LineReader, lines_below
from rectification.imports.opening import open_tables
from rectification.imports.remarks import FileRefused, Remark
from rectification.imports.roster import layouts
from rectification.imports.roster.layouts import SheetKind
from rectification.imports.roster.rows import (
    AppointmentRow,
    MembershipRow,
    OrganisationRow,
    PersonRow,
    Roster,
)
from rectification.imports.rows import Row, SheetRemark
from rectification.imports.tables import Table, Tables, read_tables
from rectification.wording import listed, listed_apart

CODE, NAME, UNIT_NAME, MANDATE = 32, 60, 120, 80


def read_roster(content: bytes) -> Roster:
    """Raises FileRefused for a file that is refused as a whole."""
    tables = open_tables(content, layouts.LAYOUTS)
    roster = Roster()
    for title in tables.hidden:
        _remark(roster, title, None, "W-SHEET", _("a hidden sheet; it was not read."))
    for table in tables.shown:
        _read_table(roster, table, tables)
    if not (roster.left or any(r.remark.code == "E-COLUMN" for r in roster.remarks)):
        raise FileRefused(
            "F-HEADER",
            _("No sheet has the header of a roster in its first 15 lines: %(columns)s.")
            % {"columns": listed_apart(map(_columns_of, layouts.LAYOUTS))},
        )
    return roster


def _columns_of(layout: Any) -> str:
    return listed(field.labels[0] for field in layout.fields if field.required)


def _read_table(roster: Roster, table: Table, tables: Tables) -> None:
    heading = find_heading(table, layouts.LAYOUTS)
    if heading is None:
        _remark(roster, table.title, None, "W-SHEET", _("no header was found; it was not read."))
        return
    number = table.lines[heading.index].number
    if heading.missing:
        missing = listed(field.labels[0] for field in heading.missing)
        text = _("Columns are missing: %(columns)s. The sheet was not read.")
        _remark(roster, table.title, number, "E-COLUMN", text % {"columns": missing}, missing)
        return
    _list_columns_left(roster, table.title, number, heading)
    read = _READERS[SheetKind(heading.layout.kind)]
    kept = list(lines_below(table, heading))
    for line in kept:
        read(roster, _Reader(line, heading, tables, table.title))
    roster.skipped[table.title] = len(table.lines) - heading.index - 1 - len(kept)


def _list_columns_left(roster: Roster, title: str, number: int, heading: Heading) -> None:
    unread = [label for _column, label in heading.left]
    remark = heading.labels.get("remark")
    roster.left[title] = [*unread, remark] if remark else unread
    if heading.private:
        text = _("columns not imported: %(columns)s") % {"columns": listed(heading.private)}
        _remark(roster, title, number, "W-COLUMN", text)


def _remark(
    roster: Roster, sheet: str, number: int | None, code: str, text: str, field: str = ""
) -> None:
    roster.remarks.append(SheetRemark(sheet, number, Remark(code, text, field)))


class _Reader(LineReader):
    """Reads a line of a roster."""

    def person(self) -> str:
        return self.text("person", limit=CODE, needed=True)

    def row(self, make: type[Row], fields: Callable[[], dict[str, Any]]) -> Any:
        """A row that bears a mark of secrecy keeps its place only: nothing of it is stored."""
        if self.is_marked_secret():
            return make(**self.secret_place())
        found = fields()
        return make(**self.place(), **found)


def _organisation(roster: Roster, reader: _Reader) -> None:
    def fields() -> dict[str, Any]:
        return {
            "code": reader.text("code", limit=CODE, needed=True),
            "name": reader.text("name", limit=UNIT_NAME, needed=True),
            "aliases": reader.texts("aliases", limit=UNIT_NAME),
            "kind": reader.choice("kind", layouts.ORGANISATION_KINDS, needed=True),
            "sector": reader.choice("sector", layouts.SECTORS),
            "parent": reader.text("parent", limit=UNIT_NAME),
            "opened_on": reader.day("opened_on", needed=True),
            "closed_on": reader.day("closed_on"),
            "successor": reader.text("successor", limit=UNIT_NAME),
        }

    roster.organisations.append(reader.row(OrganisationRow, fields))


def _person(roster: Roster, reader: _Reader) -> None:
    def fields() -> dict[str, Any]:
        return {
            "person": reader.person(),
            "name": reader.text("name", limit=NAME, needed=True),
        }

    roster.people.append(reader.row(PersonRow, fields))


def _membership(roster: Roster, reader: _Reader) -> None:
    def fields() -> dict[str, Any]:
        return {
            "person": reader.person(),
            "name": reader.text("name", limit=NAME),
            "organisation": reader.text("organisation", limit=UNIT_NAME, needed=True),
            "kind": reader.choice("kind", layouts.MEMBERSHIP_KINDS, needed=True),
            **_period(reader),
        }

    roster.memberships.append(reader.row(MembershipRow, fields))


def _appointment(roster: Roster, reader: _Reader) -> None:
    def fields() -> dict[str, Any]:
        return {
            "person": reader.person(),
            "name": reader.text("name", limit=NAME),
            "role": reader.choice("role", layouts.ROLES_HELD, needed=True),
            "organisation": reader.text("organisation", limit=UNIT_NAME, needed=True),
            **_period(reader),
            "mandate": reader.text("mandate", limit=MANDATE, joined=False),
            "duty": reader.choice("duty", layouts.DUTIES),
        }

    roster.appointments.append(reader.row(AppointmentRow, fields))


def _period(reader: _Reader) -> dict[str, Any]:
    return {
        "valid_from": reader.day("valid_from", needed=True),
        "valid_to": reader.day("valid_to"),
    }


_READERS: Final[dict[SheetKind, Callable[[Roster, _Reader], None]]] = {
    SheetKind.ORGANISATIONS: _organisation,
    SheetKind.PEOPLE: _person,
    SheetKind.MEMBERSHIPS: _membership,
    SheetKind.APPOINTMENTS: _appointment,
}


def headed_tables(content: bytes) -> list[tuple[Table, Heading]]:
    """The sheets that hold a part of the roster, each with its header."""
    found = [(table, find_heading(table, layouts.LAYOUTS)) for table in read_tables(content).shown]
    return [(table, heading) for table, heading in found if heading is not None]
