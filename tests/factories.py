"""A small invented township and cases at any point of their way, written straight into the rows.

`township()` gives the cast; `case_in(town, CaseStage.…)` a case with everything that belongs to it
when it reaches that stage. No service is called for a case, so each can be tested alone.
"""

import copy
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from rectification.enums import (
    AppointmentDuty,
    CaseLevel,
    CaseStage,
    Category,
    ClaimKind,
    DeadlineClass,
    EventVerb,
    MembershipKind,
    OrganisationKind,
    PartyReason,
    Secrecy,
    Sector,
    Severity,
    ShareAnswer,
    SourceKind,
    UnitKind,
)
from rectification.models import (
    Appointment,
    Assignment,
    Case,
    CaseParty,
    Claim,
    Evidence,
    Measure,
    Membership,
    Organisation,
    OrganisationEdge,
    OrganisationUserPermission,
    Person,
    Plan,
    PlanStatus,
    Progress,
    User,
)
from rectification.policies.actors import Actor
from rectification.roles import ROLES, Role
from rectification.services.appointments import appoint
from rectification.services.events import record_event
from rectification.services.numbers import next_number
from rectification.services.organisations import found_organisation
from rectification.services.projections import set_ancestors

FOUNDED = date(2020, 1, 1)
PASSWORD = "a-password-of-the-suite"
_numbers = count(1)


@dataclass
class Branch:
    """A village branch: `liaison` is the same person for all branches of the township."""

    organisation: Organisation
    secretary: Person
    clerk: Person
    members: list[Person]


@dataclass
class Township:
    """Who is who; people of the bodies are members of `home`, a branch that owns no case."""

    committee: Organisation
    leading_group: Organisation
    office: Organisation
    organisation_office: Organisation
    discipline: Organisation
    general_office: Organisation
    publicity: Organisation
    home: Organisation
    east: Branch
    west: Branch
    pse: Person
    dps: Person
    lg: Person
    intake: Person
    officer: Person
    org: Person
    gen: Person
    pub: Person
    liaison: Person
    dis: list[Person] = field(default_factory=list)


# --- people and organisations -------------------------------------------------------------------


def organisation(kind: str, name: str, parent: Organisation | None = None) -> Organisation:
    return found_organisation(
        code=f"T-{next(_numbers):04d}",
        name=name,
        kind=kind,
        sector=Sector.RURAL if kind == OrganisationKind.BRANCH else "",
        opened_on=FOUNDED,
        parent=parent,
    )


def person(name: str, *, branch: Organisation | None = None) -> Person:
    """A person with an account, and a member of the branch when one is given."""
    code = f"P-{next(_numbers):04d}"
    someone = Person.objects.create(code=code, name=name)
    User.objects.create_user(code, PASSWORD, someone)
    if branch is not None:
        Membership.objects.create(
            person=someone, organisation=branch, kind=MembershipKind.FULL, valid_from=FOUNDED
        )
    return someone


def in_office(
    someone: Person, role: str, at: Organisation, *, duty: str = "", since: date = FOUNDED
) -> Person:
    """Appoint the person and put the appointment into force.

    The grants are those of `services.appointments.derive_grants`, in one insert: every test
    starts with a township.
    """
    appointment = appoint(person=someone, role=role, organisation=at, valid_from=since, duty=duty)
    appointment.confirmed_at = timezone.now()
    appointment.save()
    rights = Permission.objects.filter(codename__in=ROLES[role].grants)
    OrganisationUserPermission.objects.bulk_create(
        [
            OrganisationUserPermission(
                user=someone.user, permission=right, content_object=appointment.jurisdiction
            )
            for right in rights
        ],
        ignore_conflicts=True,
    )
    return someone


def branch_of(committee: Organisation, name: str, people: str) -> Branch:
    """`people` names secretary, clerk and two members, separated by blanks."""
    node = organisation(OrganisationKind.BRANCH, name, committee)
    secretary, clerk, *members = [person(n, branch=node) for n in people.split()]
    return Branch(
        node,
        in_office(secretary, Role.SEC, node),
        in_office(clerk, Role.CLK, node),
        members,
    )


def township() -> Township:
    """A committee with its bodies, two village branches and everybody in office.

    Built through the services once; after that the same rows are written again as they were,
    which is thirty times faster. A second township in one test is built anew.
    """
    if Organisation.objects.exists():
        return _found()
    if not _rows:
        town = _found()
        _rows.extend((model, list(model._default_manager.all())) for model in _GROUND)
        _rights.update(OrganisationUserPermission.objects.values_list("pk", "permission__codename"))
        _towns.append(town)
        return town
    _write_again()
    return copy.deepcopy(_towns[0])


_HISTORIC = (Organisation, OrganisationEdge, Person, User, Membership, Appointment)
_GROUND: tuple[Any, ...] = (
    *_HISTORIC,
    OrganisationUserPermission,
    *(model.history.model for model in _HISTORIC),
)
_rows: list[tuple[Any, list[Any]]] = []
_rights: dict[int, str] = {}
_towns: list[Township] = []


def _write_again() -> None:
    """Keys of permissions change when a database is flushed, so they are looked up by name."""
    permissions = dict(Permission.objects.values_list("codename", "pk"))
    for model, rows in _rows:
        copies = copy.deepcopy(rows)
        if model is OrganisationUserPermission:
            for row in copies:
                row.permission_id = permissions[_rights[row.pk]]
        model._default_manager.bulk_create(copies)


def _found() -> Township:
    committee = organisation(OrganisationKind.COMMITTEE, "中共云溪镇委员会")
    group = organisation(OrganisationKind.LEADING_GROUP, "云溪镇领导小组", committee)
    office = organisation(OrganisationKind.OFFICE, "云溪镇领导小组办公室", group)
    bodies = {
        role: organisation(OrganisationKind.BODY, name, committee)
        for role, name in (
            (Role.ORG, "云溪镇组织办"),
            (Role.DIS, "云溪镇纪委"),
            (Role.GEN, "云溪镇党政办"),
            (Role.PUB, "云溪镇宣传中心"),
        )
    }
    home = organisation(OrganisationKind.BRANCH, "云溪镇机关党支部", committee)
    east = branch_of(committee, "青石村党支部", "石守信 石文华 石小满 石秋生")
    west = branch_of(committee, "白塔村党支部", "塔建国 塔玉梅 塔向阳 塔春雨")

    def official(name: str, role: str, at: Organisation, duty: str = "") -> Person:
        return in_office(person(name, branch=home), role, at, duty=duty)

    liaison = official("包联达", Role.LIA, east.organisation)
    in_office(liaison, Role.LIA, west.organisation)
    return Township(
        committee=committee,
        leading_group=group,
        office=office,
        organisation_office=bodies[Role.ORG],
        discipline=bodies[Role.DIS],
        general_office=bodies[Role.GEN],
        publicity=bodies[Role.PUB],
        home=home,
        east=east,
        west=west,
        pse=official("书怀远", Role.PSE, committee),
        dps=official("副长明", Role.DPS, committee),
        lg=official("组立仁", Role.LG, group),
        intake=official("受理安", Role.OFF, office, AppointmentDuty.INTAKE_OFFICER),
        officer=official("办正平", Role.OFF, office),
        org=official("织云霞", Role.ORG, bodies[Role.ORG]),
        gen=official("密守成", Role.GEN, bodies[Role.GEN]),
        pub=official("宣晓岚", Role.PUB, bodies[Role.PUB]),
        liaison=liaison,
        dis=[
            official(name, Role.DIS, bodies[Role.DIS])
            for name in ("纪明理", "纪清源", "纪从严", "纪守正")
        ],
    )


def acting(someone: Person, role: str = "", at: Organisation | None = None) -> Actor:
    """The person acting in an office; without a role, in the only one he holds."""
    if not role:
        held = someone.appointments.select_related("organisation").first()
        if held is None:
            membership = someone.memberships.select_related("organisation").get()
            return Actor(person=someone, role=Role.MEM, organisation=membership.organisation)
        role, at = held.role, at or held.organisation
    return Actor(person=someone, role=role, organisation=at)


# --- cases --------------------------------------------------------------------------------------

_DESCRIPTION = "7月、8月均未按时开展主题党日活动，也未履行改期手续。"


def _new_case(town: Township, level: str, fields: dict[str, Any]) -> Case:
    self_report = level == CaseLevel.MEMBER
    member = town.east.members[0] if self_report else None
    owner = town.committee if level == CaseLevel.COMMITTEE else town.east.organisation
    values: dict[str, Any] = {
        "level": level,
        "owner_organisation": owner,
        "owner_person": member,
        "author": member or (town.officer if owner == town.committee else town.east.secretary),
        "source": SourceKind.SELF_CHECK if self_report else SourceKind.SELF_FOUND,
        "category": Category.ME_ROLE if self_report else Category.ORGANISATIONAL_LIFE,
        "standard_ref": "党员权利义务有关规定" if self_report else "",
        "title": "公开承诺事项未按期兑现" if self_report else "两个月未按时开展主题党日",
        "description": _DESCRIPTION,
        "found_on": timezone.localdate() - timedelta(days=5),
        "secrecy": Secrecy.OPEN,
        **fields,
    }
    case = Case(**values)
    set_ancestors(case=case)
    case.save()
    _party(case, case.author, PartyReason.AUTHOR)
    _party(case, case.owner_person, PartyReason.OWNER)
    return case


def _party(case: Case, someone: Person | None, reason: PartyReason) -> None:
    if someone is not None:
        CaseParty.objects.create(case=case, person=someone, reason=reason, since=timezone.now())


def _submit(town: Township, case: Case) -> None:
    case.submitted_at = timezone.now()
    actor = acting(case.author) if case.author else Actor()
    record_event(case=case, verb=EventVerb.SUBMITTED, actor=actor)


def _register(town: Township, case: Case) -> None:
    year = timezone.localdate().year
    case.number = f"{year}-{case.level}-{next_number(series=case.level, year=year):04d}"
    case.registered_at = timezone.now()
    case.severity = case.severity or Severity.ORDINARY
    case.deadline_class = case.deadline_class or DeadlineClass.LIMITED
    record_event(case=case, verb=EventVerb.REGISTERED, actor=acting(town.intake))


def _dispatch(town: Township, case: Case) -> None:
    Assignment.objects.create(case=case, organisation=case.owner_organisation, kind=UnitKind.LEAD)
    record_event(case=case, verb=EventVerb.DISPATCHED, actor=acting(town.officer))


def _claim(town: Township, case: Case) -> None:
    lead = case.assignments.get(kind=UnitKind.LEAD, ended_at__isnull=True)
    lead.answer, lead.answered_by = ShareAnswer.ACCEPTED, owner_of(town, case)
    lead.answered_at = timezone.now()
    lead.save()
    Claim.objects.create(
        case=case,
        organisation=case.owner_organisation,
        person=case.owner_person,
        kind=ClaimKind.VOLUNTARY,
        made_by=owner_of(town, case),
        made_at=timezone.now(),
    )
    record_event(case=case, verb=EventVerb.CLAIMED, actor=owner_actor(town, case))


def _draft_plan(town: Township, case: Case) -> None:
    plan = Plan.objects.create(
        case=case,
        round=case.round,
        version=1,
        status=PlanStatus.SUBMITTED,
        cause="未列入月度计划，无人督促。",
        target_outcome="每月按时开展，改期有手续。",
        drafted_by=owner_of(town, case),
        submitted_at=timezone.now(),
    )
    Measure.objects.create(
        plan=plan,
        position=1,
        text="制定下半年计划并张贴，改期须报批。",
        deliverable="下半年计划及当月活动记录",
        organisation=case.owner_organisation,
        person=owner_of(town, case),
        due_on=timezone.localdate() + timedelta(days=7),
    )
    record_event(
        case=case,
        verb=EventVerb.PLAN_SUBMITTED,
        actor=owner_actor(town, case),
        reference=f"plan:{plan.pk}",
    )


def _approve_plan(town: Township, case: Case) -> None:
    plan = case.plans.get()
    if case.level != CaseLevel.MEMBER:
        plan.advice, plan.advised_by = "可行。", town.org
        record_event(case=case, verb=EventVerb.PLAN_ADVISED, actor=acting(town.org))
    decider = _secretary_or_liaison(town, case) if case.level == CaseLevel.MEMBER else town.pse
    plan.status, plan.decided_by = PlanStatus.APPROVED, decider
    plan.decided_at = timezone.now()
    plan.save()
    case.due_on = case.first_due_on = plan.measures.get().due_on
    _party(case, decider, PartyReason.APPROVER)
    record_event(case=case, verb=EventVerb.PLAN_APPROVED, actor=acting(decider))


def _secretary_or_liaison(town: Township, case: Case) -> Person:
    """Whoever decides on a member's case: the secretary, unless it is his own."""
    own = case.owner_person == town.east.secretary
    return town.liaison if own else town.east.secretary


def _carry_out(town: Township, case: Case) -> None:
    measure = Measure.objects.get(plan__case=case)
    prove(measure, by=owner_of(town, case))
    case.effect_statement = "连续两个月按时开展主题党日，计划已上墙。"
    for verb in (EventVerb.MEASURES_DONE, EventVerb.EFFECT_REPORTED):
        record_event(case=case, verb=verb, actor=owner_actor(town, case))


def _review(town: Township, case: Case) -> None:
    reviewer = {
        CaseLevel.MEMBER: _secretary_or_liaison(town, case),
        CaseLevel.BRANCH: town.liaison,
        CaseLevel.COMMITTEE: town.officer,
    }[CaseLevel(case.level)]
    _party(case, reviewer, PartyReason.REVIEWER)
    record_event(case=case, verb=EventVerb.REVIEW_PASSED, actor=acting(reviewer))


_WAY: list[tuple[CaseStage, Callable[[Township, Case], None]]] = [
    (CaseStage.SUBMITTED, _submit),
    (CaseStage.REGISTERED, _register),
    (CaseStage.PENDING_CLAIM, _dispatch),
    (CaseStage.PLANNING, _claim),
    (CaseStage.PLAN_REVIEW, _draft_plan),
    (CaseStage.RECTIFYING, _approve_plan),
    (CaseStage.FIRST_REVIEW, _carry_out),
    (CaseStage.NOTICE_PREP, _review),
]


def case_in(town: Township, stage: str, *, level: str = CaseLevel.BRANCH, **fields: Any) -> Case:
    """A case of the east branch (member level: of its first member) in the stage.

    Stages: draft to notice_prep. The stage is written as it stands, for there is no open work.
    """
    case = _new_case(town, level, fields)
    order = list(CaseStage)
    for reached, go in _WAY:
        if order.index(reached) <= order.index(CaseStage(stage)):
            go(town, case)
    case.stage = CaseStage(stage)
    case.save()
    return case


def owner_of(town: Township, case: Case) -> Person:
    """The hand that answers for the case: the person himself, the secretary or the deputy."""
    if case.owner_person is not None:
        return case.owner_person
    if case.owner_organisation == town.committee:
        return town.dps
    return town.west.secretary if _is_west(town, case) else town.east.secretary


def owner_actor(town: Township, case: Case) -> Actor:
    if case.owner_person is not None:
        return Actor(person=case.owner_person, role=Role.MEM, organisation=case.owner_organisation)
    return acting(owner_of(town, case))


def _is_west(town: Township, case: Case) -> bool:
    return case.owner_organisation_id == town.west.organisation.pk


def prove(measure: Measure, *, by: Person) -> Evidence:
    """Report the measure as completed, with one file as proof."""
    progress = Progress.objects.create(
        measure=measure,
        text="已完成。",
        completes=True,
        reported_by=by,
        reported_at=timezone.now(),
    )
    measure.done_at = timezone.now()
    measure.save()
    return Evidence.objects.create(
        progress=progress,
        file="evidence/none.pdf",
        name="记录.pdf",
        content_type="application/pdf",
        size=4,
        sha256=secrets.token_hex(32),
        made_on=timezone.localdate(),
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )


def names(people: Iterable[Person]) -> set[str]:
    """Names of people, for comparing whom something reached."""
    return {someone.name for someone in people}
