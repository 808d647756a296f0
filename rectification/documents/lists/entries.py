"""What a line of a list is made of: a case, what the reader sees of it, and its day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from rectification.calendar import WorkingCalendar
from rectification.documents.lists.related import its
from rectification.enums import PublicationPurpose, UnitKind
from rectification.models import (
    Assignment,
    Case,
    Measure,
    Notice,
    Organisation,
    Plan,
    PlanStatus,
    PublicationDecision,
)
from rectification.policies.visibility import Field
from rectification.selectors.responsible import Responsibility
from rectification.selectors.sight import Sight

_OF_UNIT: Final = frozenset({Field.SHARE, Field.EVIDENCE})


def shown_in_share(field: Field, fields: Collection[Field], *, is_own: bool) -> bool:
    """Whether a line about one unit's share shows this to a reader who sees `fields` of the case.

    `Field.SHARE` is the share itself, with its proof; to its own unit it is open.
    """
    if is_own and field in _OF_UNIT:
        return True
    return (Field.PLAN if field == Field.SHARE else field) in fields


@dataclass(frozen=True)
class Entry:
    """A case on a list. What belongs to it is prefetched as its list says; no query follows.

    `day` is the day the list is made for, in Asia/Shanghai.
    """

    case: Case
    sight: Sight
    day: date
    calendar: WorkingCalendar
    terms: Sequence[Responsibility] = ()
    liaisons: Sequence[str] = ()
    supervisor: str = ""
    about: str = ""
    unit_id: int | None = None

    def shows(self, field: Field) -> bool:
        return field in self.sight.fields

    @property
    def owner(self) -> str:
        """The organisation; of a member's case his name before it, where it may be read."""
        case = self.case
        place = case.owner_organisation.name if case.owner_organisation else ""
        name = self.sight.named(case.owner_person) if case.owner_person else ""
        return f"{name} {place}".strip()

    @cached_property
    def plan(self) -> Plan | None:
        """The version in force in this round."""
        plans = [plan for plan in its(self.case, "plans") if plan.round == self.case.round]
        return next((plan for plan in plans if plan.status == PlanStatus.APPROVED), None)

    @cached_property
    def measures(self) -> list[Measure]:
        """Of the plan in force, without what was dropped; a co-unit reads its own, once taken."""
        plan = self.plan
        found = [] if plan is None else [m for m in its(plan, "measures") if m.dropped_at is None]
        if self.shows(Field.PLAN):
            return found
        undecided = {unit.organisation_id for unit in self.co_units if unit.is_undecided}
        own = {unit.pk for unit in self.sight.units} - undecided
        return [measure for measure in found if measure.organisation_id in own]

    @cached_property
    def co_units(self) -> list[Assignment]:
        units = [unit for unit in its(self.case, "units") if unit.ended_at is None]
        return [unit for unit in units if unit.kind == UnitKind.CO]

    @cached_property
    def decision(self) -> PublicationDecision | None:
        """What stands of this round's decisions on the notice of the effect."""
        effect = PublicationPurpose.EFFECT
        rows = [row for row in its(self.case, "publications") if row.purpose == effect]
        rows = [row for row in rows if row.round == self.case.round]
        return next((row for row in rows if row.stands), None)

    @cached_property
    def notice(self) -> Notice | None:
        """What is shown in this round by the decision that stands; withdrawn, it shows nothing."""
        decision = self.decision
        if decision is None:
            return None
        rows = (row for row in its(self.case, "notices") if row.withdrawn_at is None)
        return next((row for row in rows if row.decision_id == decision.pk), None)


@dataclass(frozen=True)
class OfMeasure:
    """A line about one measure. Its own unit reads it with its proof, not the rest of the plan."""

    entry: Entry
    plan: Plan
    measure: Measure

    def shows(self, field: Field) -> bool:
        sight = self.entry.sight
        is_own = self.measure.organisation in sight.units
        return shown_in_share(field, sight.fields, is_own=is_own)

    @property
    def about(self) -> str:
        return str(self.measure.position)

    @property
    def unit_id(self) -> int:
        return self.measure.organisation_id


@dataclass(frozen=True)
class OfUnit:
    """A line about what one unit answers for in a case: its lead, or a co-responsible one."""

    entry: Entry
    organisation: Organisation
    measures: Sequence[Measure]

    def shows(self, field: Field) -> bool:
        return self.entry.shows(field)

    @property
    def about(self) -> str:
        return self.organisation.name

    @property
    def unit_id(self) -> int:
        return self.organisation.pk
