"""What the person concerned says before anything is published (docs/rules.md T22, scenario 14)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.enums import HearingOutcome, ObjectionKind
from rectification.models import CaseEvent, Objection
from rectification.selectors.objections import standing_answer
from rectification.selectors.publication import objection_before_notice
from rectification.services import contesting, objection_reviews, publication
from workflows.forms.base import Decision, reason_field
from workflows.forms.reviewing import Facts, ProposalForm
from workflows.forms.signed import SignedForm

NO_OBJECTION = Decision(HearingOutcome.NO_OBJECTION, _("I have no objection to this text"))
CONTESTED = Decision(
    HearingOutcome.CONTESTED,
    _("I contest this text"),
    fields=("comment",),
    needs=("comment",),
    hint=_("It is not published until your comment has been answered in writing."),
)
OBJECT = Decision(
    "object",
    _("I contest this text still"),
    fields=("kind", "comment"),
    needs=("kind", "comment"),
    hint=_(
        "It is handled as an objection, by somebody who took no part in the text. Nothing is "
        "published before that is decided."
    ),
)


class HearPersonForm(SignedForm, ProposalForm):
    """Silence is no consent, but it does not stop the procedure either.

    What was answered once and is contested still is handled as an objection; what is shown beside
    the procedure is answered by whoever proposed it, or given up (docs/decisions/0028).
    """

    decisions: tuple[Decision, ...] = (NO_OBJECTION, CONTESTED, OBJECT)

    kind = forms.ChoiceField(
        label=_("What the objection is about"),
        required=False,
        choices=ObjectionKind,
        widget=forms.RadioSelect,
    )
    comment = reason_field(_("What is wrong with the text"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.answered and not self.about:
            self.decisions = (NO_OBJECTION, OBJECT)
        else:
            self.decisions = (NO_OBJECTION, CONTESTED)
            del self.fields["kind"]

    @property
    def answered(self) -> Facts:
        """What he was told in writing, where he contested the text before (8.14)."""
        proposal = self.proposal
        if proposal is None or not proposal.answer_to_comment:
            return []
        return [(_("Answer to the comment"), proposal.answer_to_comment)]

    def carry_out(self) -> CaseEvent:
        data = self.cleaned_data
        if self.chosen == OBJECT.name:
            return contesting.object_before_notice(
                case=self.case, actor=self.actor, kind=data["kind"], comment=data["comment"]
            )
        return publication.comment_publication(
            case=self.case,
            actor=self.actor,
            outcome=self.chosen,
            comment=data["comment"] if self.chosen == "contested" else "",
            **self.about,
        )


class HearAnswerForm(SignedForm, ProposalForm):
    """T25: he reads the answer beside the very text, and may have it reviewed once."""

    decisions = (
        Decision("stand", _("I ask for no review")),
        Decision(
            "contest",
            _("I contest the answer"),
            fields=("reason",),
            needs=("reason",),
            hint=_("Another body reviews it, once and for good. Nothing is published meanwhile."),
        ),
    )

    reason = reason_field(_("Why you contest the answer"))

    @property
    def objection(self) -> Objection:
        found = objection_before_notice(self.case)
        if found is None:
            raise ValueError("the step is about an objection before the notice")
        return found

    @property
    def answered(self) -> Facts:
        objection = self.objection
        return [
            (_("Your objection"), objection.text),
            (_("Decision"), objection.get_decision_display()),
            (_("Reply"), standing_answer(objection).reply),
        ]

    def carry_out(self) -> CaseEvent:
        if self.chosen == "contest":
            return objection_reviews.ask_review(
                objection=self.objection, reason=self.cleaned_data["reason"], actor=self.actor
            )
        return contesting.let_answer_stand(case=self.case, actor=self.actor)
