"""Cases at any point of their way, written straight into the rows.

`case_in(town, CaseStage.…)` is a case with everything that belongs to it when it reaches that
stage. No service is called for it, so each can be tested alone.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseStage,
    Category,
    ClaimKind,
    DeadlineClass,
    DeadlineGround,
    EventVerb,
    PartyReason,
    ReporterMode,
    Secrecy,
    Severity,
    ShareAnswer,
    SourceKind,
    UnitKind,
)
from rectification.models import (
    Assignment,
    Case,
    CaseParty,
    Claim,
    Evidence,
    Measure,
    Opinion,
    Person,
    Plan,
    PlanStatus,
    Progress,
)
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.services.deadlines import set_due
from rectification.services.events import record_event
from rectification.services.numbers import next_number
from rectification.services.projections import set_ancestors
from tests.factories.cast import Township
from tests.factories.people import acting

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


def _party_in_office(case: Case, someone: Person, reason: PartyReason) -> None:
    actor = acting(someone)
    CaseParty.objects.create(
        case=case,
        person=someone,
        reason=reason,
        role=actor.role,
        organisation=actor.organisation,
        since=timezone.now(),
    )


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
    set_due(
        case=case,
        due=current_calendar().given(plan.measures.get().due_on),
        ground=DeadlineGround.APPROVAL,
        actor=acting(decider),
        starts_on=timezone.localdate(),
        reference=f"plan:{plan.pk}",
    )
    _party_in_office(case, decider, PartyReason.APPROVER)
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
    _party_in_office(case, reviewer, PartyReason.REVIEWER)
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
        done_on=timezone.localdate(),
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
        original_sha256=secrets.token_hex(32),
        made_on=timezone.localdate(),
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )


def opinion_of(case: Case, **fields: Any) -> Opinion:
    """What somebody of the public wrote about the case; anonymous unless said otherwise."""
    values = {
        "mode": ReporterMode.ANONYMOUS,
        "text": "村务公开栏长期不更新。",
        "receipt_hash": "0" * 64,
        "received_on": timezone.localdate(),
        **fields,
    }
    return Opinion.objects.create(case=case, **values)
