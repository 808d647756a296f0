"""The clocks of a case stand still: asked for by the office, agreed to by DIS (T18)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.enums import PauseGround
from rectification.models import CaseEvent, Pause
from rectification.policies.days import today
from rectification.policies.pauses import LONGEST, pending_pause
from rectification.services import pauses
from rectification.web.dates import full_date, moment
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import choice_or_none
from workflows.forms.reviewing import Facts


class AskPauseForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=choice_or_none(PauseGround.choices))
    until = forms.DateField(label=_("Resumed on"))
    reason = forms.CharField(
        label=_("What keeps the work from going on"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = gettext(
            "From this day the clocks run again; at the latest %(day)s, and it may be asked anew."
        ) % {"day": full_date(today() + LONGEST)}


class AgreePauseForm(StepForm):
    decisions = (
        Decision(
            "agree",
            _("Agree to the pause"),
            hint=_("From today nothing of the case falls due; the work may go on."),
        ),
        Decision("refuse", _("Refuse the pause"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Why the clocks go on"))

    @cached_property
    def pause(self) -> Pause | None:
        return pending_pause(self.case)

    @property
    def facts(self) -> Facts:
        """Of the case no more than DIS knows of it before it is assigned (4.9)."""
        if self.pause is None:
            return []
        owner = self.case.owner_organisation
        return [
            (_("Owner organisation"), owner.name if owner else ""),
            (_("Asked by"), self.pause.asked_by.name),
            (_("Received"), moment(self.pause.asked_at)),
            (_("Ground"), self.pause.get_ground_display()),
            (_("Resumed on"), self.pause.ends_on),
            (_("Reason"), self.pause.reason),
            (_("Rectification due"), self.case.due_on),
        ]

    def carry_out(self) -> CaseEvent:
        if self.chosen == "agree":
            return pauses.agree_pause(case=self.case, actor=self.actor)
        return pauses.refuse_pause(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
        )
