"""Acts beside the steps: who may, at which stages, by which rule; read from the policies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseStage
from rectification.permissions import PROPOSE_TERMINATIONS
from rectification.policies.accounts import ADMINISTERING
from rectification.policies.confirming import CONFIRMING, KEEPING
from rectification.policies.delegation import DELEGABLE
from rectification.policies.disclosures import BEGINNING as DISCLOSING
from rectification.policies.disclosures import LISTS_AT
from rectification.policies.identities import DECIDING_ROLE, GONE
from rectification.policies.look_backs import BEGINNING, LOOKED_AT
from rectification.policies.narrowing import OFFICES as NARROWING
from rectification.policies.occasions import RECORDERS
from rectification.policies.orders import ISSUING, ORDERED
from rectification.policies.recalling import AT_STAGES, HANDS
from rectification.policies.recusal import ACTING_ROLES, KNOWING_ROLES
from rectification.policies.reporting import FROM_OUTSIDE, OWN_BRANCH, OWN_COMMITTEE
from rectification.roles import ROLES, Role
from rectification.web.parts import Text

Value = TypeVar("Value", bound=str)

ONCE_REGISTERED: Final = frozenset(CaseStage) - {
    CaseStage.DRAFT,
    CaseStage.SUBMITTED,
    CaseStage.REJECTED,
}
"""Also when the case is over: what rested on somebody who was not free becomes void (4.8)."""

NOT_GONE: Final = ONCE_REGISTERED - GONE
"""Of what was withdrawn or handed over no identity is shown to anybody."""

CORRECTED_AT: Final = CaseStage.open() - {CaseStage.SUBMITTED}
"""From registration to the end."""

IN_NOTICE: Final = (CaseStage.IN_NOTICE, CaseStage.OBJECTION, CaseStage.VERIFYING)
"""While the notice can still be kept from ending: in verification until the first signature."""


class Whoever(StrEnum):
    """Who may by what he is, and not by an office."""

    MEMBER = "member"
    AUTHOR = "author"
    OWNER = "owner"
    READER = "reader"
    CONCERNED = "concerned"
    ASSIGNED = "assigned"
    DELEGATOR = "delegator"
    DEPUTY = "deputy"
    HIMSELF = "himself"


@dataclass(frozen=True)
class Beside:
    """`stages` empty: not tied to the stage of a case."""

    act: Text
    rule: str
    people: Sequence[Whoever] = ()
    roles: Sequence[Role] = ()
    stages: Sequence[CaseStage] = ()


def besides() -> list[Beside]:
    """In the order of life, then what is about people."""
    return [*_of_author(), *_of_case(), *_of_recusals(), *_of_reporters(), *_of_people()]


def _of_author() -> list[Beside]:
    return [
        _row(_("Report a problem of one's own"), "T1", people=[Whoever.MEMBER]),
        _row(_("Report a problem of a branch"), "T1", roles=OWN_BRANCH | FROM_OUTSIDE),
        _row(_("Report a problem of the Party committee itself"), "T1", roles=OWN_COMMITTEE),
        _row(_("Enter a record of a visit, check or meeting"), "3.4", roles=RECORDERS),
        _row(
            _("Take back a report not opened yet"),
            "T3",
            people=[Whoever.AUTHOR],
            stages=[CaseStage.SUBMITTED],
        ),
        _row(
            _("Delete a draft that was never handed in"),
            "T8",
            people=[Whoever.AUTHOR],
            stages=[CaseStage.DRAFT],
        ),
        _row(
            _("Withdraw the self-report"),
            "T8",
            people=[Whoever.AUTHOR],
            stages=CaseStage.withdrawable(),
        ),
    ]


def _of_case() -> list[Beside]:
    return [
        _row(
            _("Change the plan under way, or take the change back"),
            "T16",
            people=[Whoever.OWNER],
            stages=[CaseStage.RECTIFYING, CaseStage.PLAN_REVIEW],
        ),
        _row(
            _("Hand an open step over to a colleague of the office"),
            "4.10",
            roles=ACTING_ROLES - {Role.CLK, Role.SEC},
            stages=CaseStage.open(),
        ),
        _row(
            _("Ask one person for an opinion on an open step"),
            "4.10",
            roles=ACTING_ROLES - {Role.CLK},
            stages=CORRECTED_AT,
        ),
        *_of_ending(),
    ]


def _of_ending() -> list[Beside]:
    enders = [role for role, spec in ROLES.items() if PROPOSE_TERMINATIONS in spec.grants]
    return [
        _row(_("Object to a notice"), "T24", people=[Whoever.READER], stages=IN_NOTICE),
        _row(
            _("Object to a notice that is over, for the sake of privacy"),
            "4.7",
            people=[Whoever.CONCERNED],
        ),
        _row(
            _("Urge whoever holds an open step"),
            "4.5",
            people=[Whoever.OWNER, Whoever.AUTHOR],
            roles=[Role.OFF],
            stages=CaseStage.open() - {CaseStage.SUBMITTED},
        ),
        _row(_("Note the talk about an admonition"), "4.5", roles=[Role.LIA]),
        _row(_("Issue a supervision order"), "4.5", roles=ISSUING, stages=ORDERED),
        *_of_publication(),
        _row(_("Begin a look-back"), "T32", roles=BEGINNING, stages=LOOKED_AT),
        _row(
            _("Take a step back that the next person has not opened"),
            "4.10",
            people=[Whoever.OWNER],
            roles=HANDS,
            stages=AT_STAGES,
        ),
        _row(
            _("Send a copy of a case"),
            "4.10",
            people=[Whoever.OWNER],
            roles=[Role.OFF],
            stages=ONCE_REGISTERED,
        ),
        _row(_("Correct a registered fact"), "4.10", roles=[Role.OFF], stages=CORRECTED_AT),
        _row(_("Propose termination"), "T35", roles=enders, stages=CaseStage.open()),
        *_of_days(),
    ]


def _of_publication() -> list[Beside]:
    """Beside the notice of the effect."""
    return [
        _row(
            _("Begin the disclosure of the lists, or a circular after closing"),
            "4.6",
            roles=DISCLOSING,
            stages=[*LISTS_AT, CaseStage.CLOSED, CaseStage.LOOK_BACK],
        ),
        _row(
            _("Consent to the wider publication of one's own case, and withdraw it"),
            "4.6",
            people=[Whoever.OWNER],
            stages=ONCE_REGISTERED,
        ),
        _row(_("Narrow a notice that is being shown"), "4.6", roles=NARROWING),
    ]


def _of_days() -> list[Beside]:
    """While the work goes on, other days are asked for."""
    owner, office = [Whoever.OWNER], [Role.OFF]
    working = [CaseStage.RECTIFYING]
    return [
        _row(_("Ask for an extension"), "T17", people=owner, stages=working),
        _row(_("Take the extension back"), "T17", people=owner, stages=CaseStage.open()),
        _row(_("Ask for a pause"), "T18", roles=office, stages=working),
        _row(_("Resume the case"), "T18", roles=office, stages=working),
        _row(
            _("Ask for another deadline class"),
            "4.5",
            people=owner,
            roles=office,
            stages=working,
        ),
    ]


def _of_recusals() -> list[Beside]:
    return [
        _row(_("Declare recusal"), "4.1", roles=ACTING_ROLES),
        _row(
            _("Request a recusal"),
            "4.1",
            people=[Whoever.OWNER, Whoever.AUTHOR],
            stages=ONCE_REGISTERED,
        ),
        _row(_("Enter a recusal"), "4.1", roles=KNOWING_ROLES, stages=ONCE_REGISTERED),
    ]


def _of_reporters() -> list[Beside]:
    return [
        _row(_("Ask who reported"), "4.9", people=[Whoever.ASSIGNED], stages=NOT_GONE),
        _row(
            _("Decide whether who reported is shown"), "4.9", roles=[DECIDING_ROLE], stages=NOT_GONE
        ),
    ]


def _of_people() -> list[Beside]:
    return [
        _row(_("Enter an appointment, import a roster"), "4.1", roles=KEEPING),
        _row(_("Confirm or refuse an appointment or a succession"), "4.1", roles=CONFIRMING),
        _row(_("Transfer a member, enter a departure"), "8.3", roles=KEEPING),
        _row(_("Enter a succession in an office"), "8.13", roles=KEEPING),
        _row(_("Merge or split a branch"), "8.4", roles=KEEPING),
        _row(_("Suspend somebody from his offices, end it"), "4.1", roles=KEEPING),
        _row(_("Record leave, end it"), "4.1", people=[Whoever.HIMSELF], roles=KEEPING),
        _row(_("Ask for a deputy"), "4.1", roles=DELEGABLE),
        _row(_("Decide on a deputy"), "4.1", roles=CONFIRMING),
        _row(
            _("End a delegation"),
            "4.1",
            people=[Whoever.DELEGATOR, Whoever.DEPUTY],
            roles=CONFIRMING,
        ),
        _row(_("Open, disable and enable an account, issue a link"), "4.1", roles=ADMINISTERING),
        _row(_("Set for which roles a second factor is required"), "4.1", roles=ADMINISTERING),
    ]


def _row(
    act: Text,
    rule: str,
    *,
    people: Sequence[Whoever] = (),
    roles: Iterable[str] = (),
    stages: Iterable[str] = (),
) -> Beside:
    return Beside(act, rule, people, _in_order(Role, roles), _in_order(CaseStage, stages))


def _in_order(all_of: Iterable[Value], some: Iterable[str]) -> list[Value]:
    wanted = set(some)
    return [value for value in all_of if value in wanted]
