"""Forms of the steps of a disclosure: those of the notice of the effect, for another text (4.6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rectification.enums import PublicationPurpose, PublicationStatus
from rectification.models import CaseEvent
from rectification.policies.disclosures import purpose_due
from rectification.services import disclosures, publication
from workflows.forms.base import Decision
from workflows.forms.hearing import HearPersonForm
from workflows.forms.posting import PostNoticeForm
from workflows.forms.proposals import plain_circular, plain_lists
from workflows.forms.publication import (
    AgreeScopeForm,
    ApprovePublicationForm,
    CheckRedactionForm,
    ProposePublicationForm,
)
from workflows.forms.reviewing import RETURN, ProposalForm
from workflows.forms.sensitivity import SENSITIVE, MayBeSensitive, SettleSensitivityForm


class OfDisclosure(ProposalForm):
    """The lists of a case under way, or the circular of one that was struck off."""

    @property
    def about(self) -> dict[str, str]:
        return {"purpose": purpose_due(self.case) or PublicationPurpose.LISTS}

    @property
    def purpose_label(self) -> str:
        """What the page says is disclosed."""
        return str(PublicationPurpose(self.about["purpose"]).label)


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


class ReviewDisclosureForm(OfDisclosure, MayBeSensitive):
    """The party and government office reads the text, and why it is to be shown."""

    decisions = (
        Decision("clear", _("Nothing secret, needed in this scope, and accurate")),
        RETURN,
        SENSITIVE,
    )

    agree = staticmethod(publication.clear_secrecy)


class CheckDisclosureForm(OfDisclosure, CheckRedactionForm):
    """The second pair of eyes: never those of the author."""


class HearDisclosureForm(OfDisclosure, HearPersonForm):
    """What the person concerned contests is not shown until it has been answered."""


class ApproveDisclosureForm(OfDisclosure, ApprovePublicationForm):
    """The approver of the scope decides."""


class DecideSensitivityForm(OfDisclosure, SettleSensitivityForm):
    """4.6: the leading group weighs the concern against the use of telling."""


class AgreeDisclosureForm(OfDisclosure, AgreeScopeForm):
    """4.6: the organisation office reads the text and its scope, and nothing else of the case."""


class PostDisclosureForm(OfDisclosure, PostNoticeForm):
    """On the online board, and in whatever other channel."""
