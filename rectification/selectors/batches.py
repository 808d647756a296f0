"""Lists of problems that were imported."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from rectification.models import Organisation, SourceBatch


def imported_batches(nodes: Sequence[Organisation], *, size: int = 10) -> list[SourceBatch]:
    """The last ones with a line for somebody of these townships."""
    below = [node.pk for node in nodes]
    paths = [node.path for node in nodes]
    if not below:
        return []
    reached = Organisation.objects.none()
    for path in paths:
        reached = reached | Organisation.objects.filter(path__startswith=path)
    rows = SourceBatch.objects.filter(entries__case__owner_organisation__in=reached)
    return list(rows.select_related("file__imported_by").distinct().order_by("-pk")[:size])


def fed_back_to(nodes: Collection[Organisation] | None) -> Q:
    """Files with a line for somebody of these townships; without townships all files."""
    if nodes is None:
        return Q()
    near = Q(pk__in=())
    for node in nodes:
        near |= Q(batch__entries__case__owner_organisation__path__startswith=node.path)
    return near
