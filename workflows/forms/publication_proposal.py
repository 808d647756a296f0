"""The form of a proposal: what is shown to whom and why, or why nothing is."""

from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import PublicationStatus, WaiverGround
from rectification.models import CaseEvent
from rectification.policies.publication import (
    default_scope,
    max_scope,
    may_be_published,
    scopes_for,
)
from rectification.selectors.publication import comment_to_answer
from rectification.services import publication, waivers
from rectification.web.case_file import Part
from rectification.web.parts import Refusal
from workflows.forms.base import REASON_MINIMUM, Decision
from workflows.forms.proofs import evidence_part, plan_in_force
from workflows.forms.proposals import plain_proposal
from workflows.forms.redaction_marks import MarkedProposal


class ProposePublicationForm(MarkedProposal):
    """T22, T23: what is shown to whom, or why nothing is."""

    decisions = (
        Decision(
            "publish",
            _("Propose this publication"),
            fields=("scope", "title", "text", "working_days", "necessity", "answer_to_comment"),
            needs=("scope", "title", "text", "working_days", "necessity"),
        ),
        Decision(
            "waive",
            _("Propose to publish nothing"),
            fields=("ground", "reason"),
            needs=("ground", "reason"),
            hint=_("The approver of the scope and the discipline committee must agree."),
        ),
    )

    scope = forms.ChoiceField(
        label=_("Who may read it"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Whoever reads a narrow scope reads every wider one too."),
    )
    title = forms.CharField(label=_("Public title"), required=False, max_length=120)
    text = forms.CharField(
        label=_("Public text"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("No names, numbers or private matters. The original stays untouched."),
    )
    working_days = forms.IntegerField(
        label=_("Working days of the notice"),
        required=False,
        min_value=publication.SHORTEST,
        max_value=publication.LONGEST,
        initial=publication.SHORTEST,
        help_text=_("5 to 20 working days, counted from the day after posting."),
    )
    necessity = forms.CharField(
        label=_("Why it is shown in this scope"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer_to_comment = forms.CharField(
        label=_("Answer to the comment of the person concerned"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ground = forms.ChoiceField(
        label=_("Ground for no publication"),
        required=False,
        choices=WaiverGround,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        min_length=REASON_MINIMUM,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = cast(forms.ChoiceField, self.fields["scope"])
        scope.choices = [(s.value, s.coded) for s in scopes_for(self.case, **self.about)]
        if not self.comment:
            del self.fields["answer_to_comment"]
        if not self.is_bound:
            self.initial.update(self._proposed())
        self.add_marks()

    @cached_property
    def comment(self) -> str:
        """What the person concerned said against the last text."""
        return comment_to_answer(self.case, **self.about)

    @property
    def blocked(self) -> Refusal | None:
        """Nothing of the case may be published; only the waiver is left."""
        if may_be_published(self.case):
            return None
        return Refusal(
            _(
                "The case is not marked “may be made public”, so nothing of it can be published. "
                "Propose that nothing is published instead."
            ),
            rule="4.6",
        )

    @property
    def parts(self) -> list[Part]:
        """What the proposer draws the text from."""
        return [part for part in (plan_in_force(self.case), evidence_part(self.case)) if part]

    def _proposed(self) -> dict[str, Any]:
        """The version that came back, else a plain text from what is known; typed only once."""
        last = self.proposal
        taken_back = last is not None and last.status == PublicationStatus.WITHDRAWN
        if last is not None and last.is_waiver and taken_back:
            waived = {"ground": last.waiver_ground, "reason": last.waiver_reason}
            return {**self._plain(), **waived}
        if last is not None and not last.is_waiver:
            # The lawful maximum may have changed with the level since that version.
            scope = min(last.scope, max_scope(self.case, **self.about).value)
            return {
                "scope": scope,
                "title": last.title,
                "text": last.text,
                "working_days": last.working_days,
                "necessity": last.necessity,
                # An answer that the person concerned has not read yet is not typed anew.
                "answer_to_comment": "" if last.hearing else last.answer_to_comment,
            }
        return self._plain()

    def _plain(self) -> dict[str, Any]:
        """What is known, put plainly."""
        title, text = self.plain_text()
        scope = default_scope(self.case, **self.about)
        return {"scope": scope.value, "title": title, "text": text}

    def plain_text(self) -> tuple[str, str]:
        """Title and text from what is known."""
        return plain_proposal(self.case)

    def sections(self) -> list[tuple[Decision, list[forms.BoundField]]]:
        return [
            (decision, [self[name] for name in decision.fields if name in self.fields])
            for decision in self.decisions
            if decision.name == "waive" or not self.blocked
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.comment and data.get("decision") == "publish" and not data["answer_to_comment"]:
            self.add_error("answer_to_comment", _("This field is required for your decision."))
        return data

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.chosen == "waive":
            return waivers.propose_waiver(
                case=self.case, actor=self.actor, ground=data["ground"], reason=data["reason"]
            )
        return publication.propose_publication(
            case=self.case,
            actor=self.actor,
            scope=data["scope"],
            title=data["title"],
            text=data["text"],
            working_days=data["working_days"],
            necessity=data["necessity"],
            answer_to_comment=data.get("answer_to_comment", ""),
            answers=self.answers,
            **self.about,
        )
