"""Who takes a step: approver, first reviewer and the rest, as data (docs/rules.md 4.4).

Each rule gives a chain of offices; the first with somebody who is free takes the step. Whoever is
passed over is recorded, and when nobody is left the step goes to the office with a red mark:
nothing is ever approved by silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from rectification.enums import (
    CaseLevel,
    PublicationPurpose,
    RecusalGround,
    SourceKind,
    Step,
)
from rectification.models import Case, Organisation, Person, WorkItem
from rectification.policies.absence import present
from rectification.policies.authority import in_office
from rectification.policies.chains import Chain, Rule, Sort, Ways, always, body_of, by_sort
from rectification.policies.days import today
from rectification.policies.deputies import delegations_at
from rectification.policies.facts import Facts, facts_of
from rectification.policies.holding import CLERK_STEPS
from rectification.policies.merging import sources_of
from rectification.policies.owner_kinds import TABLE, OwnerKind, Team, owner_kind, row_of
from rectification.policies.places import At, Office, body
from rectification.policies.separation import bar_of
from rectification.policies.verifiers import (
    Grounds,
    discipline_looks_back,
    discipline_names,
    pool_of,
)
from rectification.roles import Role

WAITING: Final = frozenset(
    {
        Step.CLAIM,
        Step.DRAFT_PLAN,
        Step.CHANGE_PLAN,
        Step.CARRY_OUT,
        Step.REPORT_EFFECT,
        Step.HEAR_PERSON,
        Step.HEAR_ANSWER,
        Step.HEAR_DISCLOSURE,
        Step.HEAR_OWNER,
        Step.ACCEPT_SHARE,
        Step.ANSWER_ORDER,
        Step.ANSWER_REFERRAL,
    }
)
"""The owner side's own duty: it stays with the office while its holder is on leave."""


@dataclass
class Holder:
    """To whom a step is given. `person` only when it belongs to him and not to an office.

    `chain` are the offices that were asked before this one, in their order, and this one last.
    """

    role: str = ""
    organisation: Organisation | None = None
    person: Person | None = None
    bars: Grounds = field(default_factory=dict)
    passed_over: Grounds = field(default_factory=dict)
    chain: tuple[Office, ...] = ()
    unheld: bool = False


def hold(
    step: str,
    case: Case,
    rule: Callable[[Case], Chain],
    *,
    left_out: Grounds | None = None,
    after: Chain | None = None,
) -> Holder:
    """Walk the rule's chain and give the step to the first office with somebody free.

    `left_out` and `after` are people and offices that the rule itself passes over.
    """
    facts = facts_of(case)
    passed = dict(left_out or {})
    chain = list(after or ())
    for role, organisation in rule(case):
        found = _asked(role, organisation, step, facts)
        if found.free:
            chain.append((role, organisation))
            return Holder(role, organisation, None, found.barred, passed, tuple(chain))
        if found.barred or found.absent:
            chain.append((role, organisation))
        passed = {**found.absent, **passed, **found.barred}
    chain.append((Role.OFF, body(case, Role.OFF)))
    return Holder(*chain[-1], passed_over=passed, chain=tuple(chain), unheld=True)


@dataclass
class _Asked:
    """What an office answers: whether somebody of it is free, and why the others are not."""

    free: bool = False
    barred: Grounds = field(default_factory=dict)
    absent: Grounds = field(default_factory=dict)


def _asked(
    role: str,
    organisation: Organisation | None,
    step: str,
    facts: Facts,
    known: Mapping[int, RecusalGround] | None = None,
) -> _Asked:
    """`known` are grounds already recorded; whoever is away is stood in for, or passed over."""
    people = list(in_office(role, organisation, today()))
    if role == Role.SEC and step in CLERK_STEPS:
        people += in_office(Role.CLK, organisation, today())
    delegations = delegations_at(role, organisation, step, today()) if people else []
    deputies = [row.deputy for row in delegations]
    grounds = {
        person.pk: (known or {}).get(person.pk) or bar_of(person.pk, step, facts)
        for person in (*people, *deputies)
    }
    here = present((*people, *deputies), today())
    stood_in_for = {
        row.appointment.person_id
        for row in delegations
        if row.deputy_id in here and grounds[row.deputy_id] is None
    }
    found = _Asked(barred={pk: ground for pk, ground in grounds.items() if ground is not None})
    for person in people:
        if person.pk in found.barred:
            continue
        if step in WAITING or person.pk in here or person.pk in stood_in_for:
            found.free = True
        else:
            found.absent[person.pk] = RecusalGround.ABSENT
    return found


def can_be_taken(item: WorkItem) -> bool:
    """Whether somebody of the office with which the open step lies can take it now."""
    if item.person_id is not None:
        return True
    if not _names_now(item):
        return False
    facts = facts_of(item.case)
    return _asked(item.role, item.organisation, item.step, facts, item.barred()).free


def _names_now(item: WorkItem) -> bool:
    """The discipline committee names as long as it has whom to name."""
    if item.role != Role.DIS:
        return True
    if item.step == Step.ASSIGN_LOOK_BACK:
        return discipline_looks_back(item.case)
    return item.step != Step.ASSIGN_VERIFIERS or discipline_names(item.case)


# --- the rules ----------------------------------------------------------------------------------


def office(role: str) -> Rule:
    """The township body in which somebody holds the role."""
    return always(body_of(role))


owner: Final = always(("", At.ANSWERING))
"""The owner organisation's own office: its secretary, its body, or the deputy secretary."""


def _approvers() -> Ways:
    general = settings.GENERAL_BRANCHES_APPROVE
    return {
        kind: tuple(p for p in row.approvers if general or p[1] != At.GENERAL_BRANCH)
        for kind, row in TABLE.items()
    }


approver: Final = Rule(_approvers, owner_kind)
"""Who approves the plan."""

first_reviewer: Final = by_sort({kind: row.reviewers for kind, row in TABLE.items()}, owner_kind)
"""Who checks completeness (T20, T21): never somebody of the owner's side."""

publication_proposer: Final = always(body_of(Role.OFF), (Role.SEC, At.OWNER))
"""The office; where nobody of it is free, the owner branch's secretary (T22).

The secretary approves the scope of member cases, so he is not asked to propose it as well.
"""


def _proposal(case: Case) -> str:
    return _by_office(case, PublicationPurpose.EFFECT)


def _disclosure(case: Case) -> str:
    return _by_office(case, *PublicationPurpose.disclosures())


def _by_office(case: Case, *purposes: str) -> str:
    decision = case.publications.filter(purpose__in=purposes).order_by("-pk").first()
    by_office = decision is not None and decision.proposed_role == Role.OFF
    if by_office and case.level != CaseLevel.MEMBER:
        return Sort.PROPOSED_BY_OFFICE
    return Sort.NOT_PROPOSED_BY_OFFICE


_checkers: Final[Ways] = {
    Sort.PROPOSED_BY_OFFICE: (body_of(Role.ORG), body_of(Role.OFF)),
    Sort.NOT_PROPOSED_BY_OFFICE: (body_of(Role.OFF),),
}
redaction_checker: Final = by_sort(_checkers, _proposal)
"""OFF, and where OFF proposed, ORG; on member cases always OFF (docs/rules.md, “Roles”)."""

disclosure_checker: Final = by_sort(_checkers, _disclosure)
"""The same of a disclosure, which may be under review beside the notice of the effect."""


def _level(case: Case) -> str:
    return Sort.OF_MEMBER if case.level == CaseLevel.MEMBER else Sort.OF_UPPER_LEVEL


scope_approver: Final = by_sort(
    {
        Sort.OF_MEMBER: (
            (Role.SEC, At.OWNER),
            (Role.LIA, At.OWNER),
            (Role.DPS, At.COMMITTEE),
            (Role.PSE, At.COMMITTEE),
        ),
        Sort.OF_UPPER_LEVEL: ((Role.PSE, At.COMMITTEE), (Role.DPS, At.COMMITTEE)),
    },
    _level,
)
"""Who approves the scope of a notice (docs/rules.md 4.6)."""

scope_agreer: Final = office(Role.ORG)
"""ORG, who agrees to the scope on the text alone: the case stays closed (4.6, 4.9)."""

# --- verification -------------------------------------------------------------------------------


def hold_naming(step: str, case: Case) -> Holder:
    """Who names the verifiers: the discipline committee as long as it has enough of them free.

    Otherwise, and where it is supervised itself, the leading group does (scenario 2).
    """
    if discipline_names(case):
        return hold(step, case, supervision)
    left_out = {} if row_of(case).team == Team.OUTSIDERS else pool_of(case).barred
    asked = office(Role.DIS)(case)
    return hold(step, case, office(Role.LG), left_out=left_out, after=asked)


def _supervised(case: Case) -> str:
    itself = owner_kind(case) == OwnerKind.DISCIPLINE_COMMITTEE
    return Sort.OF_SUPERVISION if itself else Sort.NOT_OF_SUPERVISION


supervision: Final = by_sort(
    {
        Sort.NOT_OF_SUPERVISION: (body_of(Role.DIS), body_of(Role.LG)),
        Sort.OF_SUPERVISION: (body_of(Role.LG),),
    },
    _supervised,
)
"""Decisions of the discipline committee; its own case, and one that concerns all of it, lies
with the leading group."""


def naming_ways() -> Ways:
    """Who names the verifiers, by kind of owner; the second only where the first has too few."""
    alone, first = (body_of(Role.LG),), (body_of(Role.DIS), body_of(Role.LG))
    return {kind: alone if row.team == Team.OUTSIDERS else first for kind, row in TABLE.items()}


def needs_on_site(case: Case) -> bool:
    """Inspection- and resident-sourced cases and those of a branch need one look on the spot."""
    seen = sources_of(case) & (SourceKind.inspections() | SourceKind.opinions())
    return case.level == CaseLevel.BRANCH or bool(seen)
