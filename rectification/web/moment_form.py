"""The form that chooses the moment as of which something is read, and one to hold beside it."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.moment import Moment
from rectification.web.dates import full_date, moment
from rectification.wording import local_day

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


def _moment_field(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget)


class MomentForm(forms.Form):
    """Bound to the address. Without a moment, or with one that cannot be read, it is now."""

    at = _moment_field(_("As it stood at"), _("What was on record then."))
    beside = _moment_field(
        _("Beside it the state at"), _("What differs is marked; leave it empty to see one state.")
    )
    on = forms.DateField(
        label=_("Offices on the day"),
        required=False,
        help_text=_("Who held which office on another day, as far as it was on record then."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.now = timezone.now()
        self.is_valid()

    def clean_at(self) -> datetime | None:
        return self._past("at")

    def clean_beside(self) -> datetime | None:
        return self._past("beside")

    def clean_on(self) -> date | None:
        """Ahead of its day nothing is over: the result of a ballot that runs would be told."""
        found: date | None = self.cleaned_data["on"]
        if found is not None and not EARLIEST.date() <= found <= local_day(self.now):
            raise forms.ValidationError(gettext("Choose today or a day that has passed."))
        return found

    def _past(self, name: str) -> datetime | None:
        found: datetime | None = self.cleaned_data[name]
        if found is not None and not EARLIEST <= found <= self.now + timedelta(minutes=1):
            raise forms.ValidationError(gettext("Choose a moment that has passed."))
        return found

    @property
    def moment(self) -> Moment:
        return self._moment(self.cleaned_data.get("at") or self.now)

    @property
    def other(self) -> Moment | None:
        """The moment to hold beside it."""
        found = self.cleaned_data.get("beside")
        return None if found is None else self._moment(found)

    @property
    def pair(self) -> tuple[Moment, Moment] | None:
        """Both, the earlier one first."""
        other = self.other
        if other is None:
            return None
        first, second = sorted((self.moment, other), key=lambda found: found.known_at)
        return first, second

    def _moment(self, at: datetime) -> Moment:
        return Moment(at, self.cleaned_data.get("on") or local_day(at))

    @property
    def kept(self) -> dict[str, str]:
        """The query that leads here again."""
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}


def moment_words(found: Moment) -> str:
    """When, and on which day if that is another one."""
    words = moment(found.known_at)
    if found.day == local_day(found.known_at):
        return words
    text = gettext("%(moment)s, offices of %(day)s")
    return text % {"moment": words, "day": full_date(found.day)}
