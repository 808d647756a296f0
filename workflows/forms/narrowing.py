"""What is left out of a notice that is shown (docs/rules.md 4.6)."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import PublicationDecision
from rectification.policies.narrowing import texts_of
from rectification.policies.publication import readers


class NarrowForm(forms.Form):
    """Title, text and circle as they are shown; nothing can be added to them."""

    scope = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Public title"), max_length=120)
    text = forms.CharField(
        label=_("Public text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Only leave out whole clauses, or put the sign for “somebody” in place of words; "
            "then the period goes on."
        ),
    )

    def __init__(self, data: Any = None, *, shown: PublicationDecision) -> None:
        super().__init__(data, initial=texts_of(shown))
        scope = cast(forms.ChoiceField, self.fields["scope"])
        scope.choices = [(s.value, s.coded) for s in sorted(readers(shown.scope))]
