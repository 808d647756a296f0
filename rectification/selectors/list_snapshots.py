"""Versions of a list as one reader may see them today, whoever froze them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from rectification.documents.lists.columns import Value, withheld
from rectification.documents.lists.entries import shown_in_share
from rectification.documents.lists.frozen import values_in
from rectification.documents.lists.reading import AT_ONCE
from rectification.models import Case, ListSnapshot, ListSnapshotColumn, ListSnapshotLine, User
from rectification.policies.authority import Authority
from rectification.policies.list_snapshots import may_open
from rectification.policies.visibility import Field
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import visible_to
from rectification.selectors.sight import Sight, sights_of


@dataclass(frozen=True)
class SeenLine:
    """A line with what of it the reader may see; `place` is where it stands in the version."""

    place: int
    case_id: int
    about: str
    values: Sequence[Value]


def snapshots_for(authority: Authority) -> list[ListSnapshot]:
    """Those he may open, latest first."""
    rows = ListSnapshot.objects.select_related(
        "organisation", "place", "made_by", "decided_by"
    ).order_by("-pk")
    return [row for row in rows if may_open(row, authority)]


def snapshot_for(pk: int, authority: Authority) -> ListSnapshot | None:
    rows = ListSnapshot.objects.select_related("organisation", "place", "made_by", "decided_by")
    found = rows.filter(pk=pk).first()
    return found if found is not None and may_open(found, authority) else None


def earlier_than(snapshot: ListSnapshot) -> QuerySet[ListSnapshot]:
    """Approved versions of the same list, of the same office, made before it, latest first."""
    return ListSnapshot.objects.filter(
        kind=snapshot.kind,
        organisation=snapshot.organisation,
        place=snapshot.place,
        pk__lt=snapshot.pk,
        number__gt="",
    ).order_by("-pk")


def lines_seen(
    snapshot: ListSnapshot, user: User, authority: Authority, *, after: int = 0
) -> Iterator[SeenLine]:
    """Line by line what the page of each case would tell him today, from behind `after`.

    The case must let him in, a share must be his or the plan open to him, and each value needs
    its field. Read in batches; what was erased is no line any more.
    """
    columns = list(snapshot.columns.all())
    rows = _open_rows(snapshot, user, authority)
    while True:
        batch = list(rows.filter(position__gt=after)[:AT_ONCE])
        sights = _sights({row.case_id for row in batch}, authority)
        for row in batch:
            sight = sights[row.case_id]
            if _is_open(row, sight):
                values = _told(row, sight, columns)
                yield SeenLine(row.position, row.case_id, row.about, values)
        if len(batch) < AT_ONCE:
            return
        after = batch[-1].position


def count_seen(snapshot: ListSnapshot, user: User, authority: Authority) -> int:
    return sum(1 for _line in lines_seen(snapshot, user, authority))


def _open_rows(
    snapshot: ListSnapshot, user: User, authority: Authority
) -> QuerySet[ListSnapshotLine]:
    cases = visible_to(user, authority).order_by().values("pk")
    rows = snapshot.rows.filter(case__in=cases).exclude(words="")
    return rows.order_by("position")


def _sights(keys: set[int], authority: Authority) -> dict[int, Sight]:
    related = ("owner_organisation", "owner_person")
    cases = list(Case.objects.filter(pk__in=keys).prefetch_related(*related))
    return sights_of(cases, authority, open_items(*cases))


def _is_open(row: ListSnapshotLine, sight: Sight) -> bool:
    return row.unit_id is None or Field.PLAN in sight.fields or _is_own(row, sight)


def _is_own(row: ListSnapshotLine, sight: Sight) -> bool:
    return any(unit.pk == row.unit_id for unit in sight.units)


def _told(
    row: ListSnapshotLine, sight: Sight, columns: Sequence[ListSnapshotColumn]
) -> list[Value]:
    is_own = _is_own(row, sight)
    return [
        value if shown_in_share(Field(column.needs), sight.fields, is_own=is_own) else withheld()
        for value, column in zip(values_in(row.words, columns), columns, strict=True)
    ]
