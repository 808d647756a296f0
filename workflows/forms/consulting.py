"""One opinion beside a decision: asked for with a question, given with reasons (4.10)."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from rectification.models import Appointment, CaseEvent, Consultation, Person
from rectification.services import consulting
from rectification.web.dates import moment
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import PersonField, narrow
from workflows.forms.reviewing import Facts
from workflows.models import CaseProcess


class ConsultForm(forms.Form):
    person = PersonField(label=_("Whose opinion is asked for"))
    question = forms.CharField(
        label=_("What is asked"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What you want to know before you decide. It stands in the record, which the owner "
            "reads too: name nobody who objected or reported, and use none of his words."
        ),
    )

    def __init__(self, *args: Any, advisers: Collection[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(pk__in=[row.person_id for row in advisers])
        narrow(self.fields["person"], people.order_by("code"))
        self.fields["person"].required = True


class GiveOpinionForm(StepForm):
    decisions = (
        Decision(
            "give",
            _("Give the opinion"),
            hint=_(
                "It binds nobody: whoever asked decides. It is given once and not changed. Whoever "
                "gives it decides nothing on the matter afterwards, and verifies nothing in the "
                "case."
            ),
        ),
    )

    opinion = reason_field(
        _("Your opinion, with reasons"),
        help_text=_("It stands in the record, which the owner reads too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].required = True

    @cached_property
    def consultation(self) -> Consultation:
        rows = Consultation.objects.select_related("item__case", "item__person", "asked_by")
        processes = CaseProcess.objects.filter(pk=self.item.process_id)
        return rows.get(processes__in=processes)

    @property
    def facts(self) -> Facts:
        row = self.consultation
        return [
            (pgettext("consultation", "Asked by"), row.asked_by.name),
            (_("Asked on"), moment(row.asked_at)),
            (_("Step to be decided"), row.item.get_step_display()),
            (_("What is asked"), row.question),
        ]

    def carry_out(self) -> CaseEvent:
        return consulting.give_opinion(
            case=self.case,
            actor=self.actor,
            consultation=self.consultation,
            opinion=self.cleaned_data["opinion"],
        )
