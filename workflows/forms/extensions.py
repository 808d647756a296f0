"""More time for a case under way: asked, advised on, decided (T17)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.models import Case, CaseEvent, Extension
from rectification.policies.deadlines import last_day
from rectification.policies.extensions import pending_extension
from rectification.selectors.calendar import current_calendar
from rectification.selectors.plans import open_measures
from rectification.services import extensions
from rectification.web.dates import full_date, moment
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import MeasuresField, narrow
from workflows.forms.reviewing import Facts


class AskExtensionForm(forms.Form):
    """Until when, why, and which open measures get the new day."""

    until = forms.DateField(label=_("New day"))
    reason = forms.CharField(
        label=_("Why more time is needed"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what is done, what is left, and why it could not be foreseen."),
    )
    measures = MeasuresField(
        label=_("Measures that get the new day"),
        help_text=_("Untick those that are done by their present day."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = open_measures(case)
        narrow(self.fields["measures"], rows)
        self.initial.setdefault("measures", [row.pk for row in rows])
        limit = last_day(case, current_calendar())
        if case.due_on is not None and limit is not None:
            self.fields["until"].help_text = gettext(
                "Now due on %(due)s; at the latest on %(last)s."
            ) % {"due": full_date(case.due_on), "last": full_date(limit.on)}


class _AboutExtension(StepForm):
    """A step about the extension that waits; `facts` is what its page shows."""

    @cached_property
    def extension(self) -> Extension | None:
        return pending_extension(self.case)

    @property
    def facts(self) -> Facts:
        row = self.extension
        if row is None:
            return []
        positions = row.measures.order_by("position").values_list("position", flat=True)
        favoured = {
            True: pgettext("extension", "In favour"),
            False: pgettext("extension", "Against"),
            None: "",
        }
        return [
            (_("Asked by"), row.asked_by.name),
            (_("Received"), moment(row.asked_at)),
            (_("Rectification due"), row.former_due_on),
            (_("New day"), row.new_due_on),
            (_("Reason"), row.reason),
            (_("Measures that get the new day"), ", ".join(str(number) for number in positions)),
            (_("Opinion of the office"), favoured[row.favoured]),
            (_("Its reasons"), row.advice),
        ]


class ReviewExtensionForm(_AboutExtension):
    """Either way it goes on to the approver."""

    decisions = (
        Decision("favour", _("In favour, pass on"), needs=("advice",)),
        Decision(
            "oppose",
            _("Against, pass on"),
            needs=("advice",),
            hint=_("It goes to the approver all the same: he decides."),
        ),
    )

    advice = reason_field(_("Opinion with reasons"))

    def carry_out(self) -> CaseEvent:
        return extensions.advise_extension(
            case=self.case,
            actor=self.actor,
            favours=self.chosen == "favour",
            advice=self.cleaned_data["advice"],
        )


class DecideExtensionForm(_AboutExtension):
    decisions = (
        Decision(
            "grant",
            _("Grant the new day"),
            hint=_("Case, open steps and the measures named are due on the new day."),
        ),
        Decision("refuse", _("Keep the present day"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Why the present day stays"))

    def carry_out(self) -> CaseEvent:
        if self.chosen == "grant":
            return extensions.grant_extension(case=self.case, actor=self.actor)
        return extensions.refuse_extension(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
        )
