"""What the steps about a proposal for publication have in common (docs/rules.md T22, T23)."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rectification.enums import CaseLevel
from rectification.models import CaseEvent, Person, PublicationDecision
from rectification.policies.publication import is_small_group
from rectification.selectors.objections import standing_answer
from rectification.selectors.publication import current_decision, objection_before_notice
from rectification.services import publication
from rectification.web.dates import moment
from rectification.web.parts import NoticeSheet
from rectification.wording import labelled
from workflows.forms.base import Decision, StepForm, reason_field

Facts = list[tuple[str | Promise, object]]

RETURN = Decision(
    "return",
    gettext_lazy("Return with reasons"),
    fields=("reason",),
    needs=("reason",),
    hint=gettext_lazy(
        "It goes back to whoever proposed it. Name everything that has to change at once."
    ),
)


class ProposalForm(StepForm):
    """A step that is about the proposal under review; `proposal` is what its page shows."""

    @property
    def about(self) -> dict[str, str]:
        """What selectors and services must know beside the case: nothing for the main notice."""
        return {}

    @cached_property
    def proposal(self) -> PublicationDecision | None:
        return current_decision(self.case, **self.about)

    @property
    def sheet(self) -> NoticeSheet | None:
        """The text as readers will see it, with its circle and length; None for a waiver."""
        proposal = self.proposal
        if proposal is None or proposal.is_waiver:
            return None
        return sheet_of(proposal)

    @cached_property
    def in_small_group(self) -> bool:
        """The text is about a member of a group under ten, or names such a group (scenario 15)."""
        group = self.case.owner_organisation
        if group is None or not is_small_group(group):
            return False
        shown = f"{self.proposal.title}{self.proposal.text}" if self.proposal else ""
        return self.case.level == CaseLevel.MEMBER or group.name in shown

    @property
    def waiver(self) -> Facts:
        """Why nothing is to be published; empty for a proposal to publish."""
        proposal = self.proposal
        if proposal is None or not proposal.is_waiver:
            return []
        return [
            (_("Ground"), proposal.get_waiver_ground_display()),
            (_("Reason"), proposal.waiver_reason),
            (_("Proposed by"), proposal.proposed_by.name),
            (_("Approved by"), proposal.approved_by.name if proposal.approved_by else ""),
        ]


def sheet_of(proposal: PublicationDecision) -> NoticeSheet:
    days = proposal.working_days
    length = ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return NoticeSheet(
        title=proposal.title,
        body=proposal.text,
        meta=[proposal.get_scope_display(), length],
    )


class ReturnableForm(ProposalForm):
    """A review that may send the proposal back to its author."""

    agree: ClassVar[Callable[..., CaseEvent]]
    """The service of the decision that lets the proposal go on."""

    reason = reason_field(gettext_lazy("Reasons for the return"))

    def carry_out(self) -> CaseEvent:
        if self.chosen == RETURN.name:
            return publication.return_publication(
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["reason"],
                **self.about,
            )
        return type(self).agree(case=self.case, actor=self.actor, **self.about)


def _signed(person: Person | None, at: datetime | None) -> str:
    return f"{person.name} {moment(at)}" if person and at else ""


def review_facts(proposal: PublicationDecision) -> Facts:
    """How the text came about, for whoever approves its scope."""
    hearing = [proposal.get_hearing_display() if proposal.hearing else "", proposal.comment]
    return [
        (_("Why it is shown in this scope"), proposal.necessity),
        (_("Proposed by"), proposal.proposed_by.name),
        (_("Secrecy review"), _signed(proposal.secrecy_by, proposal.secrecy_at)),
        (_("Second redaction check"), _signed(proposal.redaction_by, proposal.redaction_at)),
        (_("Comment of the person concerned"), ": ".join(word for word in hearing if word)),
        (_("Answer to the comment"), proposal.answer_to_comment),
        (_("Answer to the objection"), _answer(proposal)),
    ]


def _answer(proposal: PublicationDecision) -> str:
    """What was decided where the person concerned contested the text still (8.14)."""
    objection = objection_before_notice(proposal.case)
    if objection is None or objection.publication_id != proposal.pk:
        return ""
    return labelled(objection.get_decision_display(), standing_answer(objection).reply)
