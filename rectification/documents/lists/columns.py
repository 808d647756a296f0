"""A list as data: its columns, what each needs, and which lines a case gives."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy

from rectification.documents.lists.entries import Entry
from rectification.models import Case
from rectification.policies.visibility import Field
from rectification.wording import Text, full_date

Value = str | int | date | None


def withheld() -> str:
    return gettext("withheld")


def words_of(value: Text | int | date | None) -> str:
    """As a value is written where everything is a text."""
    if isinstance(value, date):
        return full_date(value)
    return "" if value is None else str(value)


class Sort(StrEnum):
    """How the values of a column are set."""

    TEXT = "text"
    FIGURE = "figure"
    DATE = "date"


class Heading(Protocol):
    """What of a column a file needs; those of a stored version have it too."""

    @property
    def label(self) -> Text: ...
    @property
    def sort(self) -> str: ...
    @property
    def width(self) -> int: ...


@dataclass(frozen=True)
class ListColumn:
    """`needs` is the group of fields (docs/rules.md 4.9) without which the value is withheld;
    `width` is given in characters of the body type. Where the value tells more to who sees more,
    `frozen` is what all of it needs: written down, it is the value of whoever wrote it."""

    label: Text
    value: Callable[[Any], Value]
    needs: Field = Field.HEAD
    sort: Sort = Sort.TEXT
    width: int = 14
    frozen: Field | None = None

    @property
    def needs_frozen(self) -> Field:
        return self.frozen or self.needs

    def of(self, line: Any) -> Value:
        """The value for the reader of the line, or the mark that it is withheld from him.

        The mark stands whether or not there is a value, so that it tells nothing.
        """
        return self.value(line) if line.shows(self.needs) else withheld()


@dataclass(frozen=True)
class ListKind:
    """One of the four lists; `related` and `annotated` are what its lines read beside the case;
    `giving_lines` leaves out cases that have none before anybody."""

    name: str
    label: Text
    columns: Sequence[ListColumn]
    lines: Callable[[Entry], Iterable[Any]]
    related: Sequence[Any] = ()
    giving_lines: Callable[[QuerySet[Case]], QuerySet[Case]] = QuerySet.all
    annotated: Callable[[QuerySet[Case]], QuerySet[Case]] = QuerySet.all


SERIAL = pgettext_lazy("list", "No.")
