"""The form of a record: what its source asks beside day, place, kind and finding."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Organisation, Person
from rectification.policies.days import today
from rectification.policies.reasons import REASON_MINIMUM
from rectification.services.occasions import FINDING_MINIMUM
from rectification.sources import Source


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.code})"


class OccasionForm(forms.Form):
    """`cleaned_data` holds the arguments of `services.occasions.enter_occasion`."""

    kind = forms.ChoiceField(label=_("Kind of record"), widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        label=_("Where"), queryset=Organisation.objects.none(), empty_label=_("Please choose")
    )
    held_on = forms.DateField(label=_("Day"), initial=today)
    people = PeopleField(
        label=_("Who was there"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    present = forms.IntegerField(
        label=_("Number of those present"), min_value=1, max_value=9999, required=False
    )
    finding = forms.CharField(
        label=pgettext_lazy("occasion", "What was found"),
        min_length=FINDING_MINIMUM,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Facts without names of persons, and nothing secret."),
    )

    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        source: Source,
        places: list[Organisation],
        visitors: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = dict.fromkeys(kind for place in places for kind in source.occasions_at(place.kind))
        self.fields["kind"].choices = [(k.value, k.label) for k in kinds]  # type: ignore[attr-defined]
        for name in {"people", "present"} - set(source.fields):
            del self.fields[name]
        place = self.fields["organisation"]
        place.queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=[organisation.pk for organisation in places]
        ).order_by("code")
        if len(places) == 1:
            self.initial["organisation"] = places[0].pk
        if "people" in self.fields:
            self.fields["people"].queryset = visitors  # type: ignore[attr-defined]
        if "present" in self.fields:
            self.fields["present"].required = True

    def refuse(self, error: CaseError) -> None:
        """Turn a refusal of the service into errors beside the fields it names."""
        if isinstance(error, InvalidInput):
            for name, text in error.errors.items():
                self.add_error(name if name in self.fields else None, str(text))
        else:
            self.add_error(error.field if error.field in self.fields else None, str(error.message))


class CorrectionForm(OccasionForm):
    """`cleaned_data` holds the arguments of `services.occasions.correct_occasion`, and `page`."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        min_length=REASON_MINIMUM,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who reads the record reads it. No names, and nothing secret."),
    )
