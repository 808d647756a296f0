"""The three lists and the ledger (docs/rules.md 5), each a file of its own with its columns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rectification.documents.lists.columns import ListColumn, ListKind, Sort, Value, words_of
from rectification.documents.lists.ledger import LEDGER
from rectification.documents.lists.pairing import paired
from rectification.documents.lists.papers import ON_PAPER, TYPES, ListPaper, write
from rectification.documents.lists.problems import PROBLEMS
from rectification.documents.lists.reading import ListReader, ListRow, PastReader
from rectification.documents.lists.responsibilities import RESPONSIBILITIES
from rectification.documents.lists.tasks import TASKS

LISTS: Final[Mapping[str, ListKind]] = MappingProxyType(
    {kind.name: kind for kind in (PROBLEMS, TASKS, RESPONSIBILITIES, LEDGER)}
)
"""By the word in their address, in the order in which they are shown."""

__all__ = [
    "LISTS",
    "ON_PAPER",
    "TYPES",
    "ListColumn",
    "ListKind",
    "ListPaper",
    "ListReader",
    "ListRow",
    "PastReader",
    "Sort",
    "Value",
    "paired",
    "words_of",
    "write",
]
