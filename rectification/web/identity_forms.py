"""Forms by which an identity is asked for and decided on."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Objection, Opinion
from rectification.web.identity_words import voice_words

LONGEST: Final = 1000


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=10,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class AskIdentityForm(forms.Form):
    """Of several voices one is chosen; each is asked for and decided on its own."""

    voice = forms.ChoiceField(label=_("Whose identity"), widget=forms.RadioSelect)
    document_number = forms.CharField(
        label=_("Number of the document"),
        max_length=60,
        help_text=_("Of the paper by which the committee asks."),
    )
    reason = _reason(
        _("Why it must be known"),
        _("What cannot be checked without it. At least ten characters; write no name."),
    )

    def __init__(self, *args: Any, voices: list[Opinion | Objection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._voices = {_key(voice): voice for voice in voices}
        choices = [(key, voice_words(voice)) for key, voice in self._voices.items()]
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["voice"] = choices[0][0]

    def clean_voice(self) -> Opinion | Objection:
        return self._voices[self.cleaned_data["voice"]]


class DecideIdentityForm(forms.Form):
    answer = _reason(
        _("Reasons of the decision"),
        _("At least ten characters; whoever asked will read them. Write no name."),
    )


def _key(voice: Opinion | Objection) -> str:
    return f"{voice._meta.model_name}:{voice.pk}"
