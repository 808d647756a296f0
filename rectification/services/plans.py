"""The plan: submitted, advised on, returned or approved (docs/rules.md T13–T15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification import notifications
from rectification.enums import CaseLevel, DeadlineClass, EventVerb, PartyReason, Step
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
    Measure,
    Organisation,
    Person,
    Plan,
    PlanStatus,
)
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.authority import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owners import belongs_to
from rectification.policies.reasons import require_reason
from rectification.policies.recusal import require_free
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, planning_units, returns_in_round
from rectification.services.audience import liaison_people, owner_people
from rectification.services.events import record_event
from rectification.services.parties import add_party_in_office

RETURNS_UNTIL_LIAISON = 2
"""After so many returns in a round the liaison leader joins (T14)."""


@dataclass(frozen=True)
class MeasureDraft:
    """One measure as the drafter gives it."""

    text: str
    deliverable: str
    organisation: Organisation | None
    person: Person | None
    due_on: date | None


def submit_plan(
    *,
    case: Case,
    actor: Actor,
    cause: str,
    target_outcome: str,
    measures: Sequence[MeasureDraft],
    minutes_number: str = "",
) -> CaseEvent:
    """Lay a new version of the plan before its approver (T13); names every fault at once.

    Faults of measures are keyed `measure-<position>-<field>`, positions counted from 0.
    """
    before = current_plan(case)
    if before is not None and before.status == PlanStatus.SUBMITTED:
        raise CaseError(_("A version of the plan is under approval already."), rule="T13")
    errors = {**_text_faults(cause, target_outcome), **_measure_faults(case, measures)}
    if errors:
        raise InvalidInput(errors, rule="T13")
    plan = Plan.objects.create(
        case=case,
        round=case.round,
        version=case.plans.count() + 1,
        status=PlanStatus.SUBMITTED,
        cause=cause.strip(),
        target_outcome=target_outcome.strip(),
        minutes_number=minutes_number.strip(),
        drafted_by=actor.hand,
        submitted_at=timezone.now(),
    )
    _write_measures(plan, measures)
    return record_event(
        case=case,
        verb=EventVerb.PLAN_SUBMITTED,
        actor=actor,
        step=Step.DRAFT_PLAN,
        reference=f"plan:{plan.pk}",
    )


def _text_faults(cause: str, target_outcome: str) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not cause.strip():
        errors["cause"] = _("Say what caused the problem.")
    if not target_outcome.strip():
        errors["target_outcome"] = _("Say what will be different, not what will be done.")
    return errors


def _measure_faults(case: Case, measures: Sequence[MeasureDraft]) -> dict[str, str | Promise]:
    if not measures:
        return {"measure-0-text": _("A plan needs at least one measure.")}
    units = planning_units(case)
    limit = rectification_limit(case, today(), current_calendar()).on
    errors: dict[str, str | Promise] = {}
    for position, draft in enumerate(measures):
        faults = {
            **_word_faults(draft),
            **_hand_faults(case, draft, units),
            **_date_faults(case, draft, limit),
        }
        errors |= {f"measure-{position}-{name}": text for name, text in faults.items()}
    return errors


def _word_faults(draft: MeasureDraft) -> dict[str, str]:
    errors = {}
    if not draft.text.strip():
        errors["text"] = _("Say what will be done.")
    if not draft.deliverable.strip():
        errors["deliverable"] = _("Name what will show that it was done.")
    return errors


def _hand_faults(case: Case, draft: MeasureDraft, units: list[Organisation]) -> dict[str, str]:
    if draft.organisation not in units or draft.organisation is None:
        return {"organisation": _("Only the lead unit and co-units that accepted carry measures.")}
    if draft.person is None:
        return {"person": _("Name the person who answers for the measure.")}
    if case.level == CaseLevel.MEMBER and draft.person != case.owner_person:
        return {"person": _("In a case of a member he answers for every measure himself.")}
    if not belongs_to(draft.person, draft.organisation, today()):
        return {"person": _("The person neither belongs to this unit nor holds office in it.")}
    return {}


def _date_faults(case: Case, draft: MeasureDraft, limit: date) -> dict[str, str]:
    if draft.due_on is None:
        return {"due_on": _("Set a date.")}
    if draft.due_on < today():
        return {"due_on": _("The date lies in the past.")}
    if draft.due_on > limit:
        kind = DeadlineClass(case.deadline_class).label
        return {
            "due_on": _("The class “%(kind)s” ends on %(day)s at the latest.")
            % {"kind": kind, "day": limit.isoformat()}
        }
    return {}


def _write_measures(plan: Plan, measures: Sequence[MeasureDraft]) -> None:
    for position, draft in enumerate(measures, start=1):
        if draft.organisation is None or draft.person is None or draft.due_on is None:
            raise ValueError("a measure is written only after it was checked")
        Measure.objects.create(
            plan=plan,
            position=position,
            text=draft.text.strip(),
            deliverable=draft.deliverable.strip(),
            organisation=draft.organisation,
            person=draft.person,
            due_on=draft.due_on,
        )


def advise_plan(*, case: Case, actor: Actor, advice: str) -> CaseEvent:
    """The organisation office gives its opinion; the approver decides (T15)."""
    plan = _submitted_plan(case)
    require_free(actor.hand, Step.ADVISE_PLAN, case)
    if not advice.strip():
        raise CaseError(_("Write the opinion."), field="advice", rule="T15")
    plan.advice = advice.strip()
    plan.advised_by = actor.hand
    plan.save()
    return record_event(
        case=case,
        verb=EventVerb.PLAN_ADVISED,
        actor=actor,
        step=Step.ADVISE_PLAN,
        text=plan.advice,
        reference=f"plan:{plan.pk}",
    )


def return_plan(*, case: Case, actor: Actor, reason: str) -> CaseEvent:
    """Back to the drafter with all reasons at once; the second time the liaison joins (T14)."""
    plan = _decidable_plan(case, actor)
    plan.status = PlanStatus.RETURNED
    plan.return_reason = require_reason(reason, rule="T14")
    plan.decided_by = actor.hand
    plan.decided_at = timezone.now()
    plan.save()
    event = record_event(
        case=case,
        verb=EventVerb.PLAN_RETURNED,
        actor=actor,
        step=Step.APPROVE_PLAN,
        text=plan.return_reason,
        reference=f"plan:{plan.pk}",
    )
    notifications.queue(kind="plan_returned", recipients=owner_people(case), case=case, event=event)
    if returns_in_round(case) == RETURNS_UNTIL_LIAISON:
        join_liaison(case=case)
    return event


def join_liaison(*, case: Case) -> CaseEvent | None:
    """The liaison leader of the owner's organisation joins and is told (T14, T31).

    None where nobody holds that office, or he is the owner himself.
    """
    joining = [person for person in liaison_people(case) if person != case.owner_person]
    if not joining:
        return None
    for person in joining:
        liaison = Actor(person=person, role=Role.LIA, organisation=case.owner_organisation)
        add_party_in_office(case=case, actor=liaison, reason=PartyReason.JOINED)
    event = record_event(case=case, verb=EventVerb.LIAISON_JOINED, actor=SYSTEM)
    notifications.queue(kind="liaison_joined", recipients=joining, case=case, event=event)
    return event


def approve_plan(*, case: Case, actor: Actor, minutes_number: str = "") -> CaseEvent:
    """Freeze the version and start the rectification (T15)."""
    plan = _decidable_plan(case, actor)
    number = minutes_number.strip() or plan.minutes_number
    _check_approvable(case, actor, plan, number)
    plan.status = PlanStatus.APPROVED
    plan.minutes_number = number
    plan.decided_by = actor.hand
    plan.decided_at = timezone.now()
    plan.save()
    _set_due(case, plan)
    add_party_in_office(case=case, actor=actor, reason=PartyReason.APPROVER)
    event = record_event(
        case=case,
        verb=EventVerb.PLAN_APPROVED,
        actor=actor,
        step=Step.APPROVE_PLAN,
        reference=f"plan:{plan.pk}",
    )
    notifications.queue(kind="plan_approved", recipients=owner_people(case), case=case, event=event)
    return event


def _check_approvable(case: Case, actor: Actor, plan: Plan, number: str) -> None:
    if case.level != CaseLevel.MEMBER and plan.advised_by_id is None:
        raise CaseError(
            _("The opinion of the organisation office is missing; wait for it."), rule="T15"
        )
    if not number and (case.level == CaseLevel.COMMITTEE or actor.role == Role.LG):
        raise CaseError(
            _("The decision was taken together: give the number of the minutes."),
            field="minutes_number",
            rule="T15",
        )


def _set_due(case: Case, plan: Plan) -> None:
    """The class's own period for the immediate class, else the last date that was promised."""
    if case.deadline_class == DeadlineClass.IMMEDIATE:
        due = rectification_limit(case, today(), current_calendar())
        case.due_on, case.due_provisional = due.on, due.provisional
    else:
        case.due_on = max(measure.due_on for measure in plan.measures.all())
        case.due_provisional = False
    case.first_due_on = case.first_due_on or case.due_on
    case.save()


def _submitted_plan(case: Case) -> Plan:
    plan = current_plan(case)
    if plan is None or plan.status != PlanStatus.SUBMITTED:
        raise CaseError(_("No plan is waiting for a decision."), rule="T15")
    return plan


def _decidable_plan(case: Case, actor: Actor) -> Plan:
    """The version under approval; neither its drafter nor anybody concerned decides on it."""
    plan = _submitted_plan(case)
    if plan.drafted_by_id == actor.hand.pk:
        raise NotAllowed(
            _("Whoever drafted the plan does not decide on it; the next approver does."),
            rule="4.4",
        )
    require_free(actor.hand, Step.APPROVE_PLAN, case)
    return plan
