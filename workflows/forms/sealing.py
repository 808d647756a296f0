"""封存: what is thought to be secret, what was determined, and whether the seal is lifted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import SealingGround, UnsealingGround


def _number_field() -> forms.CharField:
    return forms.CharField(
        label=_("Number of the paper"),
        max_length=40,
        required=False,
        help_text=_("Of the determination or the register; the number alone, no subject."),
    )


class SealForm(forms.Form):
    number = forms.CharField(
        label=_("Case number"),
        max_length=20,
        help_text=_("As 2026-B-0012; of a report without a number, as #12."),
    )
    ground = forms.ChoiceField(
        label=_("What is thought to be secret?"),
        choices=SealingGround,
        widget=forms.RadioSelect,
        help_text=_("Do not describe it, here or anywhere in this system."),
    )


class ConfirmSealingForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("What was it determined to be?"),
        choices=[c for c in SealingGround.choices if c[0] != SealingGround.UNDETERMINED],
        widget=forms.RadioSelect,
    )
    paper_number = _number_field()


class PaperNumberForm(forms.Form):
    paper_number = _number_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper_number"].required = True


class ProposeUnsealingForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Why may the case be unsealed?"),
        choices=UnsealingGround,
        widget=forms.RadioSelect,
    )


class DecideUnsealingForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Unseal the case")), ("no", _("Keep it sealed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where it stays sealed, in at least ten characters; no word of what it says."),
    )
