"""Changing the plan while it is carried out (docs/rules.md T16).

The version in force holds until the next one is approved. What was done keeps its notes and
files: they follow the measure into the new version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import EventVerb, PartyReason, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Measure, Plan, PlanStatus, Progress
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.plan_changes import why_not_change, why_not_drop
from rectification.policies.reasons import allow, require_reason
from rectification.selectors.plan_checks import Faults, MeasureDraft, PlanDraft, change_faults
from rectification.selectors.plans import approved_plan, current_plan, done_and_open, origin_of
from rectification.services.audience import owner_people
from rectification.services.events import record_event
from rectification.services.issuing import void_documents_of
from rectification.services.parties import add_party_in_office
from rectification.services.plan_decisions import check_approvable, decidable_plan, sign_approval
from rectification.services.plans import create_version, write_measure


@dataclass(frozen=True)
class Dropped:
    """A measure that the change does without, and why; `place` is its row, counted from 0."""

    place: int
    measure: Measure
    reason: str


def begin_change(*, case: Case, actor: Actor) -> CaseEvent:
    """The owner sets about changing the plan; nothing else stops for it."""
    allow(why_not_change(case))
    return record_event(case=case, verb=EventVerb.PLAN_CHANGE_BEGUN, actor=actor)


def ask_for_change(*, case: Case) -> CaseEvent | None:
    """The class is a longer one: the plan with its new days is to be approved anew (4.5).

    None where a change is under way that takes them in.
    """
    if why_not_change(case) is not None:
        return None
    return record_event(case=case, verb=EventVerb.PLAN_CHANGE_BEGUN, actor=SYSTEM)


def submit_change(
    *, case: Case, actor: Actor, draft: PlanDraft, reason: str, dropped: Sequence[Dropped] = ()
) -> CaseEvent:
    """Lay a version that changes the one in force before the approver; names every fault at once.

    Measures that are done are taken along as they are.
    """
    in_force = _in_force(case)
    faults: Faults = change_faults(case, draft, in_force)
    if faults:
        raise InvalidInput(faults, rule="T16")
    _check_change(draft, current_plan(case) or in_force, dropped)
    words = require_reason(reason, rule="T16")
    done, _open = done_and_open(current_plan(case) or in_force, in_force)
    plan = create_version(case, actor, draft, change_reason=words)
    for position, row in enumerate(_in_order(done, draft, dropped), start=1):
        if isinstance(row, MeasureDraft):
            write_measure(plan, position, row)
        elif isinstance(row, Dropped):
            _take_along(plan, position, row.measure, reason=row.reason.strip())
        else:
            _take_along(plan, position, row)
    return record_event(
        case=case,
        verb=EventVerb.PLAN_CHANGE_SUBMITTED,
        actor=actor,
        step=Step.CHANGE_PLAN,
        text=words,
        reference=f"plan:{plan.pk}",
    )


def _check_change(draft: PlanDraft, start: Plan, dropped: Sequence[Dropped]) -> None:
    """A version that says what the one before says changes nothing."""
    texts = (draft.cause.strip(), draft.target_outcome.strip())
    same = texts == (start.cause, start.target_outcome)
    if same and not dropped and all(row.is_as_before for row in draft.measures):
        raise CaseError(_("Nothing is changed; change something, or take it back."), rule="T16")


def approve_change(
    *, case: Case, actor: Actor, minutes_number: str = "", superior_copy: str = ""
) -> CaseEvent:
    """The new version takes the place of the one in force; due date and first promise stay."""
    in_force = _in_force(case)
    plan = decidable_plan(case, actor, Step.APPROVE_CHANGE)
    check_approvable(case, actor, plan, minutes_number, superior_copy)
    sign_approval(plan, actor, minutes_number, superior_copy)
    for measure in plan.measures.select_related("follows"):
        _carry_over(measure, in_force)
    add_party_in_office(case=case, actor=actor, reason=PartyReason.APPROVER)
    event = record_event(
        case=case,
        verb=EventVerb.PLAN_CHANGED,
        actor=actor,
        step=Step.APPROVE_CHANGE,
        reference=f"plan:{plan.pk}",
    )
    notifications.queue(kind="plan_approved", recipients=owner_people(case), case=case, event=event)
    return event


def drop_change(*, case: Case, actor: Actor) -> CaseEvent:
    """The owner does without the change before it is decided on; what he wrote stays on record."""
    allow(why_not_drop(case))
    return _drop(case, actor)


def lapse_change(*, case: Case) -> CaseEvent:
    """The case has left the rectification; the change has nothing left to change."""
    return _drop(case, SYSTEM)


def set_aside(*, case: Case, since: datetime | None) -> None:
    """Versions approved after a failure that is void: the plan is again what it was then."""
    later = case.plans.filter(
        round=case.round, status=PlanStatus.APPROVED, decided_at__gt=since
    ).order_by("-version")
    for plan in later:
        for measure in plan.measures.select_related("follows"):
            _hand_back(measure)
        _set_aside(plan, case)


def _in_force(case: Case) -> Plan:
    plan = approved_plan(case)
    if plan is None:
        raise CaseError(_("No plan was approved in this round."), rule="T16")
    return plan


def _in_order(
    done: Sequence[Measure], draft: PlanDraft, dropped: Sequence[Dropped]
) -> Iterator[MeasureDraft | Dropped | Measure]:
    """Each where it stood before, what is new behind the others."""
    rows: list[tuple[int, MeasureDraft | Dropped | Measure]] = []
    for row in draft.measures:
        rows.append((row.follows.position if row.follows else 10_000, row))
    rows += [(row.measure.position, row) for row in dropped]
    taken = {row.follows.pk for row in draft.measures if row.follows}
    taken |= {row.measure.pk for row in dropped}
    rows += [(row.position, row) for row in done if row.pk not in taken]
    rows.sort(key=lambda pair: pair[0])
    return (row for _place, row in rows)


def _take_along(plan: Plan, position: int, measure: Measure, reason: str = "") -> None:
    draft = MeasureDraft(
        measure.text,
        measure.deliverable,
        measure.organisation,
        measure.person,
        measure.due_on,
        measure.starts_on,
        follows=measure,
    )
    new = write_measure(plan, position, draft)
    for row in measure.milestones.all():
        new.milestones.create(due_on=row.due_on, text=row.text)
    if reason:
        new.dropped_at, new.drop_reason = timezone.now(), reason
    else:
        new.done_at = measure.done_at
    new.save()


def _carry_over(measure: Measure, in_force: Plan) -> None:
    """Notes and files go along; done stays done where neither words nor unit have changed."""
    origin = origin_of(measure, in_force)
    if origin is None or origin.organisation_id != measure.organisation_id:
        return
    _move_notes(origin, measure)
    same = (origin.text, origin.deliverable) == (measure.text, measure.deliverable)
    measure.done_at = origin.done_at if same else None
    if measure.done_at is not None:
        # Done while the change waited: there is nothing left to drop.
        measure.dropped_at, measure.drop_reason = None, ""
    measure.save()


def _hand_back(measure: Measure) -> None:
    if measure.follows is not None:
        former = measure.follows
        while former.plan.status != PlanStatus.APPROVED and former.follows is not None:
            former = former.follows
        _move_notes(measure, former)


def _move_notes(old: Measure, new: Measure) -> None:
    for note in Progress.objects.filter(measure=old):
        note.measure = new
        note.save()


def _drop(case: Case, actor: Actor) -> CaseEvent:
    plan = current_plan(case)
    if plan is not None and plan.status == PlanStatus.SUBMITTED:
        _set_aside(plan, case)
    return record_event(case=case, verb=EventVerb.PLAN_CHANGE_DROPPED, actor=actor)


def _set_aside(plan: Plan, case: Case) -> None:
    """With the version falls the paper about it."""
    plan.status = PlanStatus.WITHDRAWN
    plan.save()
    void_documents_of(case=case, row=plan)
