"""What a source of problems is: plain data, so that every room above may ask it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rectification.calendar.clocks import Clock
from rectification.enums import CaseLevel, OccasionKind, OrganisationKind, SourceKind
from rectification.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """A column of a list by the names it may bear; the first one is how we call it."""

    name: str
    labels: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Source:
    """Where problems come from, and what follows from it.

    `roles` enter a problem from it by hand; nobody does where it comes as a list or by the intake
    channel. `committee_roles` do so where a Party committee itself is the organisation, for it
    alone; empty, `roles` do. `occasions` are the kinds of record it has (`committee_occasions`
    those of the committee's own), `fields` what its records ask beside what every record asks,
    `columns` those of its lists. `deadline_class` is proposed at intake.
    """

    kind: SourceKind
    roles: frozenset[Role] = frozenset()
    committee_roles: frozenset[Role] = frozenset()
    fields: tuple[str, ...] = ()
    occasions: tuple[OccasionKind, ...] = ()
    committee_occasions: tuple[OccasionKind, ...] = ()
    columns: tuple[Column, ...] = ()
    level: CaseLevel = CaseLevel.BRANCH
    deadline_class: str = ""
    plan_clock: Clock = Clock.PLAN
    rectify_clock: Clock = Clock.RECTIFY_LIMITED
    from_receipt: bool = False
    """Its clocks run from the day on which its document was received, whatever day that is."""

    @property
    def label(self) -> "str | Promise":
        return self.kind.label

    def roles_at(self, organisation: str) -> frozenset[Role]:
        """Who enters a problem of an organisation of this kind from it."""
        whole = organisation == OrganisationKind.COMMITTEE
        return self.committee_roles if whole and self.committee_roles else self.roles

    def occasions_at(self, organisation: str) -> tuple[OccasionKind, ...]:
        """The kinds of record that an organisation of this kind has."""
        whole = organisation == OrganisationKind.COMMITTEE
        return self.committee_occasions if whole and self.committee_occasions else self.occasions
