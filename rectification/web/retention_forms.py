"""Forms of the periods of retention and of legal holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import RetentionKind
from rectification.models import Organisation
from rectification.policies.days import today
from rectification.policies.retention import is_changeable


class RetentionRuleForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.retention.enter_retention_rule`."""

    committee = forms.ModelChoiceField(
        label=_("Township"), queryset=Organisation.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("What is kept"),
        choices=[(kind.value, kind.label) for kind in RetentionKind if is_changeable(kind)],
    )
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=600)
    in_force_from = forms.DateField(label=_("In force from"), initial=today)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("The document or resolution that says so, by title or number."),
    )

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[node.pk for node in nodes]).order_by("code")
        self.fields["committee"].queryset = rows  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(LiftForm):
    number = forms.CharField(label=_("Case number"), max_length=20)

    field_order = ("number", "reason")
