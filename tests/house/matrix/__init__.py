"""Who gets what from which address, as data: denied unless it stands here.

`cases` are the addresses of a case, `plain` those about no case, `shows` what a page holds.
"""

from tests.house.matrix.cases import (
    CASES,
    LISTS,
    MATRIX,
    NOTICES,
    PUBLIC,
    STEPS_UNTOLD,
)
from tests.house.matrix.plain import PEOPLE_PAGES, PLAIN
from tests.house.matrix.rows import Plain, Row, Shows
from tests.house.matrix.shows import SHOWS

__all__ = [
    "CASES",
    "LISTS",
    "MATRIX",
    "NOTICES",
    "PEOPLE_PAGES",
    "PLAIN",
    "PUBLIC",
    "SHOWS",
    "STEPS_UNTOLD",
    "Plain",
    "Row",
    "Shows",
]
