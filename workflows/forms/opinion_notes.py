"""What is said about an opinion after it came: by the holder of the code, and to him."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.base import REASON_MINIMUM

LONGEST = 2000


class AdditionForm(forms.Form):
    """Sent from the page of the receipt; the code travels in the body."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What you want to add"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Where, when, what happened. Nothing secret, please."),
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Question"),
        min_length=REASON_MINIMUM,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "He finds it with his code and has fifteen working days. Do not ask who he is."
        ),
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("He reads it with his code alone. Name nobody."),
    )
