"""Chains of offices as data: who is asked for a step in turn, by the sort of case.

Only the form stands here. Who is asked stands with the rules: `policies.resolution` for most steps,
`policies.recusal` and `policies.objections` for theirs. The same rows give a step out and are
printed in the table of authority.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rectification.models import Case
from rectification.policies.places import At, Office, Place, office_at

Chain = Iterator[Office]
Ways = Mapping[str, tuple[Place, ...]]
"""By the sort of case, the places that are asked in their order."""


class Sort(StrEnum):
    """Sorts of cases where no other vocabulary of the house tells them apart."""

    ANY = "any"
    OF_PERSON = "of_person"
    OF_ORGANISATION = "of_organisation"
    OF_MEMBER = "of_member"
    OF_UPPER_LEVEL = "of_upper_level"
    """Branch and committee cases."""
    OF_SUPERVISION = "of_supervision"
    """A case of the discipline committee itself."""
    NOT_OF_SUPERVISION = "not_of_supervision"
    CONTESTS_SUPERVISION = "contests_supervision"
    """An objection to what the discipline committee decided, or did in its own case."""
    PROPOSED_BY_OFFICE = "proposed_by_office"
    NOT_PROPOSED_BY_OFFICE = "not_proposed_by_office"


@dataclass(frozen=True)
class Rule:
    """Which offices are asked, in their order; `sort` says which of the ways a case goes.

    `ways` is asked each time: settings of the office may change it.
    """

    ways: Callable[[], Ways]
    sort: Callable[[Case], str]

    def __call__(self, case: Case) -> Chain:
        return self.offices(case, self.sort(case))

    def offices(self, case: Case, sort: str) -> Chain:
        for role, at in self.ways()[sort]:
            yield office_at(case, role, at)


def always(*places: Place) -> Rule:
    """The same chain for every case."""
    ways: Final[Ways] = {Sort.ANY: places}
    return Rule(lambda: ways, lambda _case: Sort.ANY)


def by_sort(ways: Ways, sort: Callable[[Case], str]) -> Rule:
    return Rule(lambda: ways, sort)


def body_of(role: str) -> Place:
    """The township body in which somebody holds the role."""
    return role, At.BODY
