"""Forms of the steps that decide on a publication: review, check, approve."""

from django.utils.translation import gettext_lazy as _

from rectification.models import CaseEvent
from rectification.policies.publication import needs_scope_agreement
from rectification.selectors.publication import narrowed_away, narrowing_of
from rectification.services import publication, waivers
from rectification.web.case_results import period_words
from rectification.web.dates import moment
from workflows.forms.base import Decision
from workflows.forms.posting import PostNoticeForm
from workflows.forms.publication_proposal import ProposePublicationForm
from workflows.forms.redaction_marks import MarkChecks
from workflows.forms.reviewing import RETURN, Facts, ReturnableForm, review_facts
from workflows.forms.sensitivity import SENSITIVE, MayBeSensitive

__all__ = [
    "AgreeScopeForm",
    "AgreeWaiverForm",
    "ApprovePublicationForm",
    "CheckRedactionForm",
    "PostNoticeForm",
    "ProposePublicationForm",
    "ReviewSecrecyForm",
]


class ReviewSecrecyForm(MayBeSensitive):
    """The party and government office reads the text to be published, and nothing else."""

    decisions = (Decision("clear", _("Nothing secret, may be published")), RETURN, SENSITIVE)

    agree = staticmethod(publication.clear_secrecy)


class CheckRedactionForm(MayBeSensitive, MarkChecks):
    """The second pair of eyes: never those of the author."""

    decisions: tuple[Decision, ...] = (
        Decision(
            "confirm",
            _("Text is clean, let the person concerned read it"),
            hint=_("The person concerned then has three working days to comment."),
        ),
        RETURN,
        SENSITIVE,
    )

    def carry_out(self) -> CaseEvent:
        if self.chosen in (RETURN.name, SENSITIVE.name):
            return super().carry_out()
        return publication.confirm_redaction(
            case=self.case, actor=self.actor, confirmed=self.confirmed, **self.about
        )


class ApprovePublicationForm(MayBeSensitive):
    """The approver of the scope decides on the notice, or on showing nothing."""

    decisions: tuple[Decision, ...] = (Decision("approve", _("Approve")), RETURN, SENSITIVE)

    @property
    def review(self) -> Facts:
        """How the text came about; nothing for a waiver."""
        proposal = self.proposal
        return [] if proposal is None or proposal.is_waiver else review_facts(proposal)

    @property
    def is_joint(self) -> bool:
        """The organisation office must agree after him."""
        return needs_scope_agreement(self.case)

    agree = staticmethod(publication.approve_publication)


class AgreeScopeForm(MayBeSensitive):
    """4.6: the organisation office reads the text and its scope, and nothing else of the case."""

    decisions: tuple[Decision, ...] = (
        Decision("agree", _("Agree to text and scope")),
        RETURN,
        SENSITIVE,
    )

    agree = staticmethod(publication.agree_scope)


class AgreeWaiverForm(ReturnableForm):
    """T23: the discipline committee agrees that nothing is shown, or that a notice was narrowed
    to those concerned alone."""

    @property
    def waiver(self) -> Facts:
        notice = narrowed_away(self.case)
        if notice is None:
            return super().waiver
        narrowed = narrowing_of(notice)
        return [
            (_("Shown at first to"), notice.get_widest_scope_display()),
            (_("In the end to"), notice.decision.get_scope_display()),
            (_("Narrowed by"), narrowed.actor.name if narrowed and narrowed.actor else ""),
            (_("Narrowed on"), moment(narrowed.at) if narrowed else ""),
            (_("Notice"), period_words(notice)),
        ]

    decisions = (
        Decision(
            "agree",
            _("Agree that nothing is published"),
            hint=_("Whoever agrees does not verify the case."),
        ),
        RETURN,
    )

    agree = staticmethod(waivers.agree_waiver)
