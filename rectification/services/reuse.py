"""Whether a file of proof was there before, for another measure of the township (重复使用)."""

from typing import Final

from django.db.models import QuerySet

from rectification.models import Evidence, Measure, Reuse
from rectification.policies.authority import committee_above
from rectification.policies.pictures import ALIKE, distance

_NOTED: Final = 20
"""Whoever judges the file needs to know that there are others, not all of them."""

_LOOKED_AT: Final = 5_000
"""Pictures compared, the latest ones: years of one township."""


def note_reuse(evidence: Evidence) -> None:
    """Keep which earlier files it equals by its bytes, or, of pictures, by its looks."""
    others = _others(evidence)
    same = others.filter(original_sha256=evidence.original_sha256)
    found: dict[int, int | None] = dict.fromkeys(same.values_list("pk", flat=True)[:_NOTED])
    if evidence.picture_hash:
        looks = others.exclude(picture_hash="").values_list("pk", "picture_hash")[:_LOOKED_AT]
        for pk, picture_hash in looks:
            apart = distance(picture_hash, evidence.picture_hash)
            if apart <= ALIKE and len(found) < _NOTED:
                found.setdefault(pk, apart)
    Reuse.objects.bulk_create(
        Reuse(evidence=evidence, earlier_id=pk, distance=apart) for pk, apart in found.items()
    )


def _others(evidence: Evidence) -> QuerySet[Evidence]:
    """Earlier files of the same township that prove another measure, latest first."""
    measure = evidence.progress.measure
    township = committee_above(measure.organisation)
    return (
        Evidence.objects.filter(
            pk__lt=evidence.pk, progress__measure__organisation__path__startswith=township.path
        )
        .exclude(progress__measure__in=_line_of(measure))
        .order_by("-pk")
    )


def _line_of(measure: Measure) -> list[int]:
    """The measure and those that it takes the place of: the same matter in an earlier version."""
    line = [measure.pk]
    while (former := measure.follows) is not None:
        line.append(former.pk)
        measure = former
    return line
