"""Versions of a list as one reader may see them today, whoever froze them."""

from django.db.models import QuerySet

from rectification.models import ListSnapshot, ListSnapshotLine, User
from rectification.policies.authority import Authority
from rectification.policies.list_snapshots import may_open
from rectification.selectors.cases import visible_to


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


def open_rows(
    snapshot: ListSnapshot, user: User, authority: Authority
) -> QuerySet[ListSnapshotLine]:
    """Lines whose case lets the reader in today; what was erased is no line any more."""
    cases = visible_to(user, authority).order_by().values("pk")
    return snapshot.rows.filter(case__in=cases).exclude(words="").order_by("position")
