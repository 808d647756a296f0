"""What is typed when an official document comes back signed, or is void."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.policies.days import today
from workflows.forms.evidence import OneFileField


class SignedCopyForm(forms.Form):
    scan = OneFileField(
        label=_("Scan of the signed paper"), help_text=_("PDF or picture, at most 20 MB.")
    )
    signed_on = forms.DateField(label=_("Signed on"), initial=today)


class VoidDocumentForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is void"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least ten characters. Whoever opens the paper reads it."),
    )
