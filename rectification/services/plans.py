"""The plan and its measures, laid before the approver (docs/rules.md T13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, DeadlineClass, EventVerb, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import (
    Case,
    CaseEvent,
    Measure,
    Organisation,
    Person,
    Plan,
    PlanStatus,
)
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owners import belongs_to
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, planning_units, undecided_units
from rectification.services.events import record_event


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
    undecided = set(undecided_units(case))
    chosen = [draft.organisation for draft in measures if draft.organisation in units]
    if chosen and all(unit is not None and unit.pk in undecided for unit in chosen):
        errors["measure-0-organisation"] = _(
            "At least one measure lies with the lead unit or a co-unit that has taken its part."
        )
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
        return {"organisation": _("Only the lead unit and co-units that are asked carry measures.")}
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
