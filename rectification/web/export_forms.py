"""The form with which an auditor takes records out."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import ExportPurpose
from rectification.policies.authority import Authority
from rectification.selectors.exports import cases_of_number, cases_of_period, papers_of_period

LONGEST: Final = timedelta(days=366)


class ExportForm(forms.Form):
    """One case or one period; `cases` and `about` are what `services.records_export` takes."""

    number = forms.CharField(
        label=gettext_lazy("Case number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Leave it empty for a period."),
    )
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "Until"), required=False, widget=forms.DateInput
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=[("", gettext_lazy("Please choose")), *ExportPurpose.choices],
    )
    basis = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Where a document asks for the records. No names here."),
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._authority = authority
        self.cases: list[int] = []

    @property
    def about(self) -> str:
        """The number of the case, or both days with a stroke between them."""
        days = (self.cleaned_data["since"], self.cleaned_data["until"])
        number: str = self.cleaned_data["number"]
        return number or "/".join(day.isoformat() for day in days)

    @property
    def is_period(self) -> bool:
        return not self.cleaned_data["number"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"number", "since", "until"} & self.errors.keys():
            return cleaned
        number, since, until = (cleaned.get(name) for name in ("number", "since", "until"))
        if bool(number) == bool(since and until) or (number and (since or until)):
            self.add_error("number", _("Give the number of a case, or both days."))
        elif number:
            self.cases = cases_of_number(self._authority, number)
            if not self.cases:
                self.add_error("number", _("You audit no case with this number."))
        else:
            self._take_period(since, until)
        return cleaned

    def _take_period(self, since: Any, until: Any) -> None:
        if until < since:
            self.add_error("until", _("The last day lies before the first."))
        elif until - since > LONGEST:
            self.add_error("until", _("At most a year at a time; take the rest in a second file."))
        else:
            self.cases = cases_of_period(self._authority, since, until)
            if not self.cases and not papers_of_period(since, until):
                self.add_error("since", _("Nothing happened on these days."))
