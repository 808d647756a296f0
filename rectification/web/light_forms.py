"""The form of a light rule: for which township, from which day on, and the thresholds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Organisation
from rectification.policies.days import today
from rectification.policies.lights import THRESHOLDS, standard


def _number(
    name: str, label: Any, largest: int, *, smallest: int = 0, hint: Any = ""
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=smallest,
        max_value=largest,
        initial=getattr(standard(), name),
        help_text=hint,
    )


class LightRuleForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.light_rules.enter_light_rule`."""

    committee = forms.ModelChoiceField(
        label=_("Township"), queryset=Organisation.objects.none(), empty_label=None
    )
    in_force_from = forms.DateField(
        label=_("In force from"),
        initial=today,
        help_text=_("Today or later; what was shown before is not changed."),
    )
    soon_days = _number("soon_days", _("Yellow from so many working days before the due date"), 30)
    behind_percent = _number("behind_percent", _("Behind: less than so many percent done"), 100)
    left_percent = _number(
        "left_percent",
        _("… with less than so many percent of the time left"),
        100,
        hint=_("Both together turn the light yellow."),
    )
    faults_yellow = _number(
        "faults_yellow", _("Quality yellow after so many returns or failures"), 9, smallest=1
    )
    faults_red = _number(
        "faults_red", _("Quality red after so many returns or failures"), 9, smallest=1
    )

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[node.pk for node in nodes]).order_by("code")
        self.fields["committee"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = {name: data.pop(name) for name in THRESHOLDS if name in data}
        return {**data, "thresholds": given}
