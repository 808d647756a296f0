"""A successor takes over: assigned by the office, claimed anew, its day decided (scenario 4)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import CaseEvent, Claim
from rectification.policies.days import today
from rectification.policies.owners import possible_successors, successors_of
from rectification.services import successions
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, narrow
from workflows.forms.signed import SignedForm


class AssignSuccessorForm(StepForm):
    """One of the organisations that stand in the place of the former owner, or else another."""

    decisions = (
        Decision(
            "assign",
            _("Give it to this successor"),
            fields=("successor", "reason"),
            needs=("successor",),
            hint=_("The successor is told at once and claims the case within three working days."),
        ),
    )

    successor = OrganisationField(label=_("Successor"))
    reason = reason_field(
        _("Why this organisation"),
        help_text=_(
            "The former owner was closed without a successor, so any open organisation of this "
            "level can be named. Whoever is concerned reads the reason."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        owner = self.case.owner_organisation
        narrow(self.fields["successor"], possible_successors(self.case, today()))
        if owner is not None and successors_of(owner):
            del self.fields["reason"]

    def carry_out(self) -> CaseEvent:
        return successions.assign_successor(
            case=self.case,
            actor=self.actor,
            successor=self.cleaned_data["successor"],
            reason=self.cleaned_data.get("reason", ""),
        )


class ReclaimForm(SignedForm):
    """Beside the procedure, which goes on where it stood."""

    decisions = (
        Decision(
            "reclaim",
            _("Take the case over"),
            fields=("statement", "proposed_due_on"),
            hint=_("From now on your organisation answers for what is still open."),
        ),
    )

    statement = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only if you propose a later day: say why."),
    )
    proposed_due_on = forms.DateField(
        label=_("Proposed new day"),
        required=False,
        help_text=_("May be proposed once and is no extension; the approver decides."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not successions.may_propose_date(self.case):
            del self.fields["proposed_due_on"]

    def carry_out(self) -> CaseEvent:
        return successions.reclaim(
            case=self.case,
            actor=self.actor,
            statement=self.cleaned_data.get("statement", ""),
            proposed_due_on=self.cleaned_data.get("proposed_due_on"),
        )


class DecideDatesForm(StepForm):
    """Whoever approves the plan accepts the successor's day or keeps the old one."""

    decisions = (
        Decision("accept", _("Accept the proposed day")),
        Decision("refuse", _("Keep the present day"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Why the present day stays"))

    @property
    def proposal(self) -> Claim | None:
        return successions.proposal_of(self.case)

    def carry_out(self) -> CaseEvent:
        return successions.decide_dates(
            case=self.case,
            actor=self.actor,
            accepts=self.chosen == "accept",
            reason=self.cleaned_data.get("reason", ""),
        )
