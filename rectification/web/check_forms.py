"""Forms of the check rounds: opening one, and the private self-check."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import CaseLevel, SelfCheckAnswer
from rectification.models import CheckItem
from rectification.policies.check_rounds import usual_items
from rectification.policies.days import today
from rectification.services.check_rounds import TEXT_MAX

USUAL_LENGTH: Final = timedelta(days=30)


class RoundForm(forms.Form):
    """Title, period, and the items of each level, one a line."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    starts_on = forms.DateField(label=pgettext_lazy("round", "First day"), initial=today)
    ends_on = forms.DateField(
        label=pgettext_lazy("round", "Last day"), initial=lambda: today() + USUAL_LENGTH
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = usual_items()
        for level in CaseLevel:
            self.fields[level.value] = forms.CharField(
                label=_("Items: %(level)s") % {"level": level.label},
                max_length=4000,
                initial="\n".join(usual[level]),
                widget=forms.Textarea(attrs={"rows": len(usual[level]) + 1}),
                help_text=_("One item a line."),
            )

    @property
    def items(self) -> dict[str, list[str]]:
        return {level.value: self.cleaned_data[level.value] for level in CaseLevel}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for level in CaseLevel:
            lines = [line.strip() for line in data.get(level.value, "").splitlines()]
            data[level.value] = [line for line in lines if line]
            if any(len(line) > TEXT_MAX for line in lines):
                limit = {"limit": TEXT_MAX}
                self.add_error(level.value, _("An item has at most %(limit)d characters.") % limit)
        return data


class SelfCheckForm(forms.Form):
    """For each item an answer and free words; everything may stay open."""

    def __init__(self, *args: Any, items: Sequence[CheckItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = items
        for item in items:
            self.fields[f"answer_{item.pk}"] = forms.ChoiceField(
                label=item.text,
                choices=SelfCheckAnswer,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"text_{item.pk}"] = forms.CharField(
                label=_("For yourself, on item %(number)d") % {"number": item.position},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def answers(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
