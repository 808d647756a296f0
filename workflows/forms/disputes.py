"""Forms of a dispute: mediation, proposal and decision on a share, decision on the owner."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import ClaimKind, MediationResult, ShareDecision
from rectification.models import Assignment, CaseEvent, Claim, Dispute, Measure
from rectification.selectors.shares import insistence, open_dispute, planned_measures
from rectification.services import dispatching, disputes
from rectification.web.case_file import Facts
from rectification.web.disputes import dispute_facts
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, narrow
from workflows.forms.dispatching import CaseForm


class ShareForm(StepForm):
    """A step about the share of one unit; no way of deciding is put before the others."""

    @property
    def assignment(self) -> Assignment:
        if self.item.assignment is None:
            raise ValueError("this step needs the unit that is in dispute")
        return self.item.assignment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ChoiceField(
            label=self.question,
            choices=[(way.name, way.label) for way in self.decisions],
            widget=forms.RadioSelect,
        )

    question = _("Decision")
    act = _("Decide, it is final")
    """The word on the button."""

    @cached_property
    def dispute(self) -> Dispute | None:
        return open_dispute(self.assignment)

    @property
    def facts(self) -> Facts:
        """Both units, and what was said and recorded so far."""
        return dispute_facts(self.dispute, self.case) if self.dispute is not None else []

    @cached_property
    def measures(self) -> list[Measure]:
        """What the plan has in store for the unit."""
        return planned_measures(self.case, self.assignment.organisation)


class MediateShareForm(ShareForm):
    """The office talks to both units and records what they agreed on."""

    question = _("What came of it")
    act = _("Record the result")
    decisions = tuple(Decision(way.value, way.label) for way in MediationResult)

    agreed = reason_field(
        _("Record of the mediation"),
        help_text=_("Who was heard, what was agreed, and who takes over what. Both units read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].required = True

    def carry_out(self) -> CaseEvent:
        return disputes.mediate_share(
            case=self.case,
            actor=self.actor,
            assignment=self.assignment,
            result=self.chosen,
            agreed=self.cleaned_data["agreed"],
        )


class _ReasonedForm(ShareForm):
    """Whether the unit has a share, with the reasons."""

    decisions = tuple(Decision(way.value, way.label) for way in ShareDecision)

    reason = reason_field(_("Reasons"), help_text=_("Both units read them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class ProposeShareForm(_ReasonedForm):
    """The unit kept silent; the office proposes to the leading group what follows."""

    question = _("What you propose")
    act = _("Propose to the leading group")

    def carry_out(self) -> CaseEvent:
        return disputes.propose_share(
            case=self.case,
            actor=self.actor,
            assignment=self.assignment,
            proposal=self.chosen,
            reason=self.cleaned_data["reason"],
        )


class DecideShareForm(_ReasonedForm):
    """The leading group decides in writing; it is final."""

    def carry_out(self) -> CaseEvent:
        return disputes.decide_share(
            case=self.case,
            actor=self.actor,
            assignment=self.assignment,
            decision=self.chosen,
            reason=self.cleaned_data["reason"],
        )


class SettleOwnerForm(CaseForm):
    """The claim was declined twice; the leading group hears both sides and names the owner."""

    decisions = (
        Decision(
            "settle",
            _("Decide who owns the case"),
            fields=("lead", "reason"),
            needs=("lead", "reason"),
            hint=_("It is recorded as designated and final; the next step is the plan."),
        ),
    )

    lead = OrganisationField(label=_("Lead unit"), help_text=_("The lead unit owns the case."))
    reason = reason_field(_("Reasons"), help_text=_("All units concerned read them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_member_case:
            del self.fields["lead"]
            return
        narrow(self.fields["lead"], self.possible_owners())

    @cached_property
    def declined(self) -> list[Claim]:
        """What the units said, in order."""
        rows = self.case.claims.filter(kind=ClaimKind.DECLINED, round=self.case.round)
        return list(rows.select_related("organisation", "proposed_owner", "made_by").order_by("pk"))

    @cached_property
    def insisted(self) -> CaseEvent | None:
        """Why the office dispatched it to a unit that had declined."""
        return insistence(self.case)

    def carry_out(self) -> CaseEvent:
        return dispatching.settle_owner(
            case=self.case,
            actor=self.actor,
            lead=self.cleaned_data.get("lead"),
            reason=self.cleaned_data["reason"],
        )
