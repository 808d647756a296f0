"""Acts beside the steps: who may, at which stages, by which rule; read from the policies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseStage
from rectification.permissions import PROPOSE_TERMINATIONS
from rectification.policies.confirming import CONFIRMING
from rectification.policies.delegation import DELEGABLE
from rectification.policies.occasions import RECORDERS
from rectification.policies.recusal import ACTING_ROLES, KNOWING_ROLES
from rectification.policies.reporting import FROM_OUTSIDE, OWN_BRANCH
from rectification.roles import ROLES, Role
from rectification.web.parts import Text

Value = TypeVar("Value", bound=str)


ONCE_REGISTERED: Final = frozenset(CaseStage) - {CaseStage.DRAFT, CaseStage.SUBMITTED}
"""Also when the case is over: what rested on somebody who was not free becomes void (4.8)."""


class Whoever(StrEnum):
    """Who may by what he is, and not by an office."""

    MEMBER = "member"
    AUTHOR = "author"
    OWNER = "owner"
    READER = "reader"


@dataclass(frozen=True)
class Beside:
    """`stages` empty: not tied to the stage of a case."""

    act: Text
    people: tuple[Whoever, ...]
    roles: Sequence[Role]
    stages: Sequence[CaseStage]
    rule: str


def besides() -> list[Beside]:
    """In the order of life, then what is about people."""
    enders = [role for role, spec in ROLES.items() if PROPOSE_TERMINATIONS in spec.grants]
    rows: list[tuple[Text, tuple[Whoever, ...], Iterable[str], Iterable[str], str]] = [
        (_("Report a problem of one's own"), (Whoever.MEMBER,), (), (), "T1"),
        (_("Report a problem of a branch"), (), OWN_BRANCH | FROM_OUTSIDE, (), "T1"),
        (_("Enter a record of a visit, check or meeting"), (), RECORDERS, (), "3.4"),
        (_("Take back a report not opened yet"), (Whoever.AUTHOR,), (), ["submitted"], "T3"),
        (_("Withdraw the self-report"), (Whoever.AUTHOR,), (), CaseStage.withdrawable(), "T8"),
        (_("Object to a notice"), (Whoever.READER,), (), ["in_notice", "objection"], "T24"),
        (_("Propose termination"), (), enders, CaseStage.open(), "T35"),
        (_("Declare recusal"), (), ACTING_ROLES, (), "4.1"),
        (
            _("Request a recusal"),
            (Whoever.OWNER, Whoever.AUTHOR),
            (),
            ONCE_REGISTERED,
            "4.1",
        ),
        (_("Enter a recusal"), (), KNOWING_ROLES, ONCE_REGISTERED, "4.1"),
        (_("Ask for a deputy"), (), DELEGABLE, (), "4.1"),
        (_("Confirm appointments, decide on deputies"), (), CONFIRMING, (), "4.1"),
    ]
    return [
        Beside(act, people, _in_order(Role, roles), _in_order(CaseStage, stages), rule)
        for act, people, roles, stages, rule in rows
    ]


def _in_order(all_of: Iterable[Value], some: Iterable[str]) -> list[Value]:
    wanted = set(some)
    return [value for value in all_of if value in wanted]
