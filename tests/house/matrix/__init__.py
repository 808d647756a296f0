"""Who gets what from which address, as data: denied unless it stands here.

`cases` are the addresses of a case, `beside` those that hang on one, `plain` and `offices` those
about none, `shows` what a page holds. A new address has its line in one of them, or the suite
fails.
"""

from tests.house.matrix.beside import BESIDE, EXTRACTS, row_of
from tests.house.matrix.cases import ASKED_BY_LINK, CASES, LISTS, MATRIX, NOTICES, PUBLIC, STEPS
from tests.house.matrix.plain import PEOPLE_PAGES, PLAIN
from tests.house.matrix.rows import Plain, Row, Shows
from tests.house.matrix.shows import SHOWS

__all__ = [
    "ASKED_BY_LINK",
    "BESIDE",
    "CASES",
    "EXTRACTS",
    "LISTS",
    "MATRIX",
    "NOTICES",
    "PEOPLE_PAGES",
    "PLAIN",
    "PUBLIC",
    "SHOWS",
    "STEPS",
    "Plain",
    "Row",
    "Shows",
    "row_of",
]
