"""Versions of a list as one reader may see them today, whoever froze them."""

from collections.abc import Iterator
from typing import Final

from rectification.models import Case, ListSnapshot, ListSnapshotLine, User
from rectification.policies.authority import Authority
from rectification.policies.list_snapshots import may_open
from rectification.policies.visibility import Field
from rectification.selectors.casefile import open_items
from rectification.selectors.cases import visible_to
from rectification.selectors.sight import Sight, sights_of

AT_ONCE: Final = 200
"""Lines read together."""


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


def version_before(snapshot: ListSnapshot, authority: Authority) -> ListSnapshot | None:
    """The last approved version of the same list, of the same office, that the reader may open.

    Of other days; of another level or state, what is not in it would pass for what went.
    """
    rows = ListSnapshot.objects.filter(
        kind=snapshot.kind,
        organisation=snapshot.organisation,
        place=snapshot.place,
        level=snapshot.level,
        state=snapshot.state,
        pk__lt=snapshot.pk,
        number__gt="",
    )
    found = rows.select_related("organisation").order_by("-pk")
    return next((row for row in found if may_open(row, authority)), None)


def open_lines(
    snapshot: ListSnapshot, user: User, authority: Authority
) -> Iterator[tuple[ListSnapshotLine, Sight]]:
    """Lines open to the reader today, with what he sees of their cases.

    The case must let him in, and a share must be his or the plan open to him; what was erased is
    no line any more. Read in batches.
    """
    cases = visible_to(user, authority).order_by().values("pk")
    rows = snapshot.rows.filter(case__in=cases).exclude(words="").order_by("position")
    after = 0
    while True:
        batch = list(rows.filter(position__gt=after)[:AT_ONCE])
        sights = _sights({row.case_id for row in batch}, authority)
        for row in batch:
            sight = sights[row.case_id]
            if row.unit_id is None or Field.PLAN in sight.fields or is_own_share(row, sight):
                yield row, sight
        if len(batch) < AT_ONCE:
            return
        after = batch[-1].position


def is_own_share(row: ListSnapshotLine, sight: Sight) -> bool:
    return any(unit.pk == row.unit_id for unit in sight.units)


def _sights(keys: set[int], authority: Authority) -> dict[int, Sight]:
    related = ("owner_organisation", "owner_person")
    cases = list(Case.objects.filter(pk__in=keys).prefetch_related(*related))
    return sights_of(cases, authority, open_items(*cases))
