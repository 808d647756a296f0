"""Another version of a file of proof, with the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.policies.uploads import SoundFile
from workflows.forms.files import FilesField


class OneFileField(FilesField):
    """One file; what is in it is judged as that of every evidence."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: list[SoundFile] = super().clean(data, initial)
        if len(files) > 1:
            raise forms.ValidationError(_("One file takes the place of one file."))
        return files[0]


class ReplaceEvidenceForm(forms.Form):
    uploads = OneFileField(
        label=_("The file that puts it right"),
        help_text=_("PDF, Word, Excel, JPEG or PNG, at most 20 MB."),
    )
    made_on = forms.DateField(label=_("Made on"))
    late_reason = forms.CharField(
        label=_("Why the files were made afterwards"),
        required=False,
        max_length=300,
        help_text=_("Only if they were made after the work was done or the measure was due."),
    )
    reason = forms.CharField(
        label=_("Why the former file is replaced"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least ten characters. The reviewer and the verifiers read it."),
    )
