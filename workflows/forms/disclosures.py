"""Forms of the steps of a disclosure: those of the notice of the effect, for another text (4.6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rectification.enums import PublicationPurpose, PublicationStatus
from rectification.models import CaseEvent
from rectification.policies.disclosures import purpose_due
from rectification.selectors.publication import concern_about
from rectification.services import disclosures, publication, sensitivity
from workflows.forms.base import Decision, reason_field
from workflows.forms.posting import PostNoticeForm
from workflows.forms.proposals import plain_circular, plain_lists
from workflows.forms.publication import (
    AgreeScopeForm,
    ApprovePublicationForm,
    CheckRedactionForm,
    HearPersonForm,
    ProposePublicationForm,
)
from workflows.forms.reviewing import RETURN, ProposalForm, ReturnableForm

SENSITIVE = Decision(
    "sensitive",
    _("Strong public sensitivity, the leading group decides first"),
    fields=("sensitive",),
    needs=("sensitive",),
    hint=_("The review stops until it has decided, and then goes on with you."),
)


class OfDisclosure(ProposalForm):
    """The lists of a case under way, or the circular of one that was struck off."""

    @property
    def about(self) -> dict[str, str]:
        return {"purpose": purpose_due(self.case) or PublicationPurpose.LISTS}

    @property
    def purpose_label(self) -> str:
        """What the page says is disclosed."""
        return str(PublicationPurpose(self.about["purpose"]).label)


class MayBeSensitive(OfDisclosure, ReturnableForm):
    """A review in which the text may be called strongly sensitive to the public."""

    sensitive = reason_field(_("Why the public is strongly concerned"))

    def carry_out(self) -> CaseEvent:
        if self.chosen == SENSITIVE.name:
            return sensitivity.raise_sensitivity(
                case=self.case,
                actor=self.actor,
                reason=self.cleaned_data["sensitive"],
                **self.about,
            )
        return super().carry_out()


class ProposeDisclosureForm(OfDisclosure, ProposePublicationForm):
    """The text stands there from plan or closing; whoever proposes it works on it, or gives up."""

    decisions = (
        ProposePublicationForm.decisions[0],
        Decision(
            "drop",
            _("Show nothing"),
            fields=("reason",),
            needs=("reason",),
            hint=_("The disclosure ends; it can be begun anew."),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ground"]

    @property
    def parts(self) -> list[Any]:
        """Plan and evidence are on the page of the case."""
        return []

    def plain_text(self) -> tuple[str, str]:
        lists = self.about["purpose"] == PublicationPurpose.LISTS
        return plain_lists(self.case) if lists else plain_circular(self.case)

    def _proposed(self) -> dict[str, Any]:
        """What was shown already is no draft: the plan may have changed since."""
        last = self.proposal
        if last is not None and last.status == PublicationStatus.CARRIED_OUT:
            return self._plain()
        return super()._proposed()

    def carry_out(self) -> CaseEvent:
        if self.chosen == "drop":
            return disclosures.drop_disclosure(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return super().carry_out()


class ReviewDisclosureForm(MayBeSensitive):
    """The party and government office reads the text, and why it is to be shown."""

    decisions = (
        Decision("clear", _("Nothing secret, needed in this scope, and accurate")),
        RETURN,
        SENSITIVE,
    )

    agree = staticmethod(publication.clear_secrecy)


class CheckDisclosureForm(MayBeSensitive, CheckRedactionForm):
    """The second pair of eyes: never those of the author."""

    decisions = (*CheckRedactionForm.decisions, SENSITIVE)


class HearDisclosureForm(OfDisclosure, HearPersonForm):
    """What the person concerned contests is not shown until it has been answered."""


class ApproveDisclosureForm(MayBeSensitive, ApprovePublicationForm):
    """The approver of the scope decides."""

    decisions = (*ApprovePublicationForm.decisions, SENSITIVE)


class DecideSensitivityForm(OfDisclosure):
    """4.6: the leading group weighs the concern against the use of telling."""

    decisions = (
        Decision("clear", _("May be shown, the review goes on"), needs=("reason",)),
        Decision("uphold", _("Not to be shown like this"), needs=("reason",)),
    )

    reason = reason_field(_("Reason of the leading group"))

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


class AgreeDisclosureForm(MayBeSensitive, AgreeScopeForm):
    """4.6: the organisation office reads the text and its scope, and nothing else of the case."""

    decisions = (*AgreeScopeForm.decisions, SENSITIVE)


class PostDisclosureForm(OfDisclosure, PostNoticeForm):
    """On the online board, and in whatever other channel."""
