"""Lists of problems that were imported."""

from collections.abc import Sequence

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
