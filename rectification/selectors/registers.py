"""Registers of opinions that were imported, and what is on record when one is judged."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from rectification.enums import CaseStage, ImportKind
from rectification.models import ImportedFile, OpinionEntry, Organisation


def open_fingerprints(nodes: Collection[Organisation] | None) -> dict[tuple[str, str], str]:
    """Cases of open opinions out of registers, by unit and fingerprint; of these townships."""
    rows = OpinionEntry.objects.filter(
        opinion__case__stage__in=CaseStage.open(), opinion__case__sealed=False
    )
    if nodes is not None:
        rows = rows.filter(opinion__township__in=nodes)
    found = {}
    for row in rows.select_related("opinion__case", "opinion__organisation").order_by("pk"):
        unit = row.opinion.organisation
        found[unit.code if unit else "", row.fingerprint] = str(row.opinion.case)
    return found


def imported_registers(nodes: Sequence[Organisation], *, size: int = 10) -> list[ImportedFile]:
    """The last ones, as their own office imported them."""
    rows = ImportedFile.objects.filter(kind=ImportKind.OPINIONS)
    rows = rows.filter(imported_by__appointments__jurisdiction__in=nodes).distinct()
    return list(rows.select_related("imported_by").order_by("-pk")[:size])


def told_to(nodes: Collection[Organisation] | None) -> Q:
    """Files with an opinion that one of these townships received; without townships all files."""
    return Q() if nodes is None else Q(opinions__opinion__township__in=nodes)
