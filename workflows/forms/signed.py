"""A step that decides something: whoever enters it for somebody hands in what he signed (代录)."""

from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rectification.policies.days import today
from rectification.policies.entering import SIGNED
from rectification.services.papers import Paper
from workflows.forms.base import StepForm
from workflows.forms.papers import scan_field

_FIELDS: Final = ("received_on", "scan")


class SignedForm(StepForm):
    """Asks for the scan where the branch acts for a member without account, and only there.

    The act door refuses what comes without it, so that a plan can be looked through before.
    """

    received_on = forms.DateField(label=_("Received on"), required=False, initial=today)
    scan = scan_field(_("Scan of what he signed"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.actor.enters_for_member:
            for name in _FIELDS:
                del self.fields[name]

    @property
    def signed_fields(self) -> list[BoundField]:
        """For a page that lays out its fields itself."""
        return [self._shown(name) for name in _FIELDS if name in self.fields]

    @property
    def signed_paper(self) -> Paper | None:
        scan, day = (self.cleaned_data.get(name) for name in ("scan", "received_on"))
        if scan is None or day is None:
            return None
        return Paper(SIGNED[self.item.step], scan, day)

    def _shown(self, name: str) -> BoundField:
        if name in _FIELDS:
            self.fields[name].required = True
        return super()._shown(name)
