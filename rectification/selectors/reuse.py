"""Files of proof that serve two measures, for whoever may know (docs/rules.md V4)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from rectification.enums import CaseLevel
from rectification.models import Case, Evidence, Measure, Reuse

_SHOWN: Final = 100
_SIDES: Final = [
    f"{side}__progress__measure__{what}"
    for side in ("evidence", "earlier")
    for what in ("organisation", "plan__case")
]


@dataclass(frozen=True)
class Use:
    """The other measure that a file serves; `distance` is empty for the same bytes."""

    measure: Measure
    distance: int | None

    @property
    def case(self) -> Case:
        return self.measure.plan.case


def uses_elsewhere(evidence_ids: Collection[int]) -> Mapping[int, list[Use]]:
    """By file of these, every other use, whichever of the two came first."""
    found: dict[int, list[Use]] = defaultdict(list)
    if not evidence_ids:
        return found
    rows = Reuse.objects.filter(Q(evidence__in=evidence_ids) | Q(earlier__in=evidence_ids))
    for row in rows.select_related(*_SIDES).order_by("pk")[:_SHOWN]:
        for one, other in ((row.evidence, row.earlier), (row.earlier, row.evidence)):
            if one.pk in evidence_ids:
                found[one.pk].append(Use(other.progress.measure, row.distance))
    return found


def used_before_in_unit(evidence_ids: Collection[int]) -> set[int]:
    """Those of the files that the unit itself had handed in before, for another of its measures.

    What lies in a member's case counts in this very case alone: nobody else learns of it.
    """
    found = set()
    rows = Reuse.objects.filter(evidence__in=evidence_ids) if evidence_ids else Reuse.objects.none()
    for row in rows.select_related(*_SIDES).order_by("pk")[:_SHOWN]:
        own, earlier = _place(row.evidence), _place(row.earlier)
        of_member = CaseLevel.MEMBER in (own[1].level, earlier[1].level)
        if own == earlier or (own[0] == earlier[0] and not of_member):
            found.add(row.evidence_id)
    return found


def _place(evidence: Evidence) -> tuple[int, Case]:
    measure = evidence.progress.measure
    return measure.organisation_id, measure.plan.case
