"""A list of problems as it was read, before anything is compared with anything."""

from dataclasses import dataclass, field
from datetime import date

from rectification.imports.headings import Heading
from rectification.imports.rows import Row, SheetRemark
from rectification.imports.tables import EMPTY, Cell, Table


@dataclass(frozen=True, kw_only=True)
class ProblemRow(Row):
    """`category` and `limit` are None where the list has no such column."""

    serial: Cell | None = None
    text: str = ""
    units: str = ""
    category: str | None = None
    leader: str = ""
    limit: Cell = EMPTY
    serial_day: date | None = None
    """The day behind a limit that has become a serial number."""
    measure: str = ""
    remark: str = ""


@dataclass(frozen=True)
class BatchHeader:
    """What stands above the table; what is missing is asked for."""

    title: str = ""
    document_number: str = ""
    received_on: date | None = None


@dataclass
class ProblemList:
    """`left` lists the columns that were not imported, `skipped` counts the lines passed over."""

    table: Table
    heading: Heading
    header: BatchHeader
    rows: list[ProblemRow] = field(default_factory=list)
    remarks: list[SheetRemark] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    skipped: int = 0
