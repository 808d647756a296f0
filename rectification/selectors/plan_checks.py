"""What is wrong with a plan before it is submitted, and what one should look at again (T13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, DeadlineClass
from rectification.models import Case, Measure, Organisation, Person, Plan
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owners import belongs_to
from rectification.policies.plan_words import is_activity, uncalled
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import planning_units, undecided_units

Faults = dict[str, str | Promise]


@dataclass(frozen=True)
class MilestoneDraft:
    """What is reached by which day, as the drafter gives it; `place` counts them from 0."""

    place: int
    due_on: date | None
    text: str


@dataclass(frozen=True)
class MeasureDraft:
    """One measure as the drafter gives it; `follows` is the same one in the version before."""

    text: str
    deliverable: str
    organisation: Organisation | None
    person: Person | None
    due_on: date | None
    starts_on: date | None = None
    milestones: tuple[MilestoneDraft, ...] = ()
    follows: Measure | None = None

    @property
    def is_as_before(self) -> bool:
        """It says what the measure that it follows says."""
        old = self.follows
        if old is None or old.drop_reason:
            return False
        milestones = [(row.due_on, row.text) for row in old.milestones.all()]
        return [(row.due_on, row.text.strip()) for row in self.milestones] == milestones and (
            (self.text.strip(), self.deliverable.strip(), self.organisation, self.person)
            == (old.text, old.deliverable, old.organisation, old.person)
            and (self.due_on, self.starts_on) == (old.due_on, old.starts_on)
        )


@dataclass(frozen=True)
class PlanDraft:
    """A version of the plan as the drafter gives it."""

    cause: str
    target_outcome: str
    measures: Sequence[MeasureDraft] = ()
    minutes_number: str = ""


def faults_of(case: Case, draft: PlanDraft) -> Faults:
    """Every fault at once, by field; those of a measure as `measure-<position from 0>-<field>`."""
    if not draft.measures:
        return {**_text_faults(draft), "measure-0-text": _("A plan needs at least one measure.")}
    limit = rectification_limit(case, today(), current_calendar()).on
    found = _measures_faults(case, draft.measures, partial(_past_limit, case, limit))
    return {**_text_faults(draft), **found}


def change_faults(case: Case, draft: PlanDraft, in_force: Plan) -> Faults:
    """The same for a change of the version in force: no date lies behind the day promised (T16)."""
    if not draft.measures and not in_force.measures.filter(done_at__isnull=False).exists():
        return {**_text_faults(draft), "measure-0-text": _("A plan needs at least one measure.")}
    found = _measures_faults(case, draft.measures, partial(_past_promise, case.due_on))
    return {**_text_faults(draft), **found}


def hints_of(plan: PlanDraft | Plan) -> list[str | Promise]:
    """What gives cause to read the plan once more; it refuses nothing."""
    rows = plan.measures if isinstance(plan, PlanDraft) else plan.measures.all()
    hints = uncalled(plan.cause, [f"{row.text}\n{row.deliverable}" for row in rows])
    if is_activity(plan.target_outcome):
        hints.insert(0, _("The outcome names an activity. Say what will be different afterwards."))
    return hints


def _text_faults(draft: PlanDraft) -> Faults:
    errors: Faults = {}
    if not draft.cause.strip():
        errors["cause"] = _("Say what caused the problem.")
    if not draft.target_outcome.strip():
        errors["target_outcome"] = _("Say what will be different, not what will be done.")
    return errors


def _measures_faults(
    case: Case, measures: Sequence[MeasureDraft], date_faults: Callable[[MeasureDraft], Faults]
) -> Faults:
    units = planning_units(case)
    errors: Faults = {}
    for position, draft in enumerate(measures):
        faults = {
            **_word_faults(draft),
            **_hand_faults(case, draft, units),
            **date_faults(draft),
            **_order_faults(draft),
        }
        errors |= {f"measure-{position}-{name}": text for name, text in faults.items()}
    undecided = set(undecided_units(case))
    chosen = [draft.organisation for draft in measures if draft.organisation in units]
    if chosen and all(unit is not None and unit.pk in undecided for unit in chosen):
        errors["measure-0-organisation"] = _(
            "At least one measure lies with the lead unit or a co-unit that has taken its part."
        )
    return errors


def _word_faults(draft: MeasureDraft) -> Faults:
    errors: Faults = {}
    if not draft.text.strip():
        errors["text"] = _("Say what will be done.")
    if not draft.deliverable.strip():
        errors["deliverable"] = _("Name what will show that it was done.")
    return errors


def _hand_faults(case: Case, draft: MeasureDraft, units: list[Organisation]) -> Faults:
    if draft.organisation is None:
        return {"organisation": _("Choose the unit that carries it out.")}
    if draft.organisation not in units:
        return {"organisation": _("Only the lead unit and co-units that are asked carry measures.")}
    if draft.person is None:
        return {"person": _("Name the person who answers for the measure.")}
    if case.level == CaseLevel.MEMBER and draft.person != case.owner_person:
        return {"person": _("In a case of a member he answers for every measure himself.")}
    if not belongs_to(draft.person, draft.organisation, today()):
        return {"person": _("The person neither belongs to this unit nor holds office in it.")}
    return {}


def _past_limit(case: Case, last: date, draft: MeasureDraft) -> Faults:
    kind = DeadlineClass(case.deadline_class).label
    return _date_faults(
        draft,
        last,
        _("The class “%(kind)s” ends on %(day)s at the latest.")
        % {"kind": kind, "day": last.isoformat()},
    )


def _past_promise(last: date | None, draft: MeasureDraft) -> Faults:
    """A date that stands in the version before is no new promise."""
    if draft.due_on is not None and draft.follows and draft.follows.due_on == draft.due_on:
        return {}
    if last is None:
        raise ValueError("a case whose plan is in force has a due date")
    return _date_faults(
        draft,
        last,
        _("The case is due on %(day)s; for more time ask for an extension.")
        % {"day": last.isoformat()},
    )


def _date_faults(draft: MeasureDraft, last: date, too_late: str) -> Faults:
    if draft.due_on is None:
        return {"due_on": _("Set a date.")}
    if draft.due_on < today():
        return {"due_on": _("The date lies in the past.")}
    return {"due_on": too_late} if draft.due_on > last else {}


def _order_faults(draft: MeasureDraft) -> Faults:
    """Begin, milestones and end follow one another; half a milestone is none."""
    errors: Faults = {}
    due = draft.due_on
    if draft.starts_on and due and draft.starts_on > due:
        errors["starts_on"] = _("The measure begins after it is due.")
    for row in draft.milestones:
        name = f"milestone-{row.place}"
        if row.due_on is None:
            errors[f"{name}-due_on"] = _("Say by which day this is reached.")
        elif (draft.starts_on and row.due_on < draft.starts_on) or (due and row.due_on > due):
            errors[f"{name}-due_on"] = _("A milestone lies between begin and end of its measure.")
        if not row.text.strip():
            errors[f"{name}-text"] = _("Say what is reached by this day.")
    return errors
