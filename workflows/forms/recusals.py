"""Recusal: declared, requested, entered, ended, and decided by whoever stands above (回避)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.enums import RecusalGround
from rectification.models import Case, CaseEvent, Organisation, Person, RecusalRequest
from rectification.policies.facts import facts_of
from rectification.policies.recusal import people_to_ask_about, people_to_recuse
from rectification.services import recusals
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, PersonChoice, narrow
from workflows.forms.reviewing import Facts


def ground_choices() -> list[tuple[str, str | Promise]]:
    return [(ground.value, ground.label) for ground in RecusalGround.declarable()]


class DeclareRecusalForm(forms.Form):
    """The ground alone; who the relative is, nobody asks."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ground_choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Words on another ground"),
        required=False,
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for another ground only. Write no names and nothing of your family."),
    )


class DeclareForOrganisationForm(DeclareRecusalForm):
    """From today on, for every case of one organisation."""

    organisation = OrganisationField(label=_("Organisation"))

    field_order = ("organisation", "ground", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self.fields["organisation"], Organisation.objects.order_by("code"))
        self.fields["organisation"].required = True


class AskRecusalForm(forms.Form):
    """Whom, on which ground, and why; read by whoever decides."""

    person = PersonChoice(label=_("Person"), queryset=Person.objects.none())
    ground = forms.ChoiceField(label=_("Ground"), choices=ground_choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=REASON_MINIMUM,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say what may harm fairness; write nothing of anybody's family."),
    )

    def __init__(self, *args: Any, case: Case, but: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [person.pk for person in self.people(case) if person != but]
        narrow(self.fields["person"], Person.objects.filter(pk__in=offered).order_by("code"))

    def people(self, case: Case) -> list[Person]:
        return people_to_ask_about(case, facts_of(case))


class EnterRecusalForm(AskRecusalForm):
    """Filled in by those who read grounds; whoever is recused already is left out."""

    def people(self, case: Case) -> list[Person]:
        return people_to_recuse(case)


class DecideRecusalForm(StepForm):
    """The answer is read by whoever asked and by the person; it needs reasons either way."""

    decisions = (
        Decision(
            "grant",
            _("Grant, the person is recused"),
            needs=("answer",),
            hint=_(
                "Open steps of the person pass on at once; a verification he signed becomes void."
            ),
        ),
        Decision(
            "refuse",
            _("Refuse, the person goes on"),
            needs=("answer",),
            hint=_("The person acts again at once."),
        ),
    )

    answer = reason_field(_("Answer with reasons"))

    @cached_property
    def request(self) -> RecusalRequest:
        rows = RecusalRequest.objects.select_related("person", "requested_by")
        found: RecusalRequest = rows.get(processes=self.item.process_id)
        return found

    @property
    def request_facts(self) -> Facts:
        return [
            (_("Person"), self.request.person.name),
            (_("Requested by"), self.request.requested_by.name),
            (_("Ground"), self.request.get_ground_display()),
            (_("Reason"), self.request.reason),
        ]

    def carry_out(self) -> CaseEvent:
        return recusals.decide_recusal(
            case=self.case,
            actor=self.actor,
            request=self.request,
            grants=self.chosen == "grant",
            answer=self.cleaned_data["answer"],
        )
