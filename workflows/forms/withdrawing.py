"""OFF decides whether a member takes back his report after its plan was approved (T8)."""

from django.utils.translation import gettext_lazy as _

from rectification.models import CaseEvent
from rectification.services import withdrawals
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

    def carry_out(self) -> CaseEvent:
        if self.chosen == "refuse":
            return withdrawals.refuse_withdrawal(
                case=self.case, actor=self.actor, reason=self.cleaned_data["reason"]
            )
        return withdrawals.grant_withdrawal(case=self.case, actor=self.actor)
