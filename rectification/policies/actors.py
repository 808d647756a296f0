"""Who acts, and as what: every service takes an `Actor` and never a bare account."""

from dataclasses import dataclass
from typing import Final

from rectification.enums import ActorKind, SigningProof
from rectification.models import Delegation, Organisation, Person, WorkItem


@dataclass(frozen=True)
class Actor:
    """A person acting in an office (or as himself), the intake channel, or the system.

    A deputy acts in the delegator's office, on his behalf and by a delegation.
    """

    kind: ActorKind = ActorKind.PERSON
    person: Person | None = None
    role: str = ""
    organisation: Organisation | None = None
    on_behalf_of: Person | None = None
    delegation: Delegation | None = None
    proved_by: SigningProof | None = None
    """Set by the act door alone, where he proved once more that it is he (4.8)."""

    @property
    def hand(self) -> Person:
        """The person who acts; services that need one may rely on the act door for it."""
        if self.person is None:
            raise ValueError("this act needs a person")
        return self.person

    @property
    def enters_for_member(self) -> bool:
        """By no delegation: the branch acts for somebody who has no account."""
        return self.on_behalf_of is not None and self.delegation is None

    @property
    def principal(self) -> Person:
        """In whose name it is done: whoever holds the office, also where his deputy acts."""
        return self.on_behalf_of or self.hand


SYSTEM: Final = Actor(ActorKind.SYSTEM)
INTAKE_CHANNEL: Final = Actor(ActorKind.INTAKE_CHANNEL)
"""Receives what confidential and anonymous reporters send; names nobody, ever."""


def for_item(person: Person, item: WorkItem) -> Actor:
    """The person acting in the office that the work item lies with."""
    return Actor(person=person, role=item.role, organisation=item.organisation)
