"""Forms of the submitted plan: advised on, approved or returned (T14, T15)."""

from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, Step
from rectification.models import Case, CaseEvent, Measure, Plan
from rectification.policies.owner_kinds import row_of
from rectification.roles import Role
from rectification.selectors.plan_checks import hints_of
from rectification.selectors.plans import current_plan, undecided_units
from rectification.services import plan_decisions
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.plan_comments import CommentFields


def shown_plan(case: Case) -> Plan | None:
    """The newest version of the round, its measures in their order."""
    plan = current_plan(case)
    if plan is not None:
        measures = Measure.objects.select_related("organisation", "person").order_by("position")
        prefetch_related_objects(
            [plan],
            Prefetch("measures", measures),
            "measures__milestones",
            "measures__comments",
            "comments",
        )
    return plan


class PlanForm(StepForm):
    """A step that is about the plan under approval."""

    @cached_property
    def plan(self) -> Plan | None:
        return shown_plan(self.case)

    @cached_property
    def hints(self) -> list[str | Promise]:
        """What gives cause to look again, for whoever advises or decides."""
        return hints_of(self.plan) if self.plan is not None else []

    @cached_property
    def undecided(self) -> set[int]:
        """Keys of units whose measures are nobody's duty yet."""
        return set(undecided_units(self.case))


class AdvisePlanForm(CommentFields, PlanForm):
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

    step: ClassVar = Step.ADVISE_PLAN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_comment_fields()

    def shared_fields(self) -> list[BoundField]:
        """Comments are folded below the opinion."""
        return []

    def carry_out(self) -> CaseEvent:
        return plan_decisions.advise_plan(
            case=self.case,
            actor=self.actor,
            advice=self.cleaned_data["advice"],
            comments=self.comments(),
            step=self.step,
        )


class ApprovePlanForm(CommentFields, PlanForm):
    """T14, T15; whoever drafted it does not decide on it."""

    step: ClassVar = Step.APPROVE_PLAN
    approval = Decision(
        "approve",
        _("Approve, rectification begins"),
        fields=("minutes_number", "superior_copy"),
        hint=_("This version is frozen; its dates are what the case is measured by."),
    )
    decisions = (
        approval,
        Decision(
            "return",
            _("Return with reasons"),
            fields=("reason",),
            hint=_(
                "Name everything that has to change at once: at the point it is about, or of the "
                "whole. The drafter sees each comment beside what he wrote."
            ),
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
    reason = reason_field(
        _("Reasons for the return"),
        help_text=_("Of the plan as a whole; may stay empty where the comments say it all."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = self.decisions[1]
        names = self.add_comment_fields()
        self.decisions = (self.approval, replace(back, fields=(*names, *back.fields)))
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
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["reason"],
                comments=self.comments(),
                step=self.step,
            )
        return self.approve()

    def approve(self) -> CaseEvent:
        return plan_decisions.approve_plan(
            case=self.case,
            actor=self.actor,
            minutes_number=self.cleaned_data.get("minutes_number", ""),
            superior_copy=self.cleaned_data.get("superior_copy", ""),
        )
