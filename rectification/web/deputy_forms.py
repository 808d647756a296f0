"""Forms by which a deputy is asked for or refused and an absence is recorded."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import DelegationScope
from rectification.models import Appointment, Person
from rectification.policies.days import today
from rectification.policies.delegation import possible_deputies
from rectification.web.rows import office_name

Chosen = tuple[Appointment, Person]


class AskForm(forms.Form):
    """One choice names office and deputy: each office offers those who may stand in for it."""

    deputy = forms.ChoiceField(label=_("Office and deputy"))
    scope = forms.ChoiceField(
        label=_("What the deputy may do"),
        choices=DelegationScope,
        initial=DelegationScope.EVERYTHING,
        widget=forms.RadioSelect,
        help_text=_("Decisions of the verification are never delegated."),
    )
    valid_from = forms.DateField(label=pgettext_lazy("period", "From"))
    valid_to = forms.DateField(label=pgettext_lazy("period", "Until"))
    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least ten characters; whoever decides will read it."),
    )

    def __init__(self, *args: Any, offices: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chosen: dict[str, Chosen] = {}
        groups: list[tuple[str, Any]] = [("", str(_("Please choose")))]
        for office in offices:
            people = list(possible_deputies(office, today()))
            group = [(self._remember(office, person), _named(person)) for person in people]
            groups.append((office_name(office.role, office.organisation), group))
        self.fields["deputy"] = forms.ChoiceField(label=_("Office and deputy"), choices=groups)
        self.order_fields(["deputy"])
        self.initial.setdefault("valid_from", today())

    def _remember(self, office: Appointment, person: Person) -> str:
        key = f"{office.pk}:{person.pk}"
        self._chosen[key] = (office, person)
        return key

    def clean_deputy(self) -> Chosen:
        chosen = self._chosen.get(self.cleaned_data["deputy"])
        if chosen is None:
            raise ValidationError(_("Choose office and deputy from the list."))
        return chosen


class RefuseForm(forms.Form):
    refusal = forms.CharField(
        label=_("Reason of the refusal"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least ten characters; the delegator will read it."),
    )


class LeaveForm(forms.Form):
    """Whoever records only his own leave chooses no person."""

    person = forms.ModelChoiceField(
        label=_("Who is absent"), queryset=Person.objects.none(), empty_label=_("Please choose")
    )
    valid_from = forms.DateField(label=pgettext_lazy("period", "From"))
    valid_to = forms.DateField(
        label=pgettext_lazy("period", "Until"),
        required=False,
        help_text=_("Leave it open where the last day is not known; end it when he is back."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], own: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.initial.setdefault("valid_from", today())
        if people.exclude(pk=own.pk).exists():
            field = self.fields["person"]
            field.queryset = people  # type: ignore[attr-defined]
            field.label_from_instance = _named  # type: ignore[attr-defined]
            return
        del self.fields["person"]

    @property
    def who(self) -> Person:
        return self.cleaned_data.get("person") or self.own


def _named(person: Person) -> str:
    return f"{person.name} ({person.code})"
