"""A referral for accountability: answered by the organisation, then sent or dropped (8.12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import SelectForUpdateLock

from rectification.calendar.clocks import Clock
from rectification.enums import ProcessKind
from rectification.models import AccountabilityReferral, Case
from rectification.permissions import OWN_CASES, WRITE_REFERRALS
from workflows.flows.opening import opened
from workflows.forms.referrals import AnswerReferralForm, SendReferralForm
from workflows.holding import by_addressee, by_referrer
from workflows.models import CaseProcess
from workflows.steps import HumanStep
from workflows.timing import from_today
from workflows.views.steps import step_page


class ReferralFlow(flow.Flow):
    """Beside the case, which it neither holds up nor ends; it outlives the end of the case."""

    process_class = CaseProcess
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)
    process_title = _("Referral for accountability")

    write = flow.StartHandle(this.open_process).Next(this.answer_referral)

    # --- the first hand of the organisation concerned; the case stays closed

    answer_referral = (
        HumanStep(step_page, AnswerReferralForm)
        .Held(by_addressee, role="addressee", right=OWN_CASES)
        .Clock(from_today(Clock.REFERRAL), name=Clock.REFERRAL)
        .Extract()
        .Next(this.send_referral)
    )

    # --- whoever wrote it, else somebody else of the same body

    send_referral = (
        HumanStep(step_page, SendReferralForm)
        .Held(by_referrer, role="DIS/LG", right=WRITE_REFERRALS)
        .Extract()
        .Next(this.concluded)
    )

    concluded = flow.End()

    def open_process(self, activation: Any, *, referral: AccountabilityReferral) -> CaseProcess:
        kind, case = ProcessKind.REFERRAL, referral.case
        return opened(activation, kind, case, referral=referral)


def ask_about_referrals(case: Case) -> None:
    """Of those written with a decision, nobody was asked for an answer yet."""
    for referral in case.referrals.filter(processes__isnull=True).order_by("pk"):
        ReferralFlow.write.run(referral=referral)
