"""OFF decides whether a member takes back his report after its plan was approved (T8)."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from rectification.enums import PaperKind
from rectification.models import CaseEvent, PaperScan
from rectification.policies.opinions import reads_opinions
from rectification.services import withdrawals
from rectification.web.dates import full_date
from workflows.forms.base import Decision, StepForm, reason_field


class DecideWithdrawalForm(StepForm):
    decisions = (
        Decision(
            "agree",
            _("Agree to the withdrawal"),
            hint=_(
                "The content is sealed at once and deleted after 30 days. What others reported of "
                "the same fact goes on by itself, without his words."
            ),
        ),
        Decision("refuse", _("Refuse the withdrawal"), fields=("reason",), needs=("reason",)),
    )

    reason = reason_field(_("Who is affected, and how"))

    @cached_property
    def signed(self) -> PaperScan | None:
        """What he signed without an account, the last time he asked."""
        return self.case.papers.filter(kind=PaperKind.WITHDRAWAL).last()

    @property
    def signed_on(self) -> str:
        return full_date(self.signed.received_on) if self.signed else ""

    @property
    def paper(self) -> PaperScan | None:
        """The scan, for whoever may open it."""
        return self.signed if reads_opinions(self.actor.hand) else None

    def carry_out(self) -> CaseEvent:
        if self.chosen == "refuse":
            return withdrawals.refuse_withdrawal(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return withdrawals.grant_withdrawal(case=self.case, actor=self.actor)
