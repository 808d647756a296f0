"""The form that narrows a list down, and how what it chose is worded on the paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import CaseLevel, ListForm, ListState, PublicationScope
from rectification.models import ListFile, Organisation
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.selectors.lists import Chosen, places_of
from rectification.web.access import row_key
from rectification.web.list_words import covers, head_of_paper

_STATES: Final = [("", pgettext_lazy("cases", "All")), *ListState.choices]

_CIRCLES: Final = (PublicationScope.SOCIETY, PublicationScope.TOWNSHIP)
"""For whom a public variant is made."""

_COUNTABLE: Final = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
"""Beyond the ends of the calendar no day before or after can be counted."""


class ListFilter(forms.Form):
    """Bound to the address; what cannot be read, or is not offered, narrows nothing down."""

    organisation = forms.ChoiceField(label=_("Organisation, with those under it"), required=False)
    since = forms.DateField(label=_("Registered from"), required=False, validators=_COUNTABLE)
    until = forms.DateField(label=_("Registered until"), required=False, validators=_COUNTABLE)
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", pgettext_lazy("cases", "All")), *CaseLevel.choices],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=_STATES)

    def __init__(self, data: Any, places: Sequence[Organisation]) -> None:
        super().__init__(data)
        self._places = {place.pk: place for place in places}
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [
            ("", pgettext_lazy("cases", "All")),
            *((str(place.pk), place.name) for place in places),
        ]
        self.is_valid()

    @property
    def chosen(self) -> Chosen:
        data = self.cleaned_data
        state = data.get("state", "")
        return Chosen(
            organisation=self._place,
            since=data.get("since"),
            until=data.get("until"),
            level=data.get("level", ""),
            is_open=state == ListState.OPEN if state else None,
        )

    @property
    def kept(self) -> dict[str, str]:
        """The query that leads to the same list again."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def _place(self) -> Organisation | None:
        return self._places.get(row_key(self.cleaned_data.get("organisation", "")) or 0)

    def covers(self) -> str:
        """Which cases the list covers, for the head of the paper."""
        chosen = self.chosen
        return covers(
            place=chosen.organisation.name if chosen.organisation else "",
            since=chosen.since,
            until=chosen.until,
            level=chosen.level,
            state=self.cleaned_data.get("state", ""),
        )


def about_list(form: ListFilter, authority: Authority, made_on: date) -> str:
    """The head of its paper; room for who checks it (审核人)."""
    office = next(iter(authority.appointments), None)
    return head_of_paper(
        covered=form.covers(),
        office=office.organisation.name if office else "",
        made_on=made_on,
        checked="",
    )


def asked_for(job: ListFile, authority: Authority) -> tuple[Chosen, str]:
    """What a file that waits is narrowed to, and its head: read as its page read the address."""
    places = places_of(job.owner.user, authority)
    form = ListFilter(QueryDict(job.query), places)
    return form.chosen, about_list(form, authority, today())


class PublicFilter(ListFilter):
    """Beside what narrows every list, for whom the public variant is made."""

    circle = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=[(scope.value, scope.label) for scope in _CIRCLES],
    )

    @property
    def wanted_circle(self) -> PublicationScope:
        """The widest, unless the address asks for the narrower one."""
        return PublicationScope(self.cleaned_data.get("circle") or PublicationScope.SOCIETY)


class DecisionForm(forms.Form):
    """Beside the button by which somebody decides about a version; only a return needs words."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only for a return; at least ten characters."),
    )


def wanted_form(query: Mapping[str, Any]) -> ListForm:
    """As what the file is wanted; a workbook, unless the address says another."""
    wanted = query.get("form", "")
    return ListForm(wanted) if wanted in ListForm.values else ListForm.XLSX
