"""Forms of a change of the plan under way: drafted by the owner, advised on, decided (T16)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import Step
from rectification.models import CaseEvent, Measure, Plan
from rectification.selectors.plan_checks import Faults, PlanDraft, change_faults
from rectification.selectors.plans import approved_plan, done_and_open
from rectification.services import plan_changes
from rectification.services.plan_changes import Dropped
from workflows.forms.base import Decision, reason_field
from workflows.forms.measure_rows import FIELDS, name_in_row
from workflows.forms.plan_rows import PlanRowsForm
from workflows.forms.plans import AdvisePlanForm, ApprovePlanForm, shown_plan
from workflows.forms.signed import SignedForm

_DROP = "drop_reason"


class ChangePlanForm(SignedForm, PlanRowsForm):
    """What is open of the plan in force, or of the version that was returned, as rows."""

    decisions = (
        Decision(
            "submit",
            _("Submit the change for approval"),
            needs=("reason",),
            hint=_("The plan in force holds until the change is approved; work goes on under it."),
        ),
    )

    reason = reason_field(_("Why the plan is changed"))

    shown = (*FIELDS, _DROP)
    field_order = ("decision", "reason", "cause", "target_outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.start is not None:
            self.initial.setdefault("reason", self.start.change_reason)
        for number, measure in enumerate(self.former):
            name = name_in_row(number, _DROP)
            self.fields[name] = forms.CharField(
                label=_("Reason, if this measure is dropped"), required=False, max_length=300
            )
            self.initial.setdefault(name, measure.drop_reason)

    @cached_property
    def in_force(self) -> Plan | None:
        return approved_plan(self.case)

    @cached_property
    def start(self) -> Plan | None:
        return shown_plan(self.case)

    @property
    def returned(self) -> Plan | None:
        """The version that came back, or was taken back, and begins anew."""
        return self.start if self.start != self.in_force else None

    @cached_property
    def _parts(self) -> tuple[list[Measure], list[Measure]]:
        if self.start is None or self.in_force is None:
            return [], []
        return done_and_open(self.start, self.in_force)

    @cached_property
    def done(self) -> list[Measure]:
        """Taken along as they are."""
        return self._parts[0]

    @cached_property
    def former(self) -> list[Measure]:
        return self._parts[1]

    def faults(self, draft: PlanDraft) -> Faults:
        return change_faults(self.case, draft, self.in_force) if self.in_force else {}

    def is_filled(self, number: int) -> bool:
        """A measure of the version before is kept, changed or dropped, and never left out."""
        return number < len(self.former) or super().is_filled(number)

    @property
    def filled(self) -> list[int]:
        return [number for number in super().filled if not self._told(number, _DROP)]

    def dropped(self) -> list[Dropped]:
        return [
            Dropped(number, measure, self._told(number, _DROP))
            for number, measure in enumerate(self.former)
            if self._told(number, _DROP)
        ]

    def carry_out(self) -> CaseEvent:
        return plan_changes.submit_change(
            case=self.case,
            actor=self.actor,
            draft=self.draft(),
            reason=self.cleaned_data["reason"],
            dropped=self.dropped(),
        )


class AdviseChangeForm(AdvisePlanForm):
    """The organisation office says what it thinks of the change."""

    step = Step.ADVISE_CHANGE


class ApproveChangeForm(ApprovePlanForm):
    """Approved, the new version takes the place of the one in force."""

    step = Step.APPROVE_CHANGE
    approval = Decision(
        "approve",
        _("Approve the change"),
        fields=("minutes_number", "superior_copy"),
        hint=_("The due date of the case stays; what was done keeps its notes and files."),
    )

    def approve(self) -> CaseEvent:
        return plan_changes.approve_change(
            case=self.case,
            actor=self.actor,
            minutes_number=self.cleaned_data.get("minutes_number", ""),
            superior_copy=self.cleaned_data.get("superior_copy", ""),
        )
