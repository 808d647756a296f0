"""What every import knows of a row, and of a sheet as a whole."""

from dataclasses import dataclass

from rectification.imports.remarks import Remark

Place = tuple[str, int]
"""Sheet and number of a row."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`labels` are the columns as the file names them; `secret` rows show nothing but where."""

    sheet: str
    number: int
    labels: dict[str, str]
    remarks: tuple[Remark, ...] = ()
    secret: bool = False


@dataclass(frozen=True)
class SheetRemark:
    """Something about a sheet; `number` is the line of its header, where it has one."""

    sheet: str
    number: int | None
    remark: Remark
