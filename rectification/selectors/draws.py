"""Random draws of a township, and whom one is drawn from."""

from collections.abc import Sequence

from django.db.models import QuerySet

from rectification.models import Draw, Organisation
from rectification.policies.days import today
from rectification.policies.owners import open_organisations

PAGE = 25


def draws_of(nodes: Sequence[Organisation]) -> QuerySet[Draw]:
    rows = Draw.objects.filter(committee__in=[node.pk for node in nodes])
    return rows.select_related("committee", "drawn_by")


def page_of_draws(nodes: Sequence[Organisation], *, before_id: int | None = None) -> list[Draw]:
    """The next page, newest first; one row more than a page when there is more."""
    rows = draws_of(nodes)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-pk")[: PAGE + 1])


def drawn_from(committee: Organisation, kind: str, sector: str = "") -> QuerySet[Organisation]:
    """Open organisations of the township of this kind and, where one is named, sector."""
    rows = open_organisations(committee, today()).filter(kind=kind)
    return rows.filter(sector=sector) if sector else rows
