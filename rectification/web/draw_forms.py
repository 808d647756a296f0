"""The form of a random draw."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import OrganisationKind, Sector
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Organisation
from rectification.policies.draws import DRAWN_KINDS


class DrawForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.draws.draw_sample`."""

    name = forms.CharField(
        label=_("What is to be checked"),
        max_length=40,
        help_text=_("For example: theme days of the quarter."),
    )
    committee = forms.ModelChoiceField(
        label=_("Township"), queryset=Organisation.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("Drawn from"),
        choices=[(kind.value, kind.label) for kind in DRAWN_KINDS],
        initial=OrganisationKind.BRANCH,
        widget=forms.RadioSelect,
    )
    sector = forms.ChoiceField(
        label=_("Sector"), choices=[("", _("any")), *Sector.choices], required=False
    )
    size = forms.IntegerField(label=_("How many are drawn"), min_value=1, max_value=999)

    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [node.pk for node in nodes]
        rows = Organisation.objects.filter(pk__in=keys).order_by("code")
        self.fields["committee"].queryset = rows  # type: ignore[attr-defined]
        if len(nodes) == 1:
            self.fields["committee"].initial = nodes[0].pk
            self.fields["committee"].widget = forms.HiddenInput()

    def refuse(self, error: CaseError) -> None:
        """Turn a refusal of the service into errors beside the fields it names."""
        if isinstance(error, InvalidInput):
            for name, text in error.errors.items():
                self.add_error(name, str(text))
        else:
            self.add_error(None, str(error.message))
