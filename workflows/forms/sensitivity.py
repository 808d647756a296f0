"""群众高度关注: whoever reviews a text may stop it, and the leading group decides (rules 4.6).

The same for the notice of the effect and for what is disclosed beside the procedure.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rectification.enums import PublicationPurpose
from rectification.models import CaseEvent
from rectification.selectors.publication import concern_about
from rectification.services import sensitivity
from workflows.forms.base import Decision, reason_field
from workflows.forms.reviewing import ProposalForm, ReturnableForm

SENSITIVE = Decision(
    "sensitive",
    _("Strong public sensitivity, the leading group decides first"),
    fields=("sensitive",),
    needs=("sensitive",),
    hint=_("The review stops until it has decided, and then goes on with you."),
)


class MayBeSensitive(ReturnableForm):
    """A review in which the text may be called strongly sensitive to the public."""

    sensitive = reason_field(_("Why the public is strongly concerned"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.proposal is not None and self.proposal.is_waiver:
            self.decisions = tuple(way for way in self.decisions if way != SENSITIVE)
            del self.fields["sensitive"]

    def carry_out(self) -> CaseEvent:
        if self.chosen == SENSITIVE.name:
            return sensitivity.raise_sensitivity(
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["sensitive"],
                **self.about,
            )
        return super().carry_out()


class SettleSensitivityForm(ProposalForm):
    """4.6: the leading group weighs the concern against the use of telling."""

    decisions = (
        Decision("clear", _("May be shown, the review goes on"), needs=("reason",)),
        Decision("uphold", _("Not to be shown like this"), needs=("reason",)),
    )

    reason = reason_field(_("Reason of the leading group"))

    @property
    def purpose_label(self) -> str:
        """What the page says is shown."""
        return str(PublicationPurpose(self.about.get("purpose", PublicationPurpose.EFFECT)).label)

    @property
    def concern(self) -> str:
        """What was said against it, by whoever stopped the review."""
        return concern_about(self.proposal) if self.proposal is not None else ""

    def carry_out(self) -> CaseEvent:
        clears = self.chosen == "clear"
        decide = sensitivity.clear_sensitivity if clears else sensitivity.uphold_sensitivity
        return decide(
            case=self.case, actor=self.actor, reason=self.cleaned_data["reason"], **self.about
        )
