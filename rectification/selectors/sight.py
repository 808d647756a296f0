"""What of a visible case one reader sees: groups of fields, his units' share, his turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rectification.enums import Step
from rectification.models import Case, Evidence, Organisation, WorkItem
from rectification.policies.authority import Authority
from rectification.policies.holding import deputyship_for, has_office
from rectification.policies.visibility import Field, own_units, visible_fields

_SHARE_STEPS: Final = frozenset({Step.ACCEPT_SHARE, Step.CARRY_OUT})


@dataclass(frozen=True)
class Sight:
    """`units` are the reader's co-responsible units; `mine` the open steps that lie with him."""

    fields: frozenset[Field]
    units: Sequence[Organisation]
    mine: Sequence[WorkItem]

    @property
    def is_co_unit(self) -> bool:
        """He reads the problem and his own measures, and nothing else."""
        return self.fields == {Field.DESCRIPTION}

    def opens(self, evidence: Evidence) -> bool:
        if Field.EVIDENCE in self.fields:
            return True
        organisation_id = evidence.progress.measure.organisation_id
        return any(unit.pk == organisation_id for unit in self.units)


def sight_of(case: Case, authority: Authority, items: Sequence[WorkItem]) -> Sight:
    """`items` are the open items of the case, `selectors.casefile.open_items`."""
    mine = [item for item in items if _is_mine(item, authority)]
    units = own_units(case, authority)
    holds = any(_opens(item, authority) and not _is_share(item, units) for item in mine)
    return Sight(visible_fields(case, authority, holds_open_item=holds), units, mine)


def _is_mine(item: WorkItem, authority: Authority) -> bool:
    return has_office(item, authority) and authority.person.pk not in item.barred()


def _opens(item: WorkItem, authority: Authority) -> bool:
    """Whether the step shows its holder the whole case.

    Not to a clerk, who enters for his secretary what his branch may read anyway.
    """
    own_office = (item.organisation_id, item.role) in authority.offices()
    stands_in = deputyship_for(item, authority) is not None
    return item.opens_case and (item.person_id == authority.person.pk or own_office or stands_in)


def _is_share(item: WorkItem, units: Sequence[Organisation]) -> bool:
    """A co-responsible unit at its own measures sees no more than its share of the case."""
    is_of_unit = any(unit.pk == item.organisation_id for unit in units)
    return item.step in _SHARE_STEPS and is_of_unit
