"""What of a visible case one reader sees: groups of fields, his units' share, his turns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

from django.db.models import Q

from rectification.enums import CaseLevel, Step, UnitKind
from rectification.models import (
    Appointment,
    Assignment,
    Case,
    CaseEvent,
    CaseParty,
    Evidence,
    Organisation,
    Person,
    WorkItem,
)
from rectification.policies.authority import Authority
from rectification.policies.entering import entered_among, hand_office
from rectification.policies.holding import deputyship_for, has_office
from rectification.policies.homes import homes_of
from rectification.policies.places import owner_office
from rectification.policies.readings import Capacity, capacity_in
from rectification.policies.visibility import (
    Field,
    Standing,
    answers_for_owner,
    fields_of,
    parties_of,
    standing_shares,
    standings_in,
)
from rectification.roles import Role

OfCase = TypeVar("OfCase", Assignment, CaseParty, WorkItem)

_UNIT: Final = "organisation"
_SHARE_STEPS: Final = frozenset({Step.ACCEPT_SHARE, Step.CARRY_OUT})
_OF_BRANCH: Final[frozenset[str]] = frozenset({"", Role.MEM, Role.CLK})


@dataclass(frozen=True)
class Sight:
    """`units` are the reader's co-responsible units; `mine` the open steps that lie with him."""

    case: Case
    reader: Person
    standings: frozenset[Standing]
    units: Sequence[Organisation]
    mine: Sequence[WorkItem]

    @cached_property
    def fields(self) -> frozenset[Field]:
        return fields_of(self.standings)

    @property
    def is_co_unit(self) -> bool:
        """He reads the problem and his own measures, and nothing else."""
        return Field.PLAN not in self.fields

    def capacity(self, authority: Authority) -> Capacity:
        """As what the reader opens something of the case, for the access log."""
        return capacity_in(self.case, authority, standings=self.standings, mine=self.mine)

    def opens(self, evidence: Evidence) -> bool:
        if Field.EVIDENCE in self.fields:
            return True
        organisation_id = evidence.progress.measure.organisation_id
        return any(unit.pk == organisation_id for unit in self.units)

    def named(self, person: Person) -> str:
        """The name of somebody of the owner's side, or nothing where it is withheld."""
        own = person.pk == self.reader.pk
        return person.name if own or Field.OWNER in self.fields else ""

    def names_hand(self, event: CaseEvent) -> bool:
        """Whether the record tells who acted; of the owner's side the office, if names are not."""
        if event.actor is None or self.named(event.actor):
            return True
        if event.actor_id == self.case.owner_person_id:
            return False
        return (event.acting_organisation_id, event.acting_role) not in self._owner_offices

    def named_in_office(self, term: Appointment) -> str:
        """The name of whoever holds or held the office; only the owner's side is withheld."""
        of_owner = (term.organisation_id, term.role) in self._owner_offices
        return self.named(term.person) if of_owner else term.person.name

    def settled(self, mine: Sequence[WorkItem]) -> "Sight":
        """The same over these steps, with nothing left to ask: for reading the past."""
        found = replace(self, mine=mine)
        vars(found)["_owner_offices"] = self._owner_offices
        return found

    @cached_property
    def _owner_offices(self) -> frozenset[tuple[int | None, str]]:
        """Of the units the case was assigned to, and of those that owned it before a move, merger
        or split."""
        units = Assignment.objects.filter(case=self.case).values("organisation")
        rows = Organisation.objects.filter(Q(pk__in=homes_of(self.case)) | Q(pk__in=units))
        return frozenset(
            (unit.pk, role) for unit in rows for role in _OF_BRANCH | {owner_office(unit)[0]}
        )


def sight_of(case: Case, authority: Authority, items: Sequence[WorkItem]) -> Sight:
    """`items` are the open items of the case, `selectors.casefile.open_items`."""
    return sights_of([case], authority, items)[case.pk]


def sights_of(
    cases: Sequence[Case], authority: Authority, items: Sequence[WorkItem]
) -> dict[int, Sight]:
    """The sight of each case, by key, with as many queries for many cases as for one.

    `items` are the open items of them all, `selectors.casefile.open_items`.
    """
    keys = [case.pk for case in cases]
    parties = _grouped(parties_of(authority).filter(case__in=keys))
    shares = _grouped(standing_shares(authority).filter(case__in=keys).select_related(_UNIT))
    _mark_entered(items, authority)
    open_items = _grouped(items)
    answering = _Answering(authority)
    return {
        case.pk: _sight(
            case,
            authority,
            open_items[case.pk],
            parties=parties[case.pk],
            units=[row.organisation for row in shares[case.pk]],
            answers=answering.for_owner_of(case),
        )
        for case in cases
    }


def _sight(
    case: Case,
    authority: Authority,
    items: Sequence[WorkItem],
    *,
    parties: Sequence[CaseParty],
    units: list[Organisation],
    answers: bool,
) -> Sight:
    mine = [item for item in items if _is_mine(item, authority)]
    shares = [item for item in mine if _is_share(item, units)]
    units += [unit for unit in map(_unit_of, shares) if unit is not None and unit not in units]
    held = {
        hand_office(item, authority) or item.role
        for item in mine
        if item not in shares and _opens(item, authority)
    }
    standings = standings_in(
        case, authority, parties=parties, held=held, answers=answers, co_unit=bool(units)
    )
    return Sight(case, authority.person, standings, units, mine)


def _mark_entered(items: Sequence[WorkItem], authority: Authority) -> None:
    of_others = [i for i in items if i.role == Role.MEM and i.person_id != authority.person.pk]
    entered = entered_among(of_others, authority) if of_others else set()
    for item in of_others:
        vars(item)["is_entered"] = item.pk in entered


class _Answering:
    """Whether the reader answers for the owner, asked once for each organisation."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._found: dict[int | None, bool] = {}

    def for_owner_of(self, case: Case) -> bool:
        if case.level == CaseLevel.MEMBER:
            return False
        owner = case.owner_organisation_id
        if owner not in self._found:
            self._found[owner] = answers_for_owner(case, self._authority)
        return self._found[owner]


def _grouped(rows: Iterable[OfCase]) -> dict[int, list[OfCase]]:
    found: defaultdict[int, list[OfCase]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _is_mine(item: WorkItem, authority: Authority) -> bool:
    return has_office(item, authority) and authority.person.pk not in item.barred()


def _opens(item: WorkItem, authority: Authority) -> bool:
    """Whether the step shows its holder the whole case.

    Not to a clerk, who enters for his secretary what his branch may read anyway. Whoever enters it
    for a member without account sees what `policies.visibility` gives his own office.
    """
    own_office = (item.organisation_id, item.role) in authority.offices()
    stands_in = deputyship_for(item, authority) is not None
    own = item.person_id == authority.person.pk or own_office
    enters = item.person_id is not None and hand_office(item, authority) is not None
    return item.opens_case and (own or stands_in or enters)


def _is_share(item: WorkItem, units: Sequence[Organisation]) -> bool:
    """Whoever is at the measures of a co-responsible unit sees no more than its share."""
    is_of_unit = any(unit.pk == item.organisation_id for unit in units)
    return item.step in _SHARE_STEPS and (is_of_unit or _unit_of(item) is not None)


def _unit_of(item: WorkItem) -> Organisation | None:
    """The co-responsible unit of the step; its own, or that of whom the reader stands in for."""
    row = item.assignment
    return row.organisation if row is not None and row.kind == UnitKind.CO else None
