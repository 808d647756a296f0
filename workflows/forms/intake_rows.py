"""One row of the intake list: what is decided about a report without opening it (T4, T9)."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseLevel, Category, DeadlineClass, Secrecy, Severity
from rectification.models import Case, RoutingRule, WorkItem
from rectification.selectors.duplicates import Likeness
from workflows.forms.choices import Choices, choice_or_none
from workflows.forms.reported import reported
from workflows.forms.routing import filled_in

OF_ROW: Final = (
    "owner_organisation",
    "level",
    "category",
    "severity",
    "severity_reason",
    "deadline_class",
    "screened",
)


class TogetherForm(forms.Form):
    """What is decided for every chosen row at once."""

    secrecy = forms.ChoiceField(
        label=_("Secrecy of all chosen"), choices=Secrecy, widget=forms.RadioSelect
    )
    dispatch = forms.BooleanField(
        label=_("Dispatch them at once to the responsible organisations"),
        required=False,
        initial=True,
    )


class IntakeRow(forms.Form):
    """Filled with what was reported and what the routing rule proposes; whether it holds is
    checked by the step's own form."""

    chosen = forms.BooleanField(label=_("Choose"), required=False)
    owner_organisation = forms.ChoiceField(label=_("Responsible organisation"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=CaseLevel)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=choice_or_none(Category.choices)
    )
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=Severity)
    severity_reason = forms.CharField(
        label=_("Reason for the severity"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Needed when it is more than ordinary.")}),
    )
    deadline_class = forms.ChoiceField(
        label=_("Deadline class"), required=False, choices=choice_or_none(DeadlineClass.choices)
    )
    screened = forms.BooleanField(label=_("No duplicate, no clue"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        item: WorkItem,
        organisations: Choices,
        similar: Sequence[Likeness] = (),
        rule: RoutingRule | None = None,
    ) -> None:
        self.item = item
        self.rule = rule
        self.proposed = filled_in(rule, item.case)
        self.similar = [one for one in similar if one.is_alike]
        self.is_refused = False
        told = {**reported(item.case), **self.proposed}
        initial = {name: told.get(name) for name in OF_ROW}
        super().__init__(data, prefix=f"r{item.pk}", initial=initial)
        self.fields["owner_organisation"].choices = organisations  # type: ignore[attr-defined]

    @property
    def case(self) -> Case:
        return self.item.case

    @property
    def by_itself(self) -> bool:
        """Names somebody or speaks of secrets: it is read and reworded on its own page."""
        line = getattr(self.case, "batch_entry", None)
        return line is not None and (line.names_person or line.speaks_of_secrets)

    @property
    def is_chosen(self) -> bool:
        return self.is_bound and not self.by_itself and bool(self["chosen"].value())

    def cells(self) -> list[list[forms.BoundField]]:
        """The fields of each column of the list."""
        columns = (
            ("owner_organisation", "level"),
            ("category", "deadline_class"),
            ("severity", "severity_reason"),
        )
        return [[self[name] for name in column] for column in columns]

    def registration(self, secrecy: str) -> dict[str, Any]:
        """The step's answer: what was reported, with what the row says instead."""
        told = {name: self[name].value() for name in OF_ROW}
        answer = {**reported(self.case), **told, "secrecy": secrecy, "decision": "register"}
        return {name: _sent(value) for name, value in answer.items()}

    def onward(self) -> dict[str, Any]:
        """Dispatched to its owner, with the units that the imported line names beside it."""
        line = getattr(self.case, "batch_entry", None)
        owner = self["owner_organisation"].value()
        units = [str(unit.pk) for unit in line.co_units.all()] if line else []
        return {
            "decision": "dispatch",
            "lead": str(owner),
            "co_units": [unit for unit in units if unit != str(owner)],
        }

    def put_right(self, errors: Any) -> None:
        """What the step's own form has found wrong, beside the fields of the row."""
        self.is_refused = True
        self.full_clean()
        for name, texts in errors.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


def _sent(value: Any) -> Any:
    """As a browser sends it."""
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else value
