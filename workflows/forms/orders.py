"""A supervision order: answered by its addressee, issued by hand."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.calendar import Due
from rectification.calendar.clocks import Clock, due
from rectification.enums import OrderLevel
from rectification.models import CaseEvent, SupervisionOrder
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services import orders
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field


class AnswerOrderForm(StepForm):
    decisions = (Decision("answer", _("Send the reply"), hint=_("The reply closes the order.")),)

    reply = reason_field(_("What is in the way, what you do about it, and when it will be done"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reply"].required = True

    @property
    def order(self) -> SupervisionOrder:
        if self.item.order is None:
            raise ValueError("an order is answered by a step that was opened for it")
        return self.item.order

    def carry_out(self) -> CaseEvent:
        return orders.answer_order(
            case=self.case, actor=self.actor, order=self.order, reply=self.cleaned_data["reply"]
        )


def _usual_day() -> date:
    return due(Clock.ORDER, today(), current_calendar()).on


class IssueOrderForm(forms.Form):
    level = forms.ChoiceField(
        label=pgettext_lazy("order", "Level"),
        choices=OrderLevel.choices,
        initial=OrderLevel.SUPERVISION,
        widget=forms.RadioSelect,
    )
    facts = forms.CharField(
        label=_("Facts"),
        min_length=REASON_MINIMUM,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was found and what is asked; the addressee reads it word for word."),
    )
    reply_on = forms.DateField(label=_("To be answered by"), initial=_usual_day)

    def clean_reply_on(self) -> Due:
        """A reply never falls due on an off day."""
        return current_calendar().roll(self.cleaned_data["reply_on"])


class NoteTalkForm(forms.Form):
    held_on = forms.DateField(label=_("Day of the talk"), initial=today)
    note = forms.CharField(
        label=_("What was said"),
        min_length=REASON_MINIMUM,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a few lines; it stays with the order and is not changed."),
    )
