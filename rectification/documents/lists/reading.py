"""A list read for one reader: the cases he may see, and of each what he may see."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from rectification.calendar import WorkingCalendar
from rectification.documents.lists.columns import ListKind, Value
from rectification.documents.lists.entries import Entry
from rectification.documents.lists.related import let_go
from rectification.models import Case, WorkItem
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.as_of import as_of_now
from rectification.selectors.casefile import liaisons_at, open_items
from rectification.selectors.responsible import first_responsible_of
from rectification.selectors.sight import Sight, sights_of

AT_ONCE: Final = 200
"""Cases read together for a file: enough for few queries, few enough for little memory."""


Told = Callable[[Sequence[Entry]], None]


def nobody(entries: Sequence[Entry]) -> None:
    """Hears of a batch that was read and does nothing."""


@dataclass(frozen=True)
class ListRow:
    """One line: the key of the case it is about, and its values column by column.

    `about` tells the lines of one case apart; `unit_id` is the unit whose share the line is.
    """

    case_id: int
    values: Sequence[Value]
    about: str = ""
    unit_id: int | None = None


class ListReader:
    """Reads a list for the holder of `authority`, as things stand on `day` (Asia/Shanghai)."""

    def __init__(
        self, kind: ListKind, authority: Authority, day: date, calendar: WorkingCalendar
    ) -> None:
        self.kind = kind
        self.authority = authority
        self._day = day
        self._calendar = calendar

    def prepared(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases with all that the lines of this list read of them."""
        found = self.kind.annotated(cases).select_related("batch_entry__batch")
        return found.prefetch_related("owner_organisation", "owner_person", *self.kind.related)

    def rows_of(self, cases: Sequence[Case], told: Told = nobody) -> list[ListRow]:
        """Every line of these cases; the rows of the database are let go with them."""
        items = open_items(*cases)
        entries = self._entries(cases, items)
        rows = [
            ListRow(
                entry.case.pk,
                [column.of(line) for column in self.kind.columns],
                about=line.about,
                unit_id=line.unit_id,
            )
            for entry in entries
            for line in self.kind.lines(entry)
        ]
        told(entries)
        let_go([*items, *cases])
        return rows

    def all_rows(self, cases: QuerySet[Case], told: Told = nobody) -> Iterator[ListRow]:
        """Every line, read in batches: the file of a large list takes no more memory than a small
        one. Which cases they are is settled when it begins; `told` hears of each batch."""
        keys = list(cases.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            batch = keys[start : start + AT_ONCE]
            found = self.prepared(Case.objects.filter(pk__in=batch)).in_bulk()
            yield from self.rows_of([found[key] for key in batch if key in found], told)

    def _entries(self, cases: Sequence[Case], items: Sequence[WorkItem]) -> list[Entry]:
        sights = self._sights(cases, items)
        terms = first_responsible_of(cases)
        liaisons = liaisons_at({case.owner_organisation_id for case in cases})
        supervisors = _supervisors()
        return [
            Entry(
                case=case,
                sight=sights[case.pk],
                day=self._day,
                calendar=self._calendar,
                terms=terms[case.pk],
                liaisons=[person.name for person in liaisons[case.owner_organisation_id]],
                supervisor=_supervisor_of(case, supervisors),
            )
            for case in cases
        ]

    def _sights(self, cases: Sequence[Case], items: Sequence[WorkItem]) -> dict[int, Sight]:
        return sights_of(cases, self.authority, items)


class PastReader(ListReader):
    """Reads a list inside `as_of`, with what the reader sees of each case today."""

    def _sights(self, cases: Sequence[Case], _items: Sequence[WorkItem]) -> dict[int, Sight]:
        with as_of_now():
            found = Case.objects.select_related("owner_organisation", "owner_person")
            of_today = list(found.filter(pk__in=[case.pk for case in cases]))
            return super()._sights(of_today, open_items(*of_today))


def _supervisors() -> dict[int, str]:
    """The discipline committee of each township, by the key of the township."""
    held = offices_on(today()).filter(role=Role.DIS, jurisdiction__isnull=False)
    rows = held.order_by("-organisation__code").values_list("jurisdiction", "organisation__name")
    return dict(rows.distinct())


def _supervisor_of(case: Case, supervisors: dict[int, str]) -> str:
    owner = case.owner_organisation
    above = owner.ancestor_ids() if owner is not None else []
    return next((supervisors[key] for key in reversed(above) if key in supervisors), "")
