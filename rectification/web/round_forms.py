"""Forms of a check round that was opened: changing it, and calling it off."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.models import CheckRound
from rectification.policies.check_rounds import has_begun
from rectification.policies.reasons import REASON_MINIMUM


class PageForm(forms.Form):
    """`page` keeps a page sent twice from taking two numbers for what must not be held here."""

    page = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


class RoundChangeForm(PageForm):
    """`cleaned_data` holds the arguments of `services.round_changes.change_round`."""

    title = forms.CharField(label=_("Title"), max_length=80)
    starts_on = forms.DateField(label=pgettext_lazy("round", "First day"))
    ends_on = forms.DateField(label=pgettext_lazy("round", "Last day"))
    reminds_at_half_time = forms.BooleanField(
        label=_("The system reminds at half-time"), required=False
    )
    reminds_in_last_days = forms.BooleanField(
        label=_("The system reminds two working days before the end"), required=False
    )

    def __init__(self, *args: Any, round_: CheckRound, **kwargs: Any) -> None:
        names = list(self.base_fields)
        as_it_is = {name: getattr(round_, name) for name in names if name != "page"}
        kwargs["initial"] = {**as_it_is, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._round = round_
        if has_begun(round_):
            del self.fields["starts_on"]
            self.fields["ends_on"].help_text = _("A round that has begun ends later only.")

    def clean(self) -> dict[str, Any]:
        """A round that has begun keeps its first day, which is not asked."""
        return {"starts_on": self._round.starts_on, **(super().clean() or {})}


class CallOffForm(PageForm):
    reason = forms.CharField(
        label=_("Why is the round called off?"),
        min_length=REASON_MINIMUM,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the round reads it. No names, and nothing secret."),
    )
