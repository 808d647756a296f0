"""What the author signed to take his self-report back: the scan, and the day it came in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import PaperKind
from rectification.policies.days import today
from rectification.services.papers import Paper
from workflows.forms.papers import scan_field


class PaperWithdrawalForm(forms.Form):
    received_on = forms.DateField(label=_("Received on"), initial=today)
    scan = scan_field(_("Scan of the withdrawal with his signature"))

    @property
    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(PaperKind.WITHDRAWAL, data["scan"], data["received_on"])


class TellingForm(forms.Form):
    """What was printed and handed to the author: messages up to this one."""

    up_to = forms.IntegerField(min_value=1)
