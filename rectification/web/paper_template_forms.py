"""What is typed to replace a template of papers, and to enter a code for their numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Organisation


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Template"),
        help_text=_(
            "A Word file (.docx) without macros, links or embedded objects, made from the one that "
            "is used now."
        ),
    )
    note = forms.CharField(
        label=_("What was changed"),
        max_length=200,
        help_text=_("At least ten characters. Whoever confirms it reads this."),
    )


class CodeForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    code = forms.CharField(
        label=_("Code for papers"),
        max_length=8,
        required=False,
        help_text=_(
            "It begins the numbers of what it issues. Left empty, the code of the organisation "
            "above is used. Papers that were issued keep theirs."
        ),
    )
