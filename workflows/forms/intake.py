"""Forms of the office's intake: register, or not accept with a second person (T4, T5)."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import (
    CaseLevel,
    Category,
    DeadlineClass,
    NegativeItem,
    RejectionReason,
    Secrecy,
    Severity,
)
from rectification.models import BatchEntry, CaseEvent, Opinion, Organisation
from rectification.policies.authority import members_of
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.policies.transfers import why_not_transfer
from rectification.roles import Role
from rectification.selectors.intake import (
    ProposedRejection,
    handing_in_of,
    line_of,
    opinion_of,
    proposed_rejection,
    reads_opinions,
)
from rectification.services import intake, transfers
from rectification.web.dates import full_date, moment
from rectification.web.parts import Text
from workflows.forms.base import Decision, StepForm, reason_field
from workflows.forms.choices import OrganisationField, PersonField, choice_or_none, narrow
from workflows.forms.lines import facts_of
from workflows.forms.merging import MERGE, Merging
from workflows.forms.reported import reported

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


class IntakeForm(StepForm):
    """A step of the intake; the page shows an opinion to the intake officer alone."""

    @cached_property
    def opinion(self) -> Opinion | None:
        return opinion_of(self.case)

    @cached_property
    def opinion_text(self) -> str:
        """The sender's own words: his style may give him away (scenario 10)."""
        if self.opinion is None or not reads_opinions(self.actor.hand):
            return ""
        return self.opinion.text

    @property
    def original(self) -> str:
        return f"opinion:{self.opinion.pk}" if self.opinion and self.opinion_text else ""

    @cached_property
    def line(self) -> BatchEntry | None:
        """The line of an inspection's list that the case was made of."""
        return line_of(self.case)

    @cached_property
    def handed_in(self) -> list[tuple[Text, Text]]:
        """Who reports, in which office, and when; nothing for an opinion."""
        return [*self._reported_by(), *(facts_of(self.line) if self.line else ())]

    def _reported_by(self) -> list[tuple[Text, Text]]:
        event = handing_in_of(self.case)
        if event is None or event.actor is None:
            return []
        at = event.acting_organisation.name if event.acting_organisation else ""
        office = Role(event.acting_role).label if event.acting_role else ""
        words = [event.actor.name, at, office]
        return [
            (_("Reported by"), " · ".join(str(word) for word in words if word)),
            (_("Handed in"), moment(event.at)),
            (_("Source"), self.case.get_source_display()),
            (_("Found on"), full_date(self.case.found_on)),
        ]


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
    negative_item = forms.ChoiceField(
        label=_("Negative list"),
        required=False,
        choices=choice_or_none(NegativeItem.choices),
        help_text=_("Only for member level."),
    )
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
        self.initial = {**self._reported(), **self.initial}
        if why_not_transfer(self.case) is not None:
            self.decisions = tuple(d for d in self.decisions if d.name != "transfer")
        if self.line is None or not self.line.speaks_of_secrets:
            del self.fields["holds_no_secret"]
        near = self.case.owner_organisation or self.actor.organisation
        rows = open_organisations(near, today())
        narrow(self.fields["owner_organisation"], rows)
        branch = self._branch()
        if branch is not None:
            narrow(self.fields["owner_person"], members_of(branch, today()))

    def _reported(self) -> dict[str, Any]:
        found = reported(self.case)
        if self.opinion is not None:
            del found["title"], found["description"]
            found["touches_residents"] = True
        return found

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
        entry = intake.Entry(**{name: data[name] for name in ENTRY if name in data})
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
