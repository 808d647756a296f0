"""Forms of the office's intake: register, or not accept with a second person (T4, T5)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    CaseLevel,
    Category,
    DeadlineClass,
    RejectionReason,
    Secrecy,
    Severity,
)
from rectification.models import CaseEvent, Organisation, RoutingRule
from rectification.policies.authority import committee_above, members_of
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.policies.transfers import why_not_transfer
from rectification.selectors.intake import (
    ProposedRejection,
    marked_line_of,
    proposed_rejection,
)
from rectification.selectors.routing import fitting_rule
from rectification.services import intake, transfers
from workflows.forms.base import Decision, reason_field
from workflows.forms.choices import OrganisationField, PersonField, choice_or_none, narrow
from workflows.forms.intake_base import IntakeForm
from workflows.forms.merging import MERGE, Merging
from workflows.forms.negative_list import NegativeListField
from workflows.forms.reported import reported
from workflows.forms.routing import filled_in

ENTRY = (
    "title",
    "description",
    "level",
    "owner_organisation",
    "owner_person",
    "category",
    "negative_item",
    "standard_ref",
    "severity",
    "severity_reason",
    "deadline_class",
    "secrecy",
    "touches_residents",
    "is_common",
    "screened",
    "holds_no_secret",
)


class TriageForm(Merging, IntakeForm):
    """Everything the author gave is filled in already; an opinion is worded anew."""

    decisions: tuple[Decision, ...] = (
        Decision(
            "register",
            _("Register the case"),
            fields=ENTRY,
            needs=(
                "title",
                "description",
                "level",
                "owner_organisation",
                "category",
                "severity",
                "deadline_class",
                "secrecy",
                "screened",
            ),
            hint=_("It gets its number; author and person concerned are told."),
        ),
        MERGE,
        Decision(
            "transfer",
            _("Hand over to the discipline committee"),
            hint=_(
                "For a clue of a breach of discipline or law. The content is sealed at once, for "
                "you as well; the reference number alone stays. Whoever reported is told in "
                "neutral words, the person concerned is not told by this system."
            ),
        ),
        Decision(
            "reject",
            _("Propose not to accept it"),
            fields=("reason_code", "reason"),
            needs=("reason_code", "reason"),
            hint=_("A second person of the office confirms; whoever raised it gets the reasons."),
        ),
    )

    title = forms.CharField(label=_("Title"), required=False, max_length=80)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=CaseLevel, widget=forms.RadioSelect
    )
    owner_organisation = OrganisationField(label=_("Responsible organisation"))
    owner_person = PersonField(
        label=_("Person concerned"),
        help_text=_("Only for member level. The list shows the members of the branch above."),
        error_messages={
            "invalid_choice": _("The person is not a member of this branch today (T4).")
        },
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=choice_or_none(Category.choices)
    )
    negative_item = NegativeListField(help_text=_("Only for member level."))
    standard_ref = forms.CharField(
        label=_("Standard not met"),
        required=False,
        max_length=200,
        help_text=_("Needed when a person is concerned."),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=Severity, widget=forms.RadioSelect
    )
    severity_reason = forms.CharField(
        label=_("Reason for the severity"),
        required=False,
        max_length=200,
        help_text=_("Needed when it is more than ordinary."),
    )
    deadline_class = forms.ChoiceField(
        label=_("Deadline class"), required=False, choices=DeadlineClass, widget=forms.RadioSelect
    )
    secrecy = forms.ChoiceField(
        label=_("Secrecy"),
        required=False,
        choices=Secrecy,
        widget=forms.RadioSelect,
        help_text=_("Only what may be made public can later be shown in a notice."),
    )
    touches_residents = forms.BooleanField(label=_("Touches residents"), required=False)
    is_common = forms.BooleanField(
        label=_("Common problem"),
        required=False,
        help_text=_("Others have it too. Cases of members are marked so and never merged."),
    )
    screened = forms.BooleanField(
        label=_("No duplicate, and no clue of a breach of discipline"),
        required=False,
        help_text=_(
            "Look at the open cases of the organisation first. A clue of a breach of discipline "
            "is not registered here: hand it over below."
        ),
    )
    holds_no_secret = forms.BooleanField(
        label=_("The text holds no secret"),
        required=False,
        help_text=_("The list speaks of secrets here; read it before you confirm."),
    )
    reason_code = forms.ChoiceField(
        label=_("Reason"), required=False, choices=RejectionReason, widget=forms.RadioSelect
    )
    reason = reason_field(_("Reason in words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = filled_in(self.rule, self.case)
        self.initial = {**self._reported(), **self.proposed, **self.initial}
        if why_not_transfer(self.case) is not None:
            self.decisions = tuple(d for d in self.decisions if d.name != "transfer")
        marked = marked_line_of(self.case)
        if marked is None or not marked.speaks_of_secrets:
            del self.fields["holds_no_secret"]
        near = self.case.owner_organisation or self.actor.organisation
        rows = open_organisations(near, today())
        narrow(self.fields["owner_organisation"], rows)
        committee = committee_above(near) if near else None
        self._cites().offer(committee, cited=self.case.cited_item, bare_kinds=True)
        branch = self._branch()
        if branch is not None:
            narrow(self.fields["owner_person"], members_of(branch, today()))

    @cached_property
    def rule(self) -> RoutingRule | None:
        """The routing rule that fits; it may look at the reporter's words if the reader may."""
        return fitting_rule(self.case, near=self.actor.organisation, more=self.opinion_text)

    def _reported(self) -> dict[str, Any]:
        found = reported(self.case)
        if self.opinion is not None:
            del found["title"], found["description"]
            found["touches_residents"] = True
        return found

    def _cites(self) -> NegativeListField:
        field = self.fields["negative_item"]
        if not isinstance(field, NegativeListField):
            raise TypeError(f"{field!r} cites no list")
        return field

    def _branch(self) -> Organisation | None:
        """The branch whose members are offered: what was just chosen, else what was reported."""
        field = self.fields["owner_organisation"]
        chosen = self["owner_organisation"].value()
        try:
            found: Organisation | None = field.clean(chosen)
        except forms.ValidationError:
            return None
        return found

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.chosen == MERGE.name:
            return self.merge()
        if self.chosen == "transfer":
            return transfers.transfer_clue(case=self.case, actor=self.actor)
        if self.chosen == "reject":
            return intake.propose_rejection(
                case=self.case,
                actor=self.actor,
                reason_code=data["reason_code"],
                reason=data["reason"],
            )
        data["negative_item"], data["cited_item"] = self._cites().cited(data["negative_item"])
        entry = intake.Entry(
            **{name: data[name] for name in (*ENTRY, "cited_item") if name in data}
        )
        return intake.register(case=self.case, actor=self.actor, entry=entry)


class ConfirmRejectionForm(IntakeForm):
    """The second pair of eyes: nothing is turned away by one person alone."""

    decisions = (
        Decision(
            "confirm",
            _("Do not accept the report"),
            hint=_("The case ends here; whoever raised it gets the reasons."),
        ),
        Decision(
            "refuse",
            _("Do not agree, back to intake"),
            fields=("reason",),
            needs=("reason",),
        ),
    )

    reason = reason_field(_("Why it should be accepted"))

    @cached_property
    def proposal(self) -> ProposedRejection | None:
        return proposed_rejection(self.case)

    def carry_out(self) -> CaseEvent:
        if self.chosen == "refuse":
            return intake.refuse_rejection(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return intake.confirm_rejection(case=self.case, actor=self.actor)
