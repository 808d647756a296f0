"""Forms of the plan: drafted with its measures, advised on, approved or returned (T13–T15)."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.calendar.working import Due
from rectification.enums import CaseLevel, DeadlineClass
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Measure, Organisation, Plan, PlanStatus
from rectification.policies.days import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owner_kinds import row_of
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, planning_units, undecided_units
from rectification.services import plan_decisions, plans
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.measure_rows import FIELDS, ROWS, Row, name_in_row, row_fields

_WRITTEN = ("text", "deliverable", "person", "due_on")
"""A row counts when one of these is filled; the unit may stand there already."""


def shown_plan(case: Case) -> Plan | None:
    """The newest version of the round, its measures in their order."""
    plan = current_plan(case)
    if plan is not None:
        measures = Measure.objects.select_related("organisation", "person").order_by("position")
        prefetch_related_objects([plan], Prefetch("measures", measures))
    return plan


class DraftPlanForm(StepForm):
    """Cause, outcome and measures; a returned version is where the next one starts."""

    decisions = (Decision("submit", _("Submit the plan for approval")),)

    # The service asks for both, so that every fault of the plan is named at once.
    cause = forms.CharField(
        label=_("Cause"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target_outcome = forms.CharField(
        label=_("Outcome aimed at"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What will be different, not what will be done."),
    )
    minutes_number = forms.CharField(
        label=_("Number of the minutes"),
        required=False,
        max_length=60,
        help_text=_("Of the meeting that adopted the plan; needed at approval."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.level != CaseLevel.COMMITTEE:
            del self.fields["minutes_number"]
        before = self.plan
        if before is not None:
            self.initial = {
                "cause": before.cause,
                "target_outcome": before.target_outcome,
                "minutes_number": before.minutes_number,
                **self.initial,
            }
        for number in range(self.row_count):
            self._add_row(number)

    # --- what the plan starts from

    @property
    def is_own(self) -> bool:
        """In a case of a member he answers for every measure himself."""
        return self.case.level == CaseLevel.MEMBER

    @cached_property
    def units(self) -> list[Organisation]:
        return planning_units(self.case)

    @cached_property
    def waiting_units(self) -> list[Organisation]:
        """Asked and not in yet: their measures wait for the answer or the decision."""
        undecided = set(undecided_units(self.case))
        return [unit for unit in self.units if unit.pk in undecided]

    @cached_property
    def limit(self) -> Due:
        """The last day a measure may be due."""
        return rectification_limit(self.case, today(), current_calendar())

    @cached_property
    def plan(self) -> Plan | None:
        """The version that was returned, with the reasons."""
        plan = shown_plan(self.case)
        return plan if plan is not None and plan.status == PlanStatus.RETURNED else None

    # --- the rows

    @cached_property
    def _former(self) -> list[dict[str, Any]]:
        if self.plan is None:
            return []
        return list(self.plan.measures.order_by("position").values(*FIELDS))

    @property
    def row_count(self) -> int:
        return max(ROWS, len(self._former))

    @property
    def _wanted_rows(self) -> int:
        """A member or the immediate class is content with one; a returned plan shows its own."""
        if self._former:
            return len(self._former)
        return 1 if self.is_own or self.case.deadline_class == DeadlineClass.IMMEDIATE else 3

    def _add_row(self, number: int) -> None:
        for name, field in row_fields(self.units, names_hand=not self.is_own).items():
            self.fields[name_in_row(number, name)] = field
        if number < len(self._former):
            for name, value in self._former[number].items():
                self.initial.setdefault(name_in_row(number, name), value)
        elif len(self.units) == 1:
            self.initial.setdefault(name_in_row(number, "organisation"), self.units[0].pk)

    def open_rows(self) -> list[Row]:
        """Rows the plan is likely to need, and those in which something was written."""
        return [self._row(number) for number in range(self.row_count) if self._is_open(number)]

    def spare_rows(self) -> list[Row]:
        """The others, folded."""
        return [self._row(number) for number in range(self.row_count) if not self._is_open(number)]

    def _is_open(self, number: int) -> bool:
        return number < self._wanted_rows or (self.is_bound and self._is_filled(number))

    def _row(self, number: int) -> Row:
        names = [name_in_row(number, field) for field in FIELDS]
        return Row(number + 1, [self[name] for name in names if name in self.fields])

    def shared_fields(self) -> list[BoundField]:
        """The texts of the plan, marked as needed; measures are laid out by rows."""
        for name in ("cause", "target_outcome"):
            self.fields[name].required = True
        return [bound for bound in super().shared_fields() if not bound.name.startswith("measure-")]

    def _is_filled(self, number: int) -> bool:
        if any(name.startswith(f"measure-{number}-") for name in self.errors):
            return True
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name_in_row(number, name)) for name in _WRITTEN)

    @property
    def _filled(self) -> list[int]:
        return [number for number in range(self.row_count) if self._is_filled(number)]

    def _draft(self, number: int) -> plans.MeasureDraft:
        data = self.cleaned_data
        return plans.MeasureDraft(
            text=data[name_in_row(number, "text")],
            deliverable=data[name_in_row(number, "deliverable")],
            organisation=(
                self.case.owner_organisation
                if self.is_own
                else data[name_in_row(number, "organisation")]
            ),
            person=self.case.owner_person if self.is_own else data[name_in_row(number, "person")],
            due_on=data[name_in_row(number, "due_on")],
        )

    def carry_out(self) -> CaseEvent:
        return plans.submit_plan(
            case=self.case,
            actor=self.actor,
            cause=self.cleaned_data["cause"],
            target_outcome=self.cleaned_data["target_outcome"],
            measures=[self._draft(number) for number in self._filled],
            minutes_number=self.cleaned_data.get("minutes_number", ""),
        )

    def refuse(self, error: CaseError) -> None:
        """The service counts measures; the page may have left rows empty between them."""
        if isinstance(error, InvalidInput):
            filled = self._filled
            rows = {f"measure-{place}-": f"measure-{row}-" for place, row in enumerate(filled)}
            named: dict[str, str | Promise] = {}
            for name, text in error.errors.items():
                start, dash, field = name.rpartition("-")
                named[rows.get(f"{start}{dash}", f"{start}{dash}") + field] = text
            error = InvalidInput(named, rule=error.rule)
        super().refuse(error)


class PlanForm(StepForm):
    """A step that is about the plan under approval."""

    @cached_property
    def plan(self) -> Plan | None:
        return shown_plan(self.case)

    @cached_property
    def undecided(self) -> set[int]:
        """Keys of units whose measures are nobody's duty yet."""
        return set(undecided_units(self.case))


class AdvisePlanForm(PlanForm):
    """The organisation office says what it thinks; the approver decides."""

    decisions = (
        Decision(
            "advise", _("Give the opinion to the approver"), fields=("advice",), needs=("advice",)
        ),
    )

    advice = forms.CharField(
        label=_("Opinion on the plan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def carry_out(self) -> CaseEvent:
        return plan_decisions.advise_plan(
            case=self.case, actor=self.actor, advice=self.cleaned_data["advice"]
        )


class ApprovePlanForm(PlanForm):
    """T14, T15; whoever drafted it does not decide on it."""

    decisions = (
        Decision(
            "approve",
            _("Approve, rectification begins"),
            fields=("minutes_number", "superior_copy"),
            hint=_("This version is frozen; its dates are what the case is measured by."),
        ),
        Decision(
            "return",
            _("Return with reasons"),
            fields=("reason",),
            needs=("reason",),
            hint=_("Name everything that has to change at once."),
        ),
    )

    minutes_number = forms.CharField(
        label=_("Number of the minutes"),
        required=False,
        max_length=60,
        help_text=_("Of the meeting that decided."),
    )
    superior_copy = forms.CharField(
        label=_("Number of the copy to the level above"),
        required=False,
        max_length=60,
        help_text=_("The case of the first secretary is told to the level above."),
    )
    reason = reason_field(_("Reasons for the return"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not row_of(self.case).copy_above:
            del self.fields["superior_copy"]
        if self.case.level != CaseLevel.COMMITTEE and self.actor.role != Role.LG:
            del self.fields["minutes_number"]
            return
        number = self.plan.minutes_number if self.plan is not None else ""
        self.initial.setdefault("minutes_number", number)

    def carry_out(self) -> CaseEvent:
        if self.chosen == "return":
            return plan_decisions.return_plan(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return plan_decisions.approve_plan(
            case=self.case,
            actor=self.actor,
            minutes_number=self.cleaned_data.get("minutes_number", ""),
            superior_copy=self.cleaned_data.get("superior_copy", ""),
        )
