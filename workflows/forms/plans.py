"""Forms of the plan: drafted with its measures, advised on, approved or returned (T13–T15)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.calendar.working import Due
from rectification.enums import CaseLevel, DeadlineClass
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import CaseEvent, Organisation, Plan, PlanStatus
from rectification.policies.authority import today
from rectification.policies.limits import rectification_limit
from rectification.policies.owners import people_of
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import current_plan, planning_units
from rectification.services import plans
from rectification.web.case_file import Part
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, PersonField, narrow
from workflows.forms.facts import Facts, case_facts, former_returns, latest_plan

ROWS: Final = 6
"""As many measures as the page has room for."""

WORDS: Final = ("text", "deliverable")
HANDS: Final = ("organisation", "person")


@dataclass(frozen=True)
class Row:
    """One measure of the page; rows that are not `open` stand folded below the others."""

    number: int
    fields: list[BoundField]
    open: bool


class DraftPlanForm(StepForm):
    """Cause, outcome and measures; a returned version is where the next one starts."""

    decisions = (Decision("submit", _("Submit the plan for approval")),)

    cause = forms.CharField(
        label=_("Cause"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    target_outcome = forms.CharField(
        label=_("Outcome aimed at"),
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
        before = self.returned
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

    @cached_property
    def units(self) -> list[Organisation]:
        return planning_units(self.case)

    @cached_property
    def limit(self) -> Due:
        """The last day a measure may be due."""
        return rectification_limit(self.case, today(), current_calendar())

    @cached_property
    def returned(self) -> Plan | None:
        plan = current_plan(self.case)
        return plan if plan is not None and plan.status == PlanStatus.RETURNED else None

    @property
    def returns(self) -> list[Facts]:
        return former_returns(self.case)

    @property
    def facts(self) -> Facts:
        return [*case_facts(self.case), (_("Every measure is due by"), self.limit.on)]

    # --- the rows

    @cached_property
    def _former(self) -> list[dict[str, Any]]:
        if self.returned is None:
            return []
        return list(self.returned.measures.order_by("position").values(*WORDS, *HANDS, "due_on"))

    @property
    def row_count(self) -> int:
        return max(ROWS, len(self._former))

    @property
    def open_rows(self) -> int:
        """The immediate class is content with one measure; a returned plan shows its own."""
        if self._former:
            return len(self._former)
        return 1 if self.case.deadline_class == DeadlineClass.IMMEDIATE else 3

    def _add_row(self, number: int) -> None:
        for name, field in self._row_fields().items():
            self.fields[_name(number, name)] = field
        if number < len(self._former):
            for name, value in self._former[number].items():
                self.initial.setdefault(_name(number, name), value)
        elif len(self.units) == 1:
            self.initial.setdefault(_name(number, "organisation"), self.units[0].pk)

    def _row_fields(self) -> dict[str, forms.Field]:
        words: dict[str, forms.Field] = {
            "text": forms.CharField(
                label=_("What will be done"),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            "deliverable": forms.CharField(
                label=_("What will show it"), required=False, max_length=200
            ),
        }
        return (
            words
            | self._hand_fields()
            | {"due_on": forms.DateField(label=_("Due"), required=False)}
        )

    def _hand_fields(self) -> dict[str, forms.Field]:
        """Unit and person; in a case of a member he answers for every measure himself."""
        if self.case.level == CaseLevel.MEMBER:
            return {}
        refused = {
            "organisation": _("Only the lead unit and co-units that accepted carry measures."),
            "person": _("The person neither belongs to these units nor holds office in them."),
        }
        unit = OrganisationField(
            label=_("Unit"), error_messages={"invalid_choice": refused["organisation"]}
        )
        keys = [row.pk for row in self.units]
        narrow(unit, Organisation.objects.filter(pk__in=keys).order_by("code"))
        person = PersonField(
            label=_("Person in charge"), error_messages={"invalid_choice": refused["person"]}
        )
        narrow(person, people_of(self.units, today()))
        return {"organisation": unit, "person": person}

    def rows(self) -> list[Row]:
        names = [*WORDS, *HANDS, "due_on"]
        return [
            Row(
                number + 1,
                [self[_name(number, n)] for n in names if _name(number, n) in self.fields],
                number < self.open_rows or (self.is_bound and self._is_filled(number)),
            )
            for number in range(self.row_count)
        ]

    def shared_fields(self) -> list[BoundField]:
        """The texts of the plan; measures are laid out by rows."""
        return [bound for bound in super().shared_fields() if not bound.name.startswith("measure-")]

    def _is_filled(self, number: int) -> bool:
        """A row in which something was written; a unit that is filled in already does not count."""
        if any(name.startswith(f"measure-{number}-") for name in self.errors):
            return True
        data = getattr(self, "cleaned_data", {})
        return any(data.get(_name(number, name)) for name in (*WORDS, "person", "due_on"))

    @property
    def _filled(self) -> list[int]:
        return [number for number in range(self.row_count) if self._is_filled(number)]

    def _draft(self, number: int) -> plans.MeasureDraft:
        data = self.cleaned_data
        own = self.case.level == CaseLevel.MEMBER
        return plans.MeasureDraft(
            text=data[_name(number, "text")],
            deliverable=data[_name(number, "deliverable")],
            organisation=(
                self.case.owner_organisation if own else data[_name(number, "organisation")]
            ),
            person=self.case.owner_person if own else data[_name(number, "person")],
            due_on=data[_name(number, "due_on")],
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


def _name(number: int, field: str) -> str:
    return f"measure-{number}-{field}"


class PlanForm(StepForm):
    """A step that is about the plan under approval."""

    @cached_property
    def plan(self) -> Part | None:
        return latest_plan(self.case)

    @property
    def returns(self) -> list[Facts]:
        return former_returns(self.case)


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
        return plans.advise_plan(
            case=self.case, actor=self.actor, advice=self.cleaned_data["advice"]
        )


class ApprovePlanForm(PlanForm):
    """T14, T15; whoever drafted it does not decide on it."""

    decisions = (
        Decision(
            "approve",
            _("Approve, rectification begins"),
            fields=("minutes_number",),
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
    reason = reason_field(_("Reasons for the return"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.level != CaseLevel.COMMITTEE and self.actor.role != Role.LG:
            del self.fields["minutes_number"]
            return
        plan = current_plan(self.case)
        self.initial.setdefault("minutes_number", plan.minutes_number if plan else "")

    def carry_out(self) -> CaseEvent:
        if self.chosen == "return":
            return plans.return_plan(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return plans.approve_plan(
            case=self.case,
            actor=self.actor,
            minutes_number=self.cleaned_data.get("minutes_number", ""),
        )
