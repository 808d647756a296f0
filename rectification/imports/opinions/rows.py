"""A register of opinions as it was read, before anything is compared with anything."""

from dataclasses import dataclass, field
from datetime import date

from rectification.imports.headings import Heading
from rectification.imports.rows import Row, SheetRemark
from rectification.imports.tables import EMPTY, Cell, Table


@dataclass(frozen=True, kw_only=True)
class OpinionRow(Row):
    """`day` is None where the cell is empty or says none that can be read with its year.

    `contact` is never printed, listed or logged: it goes to the sealed table alone.
    """

    text: str = ""
    day_cell: Cell = EMPTY
    day: date | None = None
    channel: str = ""
    contact: str = field(default="", repr=False)
    with_name: bool = False
    keeper: str = ""
    remark: str = ""


@dataclass
class Register:
    """`left` lists the columns that were not imported, `skipped` counts the lines passed over."""

    table: Table
    heading: Heading
    rows: list[OpinionRow] = field(default_factory=list)
    remarks: list[SheetRemark] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    skipped: int = 0
