"""Forms of the organisation office: entering an office, deciding on one that waits."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import AppointmentDuty
from rectification.models import Organisation, Person
from rectification.policies.reasons import REASON_MINIMUM
from rectification.roles import Role
from rectification.selectors import roster

ROLES_ENTERED = [(role.value, role.label) for role in Role if role != Role.MEM]


class AppointmentForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("member code"),
        max_length=32,
        help_text=gettext_lazy("As in the list of people, for example M-0101."),
    )
    organisation = forms.ModelChoiceField(
        label=pgettext_lazy("roster", "Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Please choose"),
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("roster", "Office"),
        choices=[("", gettext_lazy("Please choose")), *ROLES_ENTERED],
    )
    duty = forms.ChoiceField(
        label=gettext_lazy("duty"),
        required=False,
        choices=[("", gettext_lazy("none")), *AppointmentDuty.choices],
    )
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput)
    valid_to = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput
    )
    mandate = forms.CharField(
        label=pgettext_lazy("office", "Document"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Number of the document of appointment."),
    )

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = nodes
        organisations = Organisation.objects.filter(roster.within(nodes), closed_on__isnull=True)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations.order_by("code")

    def clean_person(self) -> Person:
        code = self.cleaned_data["person"].strip()
        person = roster.people_in(self.nodes).filter(code=code).first()
        if person is None:
            raise ValidationError(_("No person has the code %(code)s.") % {"code": code})
        return person


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason of a refusal"),
        required=False,
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("At least ten characters; whoever entered it will read it."),
    )


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is called off"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("At least ten characters; it stays beside the office."),
    )
