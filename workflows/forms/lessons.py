"""A lesson for others: its text, and to whom it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Case, Organisation
from rectification.policies.lessons import receivers_for
from workflows.forms.base import REASON_MINIMUM
from workflows.forms.choices import SomeOf, narrow


class ProposeLessonForm(forms.Form):
    text = forms.CharField(
        label=_("Lesson for others"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What others should look for, in general words: no name, no place, no organisation, "
            "no post and no number of this case."
        ),
    )


class SendLessonForm(forms.Form):
    organisations = SomeOf(Organisation.objects.none(), label=_("Branches that are to check"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [node.pk for node in receivers_for(case)]
        rows = Organisation.objects.filter(pk__in=keys).order_by("code")
        narrow(self.fields["organisations"], rows)
