"""Forms of a referral for accountability: its answer, its sending, and writing one (8.12)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rectification.enums import ReferralGround
from rectification.models import AccountabilityReferral, Case, CaseEvent, Organisation
from rectification.policies.days import today
from rectification.policies.referrals import concerned_in, why_not_send
from rectification.services import referrals
from rectification.services.referrals import Draft
from rectification.web.case_file import Facts
from rectification.web.referrals import facts_in_full
from workflows.forms.base import REASON_MINIMUM, Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, choice_or_none, narrow
from workflows.processes import referral_of

NOBODY_NAMED = _("About the organisation alone: whoever is known here is not named.")


class ReferralForm(StepForm):
    """Shows the referral itself and nothing of the case."""

    @cached_property
    def referral(self) -> AccountabilityReferral:
        return referral_of(self.item)

    @property
    def original(self) -> str:
        """Who has opened what is sealed stays on record."""
        return self.referral.reference

    @property
    def referral_facts(self) -> Facts:
        return facts_in_full(self.referral)


class AnswerReferralForm(ReferralForm):
    decisions = (
        Decision(
            "answer",
            _("Send the answer"),
            needs=("answer",),
            hint=_("It is read before anything is sent. It admits nothing by being given."),
        ),
    )

    answer = reason_field(_("Answer of the organisation"), help_text=NOBODY_NAMED)

    def carry_out(self) -> CaseEvent:
        return referrals.answer_referral(
            case=self.case,
            actor=self.actor,
            referral=self.referral,
            answer=self.cleaned_data["answer"],
        )


class SendReferralForm(ReferralForm):
    """Once the answer was read: on paper to the competent body, or not at all."""

    SEND = Decision(
        "send",
        _("It was sent on paper"),
        fields=("read", "number", "sent_to"),
        needs=("read", "number", "sent_to"),
        hint=_("From now on number, day and body alone are shown here."),
    )
    DROP = Decision(
        "drop",
        _("Drop the referral"),
        fields=("reason",),
        needs=("reason",),
        hint=_("Nothing is sent. Whoever was told of it is told so, with the reason."),
    )
    decisions: tuple[Decision, ...] = (SEND, DROP)

    read = forms.BooleanField(
        label=_("I have read what the organisation answered, or that it kept silent"),
        required=False,
    )
    number = forms.CharField(label=_("Number of the paper"), required=False, max_length=40)
    sent_to = forms.CharField(label=_("Sent to"), required=False, max_length=60)
    reason = reason_field(_("Why it is dropped"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.why_not_send:
            self.decisions = (self.DROP,)
            for name in self.SEND.fields:
                del self.fields[name]

    @cached_property
    def why_not_send(self) -> str:
        """Why nothing but dropping is left."""
        why = why_not_send(self.referral)
        return str(why.message) if why is not None else ""

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        about: dict[str, Any] = {
            "case": self.case,
            "actor": self.actor,
            "referral": self.referral,
        }
        if self.chosen == "drop":
            return referrals.drop_referral(reason=data["reason"], **about)
        return referrals.send_referral(number=data["number"], sent_to=data["sent_to"], **about)


def ground_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=pgettext_lazy("referral", "Ground"),
        choices=choice_or_none(ReferralGround.choices),
        **kwargs,
    )


def facts_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Facts"),
        min_length=REASON_MINIMUM,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NOBODY_NAMED,
        **kwargs,
    )


def about_field() -> OrganisationField:
    return OrganisationField(label=_("Organisation concerned"))


def offer_concerned(field: forms.Field, case: Case) -> None:
    keys = [organisation.pk for organisation in concerned_in(case)]
    narrow(field, Organisation.objects.filter(pk__in=keys).order_by("code"))
    field.initial = case.owner_organisation_id


class WriteReferralForm(forms.Form):
    about = about_field()
    ground = ground_field()
    facts = facts_field()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].required = True
        offer_concerned(self.fields["about"], case)

    @property
    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(data["about"], data["ground"], data["facts"])


class RecordOutcomeForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the paper"),
        max_length=40,
        help_text=_("The number alone, never what the paper says."),
    )
    on = forms.DateField(label=_("Day of the paper"), initial=today)
