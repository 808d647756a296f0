"""Another deadline class: asked for, decided by whoever approves the plan (4.5)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import DeadlineClass
from rectification.models import Case, CaseEvent, Reclassification
from rectification.policies.deadlines import last_day
from rectification.policies.reclassifications import pending_reclassification
from rectification.selectors.calendar import current_calendar
from rectification.services import reclassifications
from rectification.web.dates import full_date, moment
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import choice_or_none
from workflows.forms.reviewing import Facts


class AskReclassificationForm(forms.Form):
    """Each class says until when it may run, counted from the approval of the plan."""

    new_class = forms.ChoiceField(label=_("New class"))
    until = forms.DateField(label=_("New day"))
    reason = forms.CharField(
        label=_("Why the class no longer fits"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendar = current_calendar()
        offered = []
        for name, label in DeadlineClass.choices:
            limit = last_day(case, calendar, name)
            if name != case.deadline_class and limit is not None:
                words = {"name": label, "day": full_date(limit.on)}
                offered.append((name, _("%(name)s (at the latest %(day)s)") % words))
        field = self.fields["new_class"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choice_or_none(offered)


class DecideReclassificationForm(StepForm):
    decisions = (
        Decision(
            "agree",
            _("Change the class"),
            hint=_(
                "Case and open steps are due on the new day from now on. For a longer class the "
                "owner lays the plan with its new days before its approver again; within a shorter "
                "one open measures lie at once."
            ),
        ),
        Decision("refuse", _("Keep the present class"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Why the present class stays"))

    @cached_property
    def reclassification(self) -> Reclassification | None:
        return pending_reclassification(self.case)

    @property
    def facts(self) -> Facts:
        row = self.reclassification
        if row is None:
            return []
        return [
            (_("Asked by"), row.asked_by.name),
            (_("Received"), moment(row.asked_at)),
            (_("Present class"), row.get_former_class_display()),
            (_("New class"), row.get_new_class_display()),
            (_("Rectification due"), row.former_due_on),
            (_("New day"), row.new_due_on),
            (_("Reason"), row.reason),
        ]

    def carry_out(self) -> CaseEvent:
        if self.chosen == "agree":
            return reclassifications.reclassify(case=self.case, actor=self.actor)
        return reclassifications.refuse_reclassification(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
        )
