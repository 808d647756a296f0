"""Who takes a step: approver, first reviewer and the rest, as data (docs/rules.md 4.4).

Each rule gives a chain of offices; the first with somebody who is free takes the step. Whoever is
passed over is recorded, and when nobody is left the step goes to the office with a red mark:
nothing is ever approved by silence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    ObjectionKind,
    OrganisationKind,
    RecusalGround,
    SourceKind,
)
from rectification.models import Appointment, Case, Objection, Organisation, Person
from rectification.policies.authority import committee_above, in_office, valid_on
from rectification.policies.separation import Facts, bar_of, facts_of
from rectification.roles import Role

Office = tuple[str, Organisation | None]
Chain = Iterator[Office]


@dataclass
class Holder:
    """To whom a step is given. `person` only when it belongs to him and not to an office."""

    role: str = ""
    organisation: Organisation | None = None
    person: Person | None = None
    bars: dict[int, RecusalGround] = field(default_factory=dict)
    passed_over: dict[int, RecusalGround] = field(default_factory=dict)
    unheld: bool = False


Rule = Callable[[Case], Chain]


def hold(step: str, case: Case, rule: Rule) -> Holder:
    """Walk the rule's chain and give the step to the first office with somebody free."""
    facts = facts_of(case)
    passed: dict[int, RecusalGround] = {}
    for role, organisation in rule(case):
        free, bars = _free(role, organisation, step, facts)
        if free:
            return Holder(role, organisation, bars=bars, passed_over=passed)
        passed |= bars
    office = _body(case, Role.OFF)
    return Holder(Role.OFF, office, passed_over=passed, unheld=True)


def _free(
    role: str, organisation: Organisation | None, step: str, facts: Facts
) -> tuple[bool, dict[int, RecusalGround]]:
    bars: dict[int, RecusalGround] = {}
    free = False
    for person in in_office(role, organisation, timezone.localdate()):
        ground = bar_of(person.pk, step, facts)
        if ground is None:
            free = True
        else:
            bars[person.pk] = ground
    return free, bars


# --- where an office is found -------------------------------------------------------------------


def _body(case: Case, role: str) -> Organisation | None:
    """The body of the township in which somebody holds the role today."""
    root = committee_above(case.owner_organisation) if case.owner_organisation else None
    rows = Appointment.objects.filter(
        valid_on(timezone.localdate()), role=role, confirmed_at__isnull=False
    )
    if root is not None:
        rows = rows.filter(jurisdiction=root)
    found = rows.select_related("organisation").order_by("organisation__code").first()
    return found.organisation if found else None


def _general_branch(organisation: Organisation) -> Organisation | None:
    return (
        Organisation.objects.filter(
            pk__in=organisation.ancestor_ids(), kind=OrganisationKind.GENERAL_BRANCH
        )
        .exclude(pk=organisation.pk)
        .first()
    )


def _owner_organisation(case: Case) -> Organisation:
    if case.owner_organisation is None:
        raise ValueError("the case has no owner organisation yet")
    return case.owner_organisation


# --- the rules ----------------------------------------------------------------------------------


def office(role: str) -> Rule:
    """The township body in which somebody holds the role."""

    def rule(case: Case) -> Chain:
        yield role, _body(case, role)

    return rule


def owner(case: Case) -> Chain:
    """The owner organisation's own office: its secretary, its body, or the deputy secretary."""
    organisation = _owner_organisation(case)
    yield owner_office(organisation)


def owner_office(organisation: Organisation) -> Office:
    """Which office of an organisation answers for its cases."""
    if organisation.kind == OrganisationKind.COMMITTEE:
        return Role.DPS, organisation
    if organisation.kind in OrganisationKind.party_units():
        return Role.SEC, organisation
    held = (
        Appointment.objects.filter(
            valid_on(timezone.localdate()),
            organisation=organisation,
            confirmed_at__isnull=False,
        )
        .exclude(role__in=[Role.ADM, Role.AUD, Role.SUP, Role.INS])
        .order_by("valid_from", "pk")
        .first()
    )
    return (held.role if held else Role.SEC), organisation


def approver(case: Case) -> Chain:
    """Who approves the plan; the table of docs/rules.md 4.4."""
    branch = _owner_organisation(case)
    root = committee_above(branch)
    if case.level == CaseLevel.MEMBER and not _is_committee_member(case.owner_person, root):
        yield Role.SEC, branch
        yield Role.SEC, _general_branch(branch)
        yield Role.LIA, branch
        yield Role.DPS, root
        yield Role.PSE, root
    elif case.level == CaseLevel.MEMBER:
        yield Role.PSE, root
        yield Role.LG, _body(case, Role.LG)
    else:
        yield Role.PSE, root
        yield Role.DPS, root


def _is_committee_member(person: Person | None, root: Organisation) -> bool:
    """Secretary, deputy or another member of the leading group of the township."""
    if person is None:
        return False
    return Appointment.objects.filter(
        valid_on(timezone.localdate()),
        person=person,
        role__in=[Role.PSE, Role.DPS, Role.LG],
        jurisdiction=root,
        confirmed_at__isnull=False,
    ).exists()


def first_reviewer(case: Case) -> Chain:
    """Who checks completeness (T20, T21): never somebody of the owner's side."""
    branch = _owner_organisation(case)
    root = committee_above(branch)
    if case.level == CaseLevel.COMMITTEE:
        own = owner_office(branch)[0]
        yield from _committee_reviewers(case, own)
        return
    if case.level == CaseLevel.MEMBER:
        yield Role.SEC, branch
    yield Role.SEC, _general_branch(branch)
    yield Role.LIA, branch
    yield Role.DPS, root


def _committee_reviewers(case: Case, own_role: str) -> Chain:
    if own_role not in (Role.OFF, Role.ORG):
        yield Role.OFF, _body(case, Role.OFF)
    yield Role.GEN, _body(case, Role.GEN)


def publication_proposer(case: Case) -> Chain:
    """The office; where nobody of it is free, the owner branch's secretary (T22).

    The secretary approves the scope of member cases, so he is not asked to propose it as well.
    """
    yield Role.OFF, _body(case, Role.OFF)
    yield Role.SEC, _owner_organisation(case)


def redaction_checker(case: Case) -> Chain:
    """OFF, and where OFF proposed, ORG; on member cases always OFF (docs/rules.md, “Roles”)."""
    decision = case.publications.order_by("-version").first()
    by_office = decision is not None and decision.proposed_role == Role.OFF
    if by_office and case.level != CaseLevel.MEMBER:
        yield Role.ORG, _body(case, Role.ORG)
    yield Role.OFF, _body(case, Role.OFF)


def scope_approver(case: Case) -> Chain:
    """Who approves the scope of a notice (docs/rules.md 4.6)."""
    branch = _owner_organisation(case)
    root = committee_above(branch)
    if case.level == CaseLevel.MEMBER:
        yield Role.SEC, branch
        yield Role.LIA, branch
    else:
        yield Role.PSE, root
    yield Role.DPS, root
    yield Role.PSE, root


def scope_agreer(case: Case) -> Chain:
    """ORG, who agrees to the scope on the text alone: the case stays closed (4.6, 4.9)."""
    yield Role.ORG, _body(case, Role.ORG)


def objection_handler(objection: Objection) -> Rule:
    """OFF for facts and effect, DIS for procedure, GEN for privacy; never a decider."""
    role = {
        ObjectionKind.PROCEDURE: Role.DIS,
        ObjectionKind.PRIVACY: Role.GEN,
    }.get(ObjectionKind(objection.kind), Role.OFF)

    def rule(case: Case) -> Chain:
        yield role, _body(case, role)
        yield Role.DIS, _body(case, Role.DIS)

    return rule


def discipline_body(case: Case) -> Organisation | None:
    """The body whose members verify."""
    return _body(case, Role.DIS)


def settler(case: Case) -> Chain:
    """Verifiers who disagree are settled in writing by the head of the discipline committee."""
    yield Role.DIS, _body(case, Role.DIS)


def eligible_verifiers(case: Case) -> tuple[list[Person], dict[int, RecusalGround]]:
    """Members of the discipline committee who are free, and the grounds of those who are not."""
    facts = facts_of(case)
    free: list[Person] = []
    barred: dict[int, RecusalGround] = {}
    for person in in_office(Role.DIS, _body(case, Role.DIS), timezone.localdate()):
        ground = bar_of(person.pk, "verify", facts)
        if ground is None:
            free.append(person)
        else:
            barred[person.pk] = ground
    return free, barred


def needs_on_site(case: Case) -> bool:
    """Inspection- and resident-sourced cases and those of a branch need one look on the spot."""
    return case.source in SourceKind.inspections() | SourceKind.opinions() or (
        case.level == CaseLevel.BRANCH
    )
