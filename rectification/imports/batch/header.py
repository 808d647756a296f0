"""Title, document number and day of receipt, as they stand above the table."""

import re
from collections.abc import Iterator
from typing import Final

from rectification.imports.batch.rows import BatchHeader
from rectification.imports.headings import Heading
from rectification.imports.tables import CellKind, Table
from rectification.imports.texts import compact, day_of, plain

TITLE: Final = 160
_NUMBER: Final = re.compile(r"[^\s:：〔\[(【]{1,20}[〔\[(【]\d{4}[〕\])】]\d{1,6}号")
_RECEIVED: Final = re.compile(
    r"(?:收到|反馈)(?:日期|时间):?(\d{4}(?:年\d{1,2}月\d{1,2}日|\D\d{1,2}\D\d{1,2}))"
)


def header_of(table: Table, heading: Heading) -> BatchHeader:
    above = list(_texts_above(table, heading))
    number = next(filter(None, map(_NUMBER.search, map(compact, above))), None)
    received = next(filter(None, map(_RECEIVED.search, map(compact, above))), None)
    titles = (text for text in above if not _says_more(text))
    return BatchHeader(
        title=plain(next(titles, ""))[:TITLE],
        document_number=number.group() if number else "",
        received_on=day_of(received.group(1)) if received else None,
    )


def _says_more(text: str) -> bool:
    return bool(_NUMBER.search(compact(text)) or _RECEIVED.search(compact(text)))


def _texts_above(table: Table, heading: Heading) -> Iterator[str]:
    """Each text once, however many cells were merged for it; the names of columns are left out."""
    told: set[str] = set()
    for line in table.lines[: heading.index]:
        for cell in line.cells:
            text = cell.value if cell.kind == CellKind.TEXT else ""
            if text and text not in told:
                told.add(text)
                yield text
