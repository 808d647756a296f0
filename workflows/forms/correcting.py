"""The form that sets registered facts of a case right."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import Category, Severity
from rectification.models import Case
from rectification.policies.owners import fits_level
from rectification.selectors.corrections import facts_to_correct
from workflows.forms.base import REASON_MINIMUM


class CorrectCaseForm(forms.Form):
    """What stands there now is filled in; only what is changed is corrected."""

    title = forms.CharField(label=_("Title"), max_length=80)
    category = forms.ChoiceField(label=_("Category"))
    found_on = forms.DateField(label=_("Found on"))
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    severity_reason = forms.CharField(
        label=_("Reason for the severity"), required=False, max_length=200
    )
    standard_ref = forms.CharField(label=_("Standard not met"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever reads the history of the case reads it."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = facts_to_correct(case)
        for name in [name for name in self.fields if name != "reason" and name not in facts]:
            del self.fields[name]
        for fact in facts:
            self.initial[fact] = getattr(case, fact)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            choice for choice in Category.choices if fits_level(choice[0], case.level)
        ]

    @property
    def facts(self) -> dict[str, str | date]:
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}
