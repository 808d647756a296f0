"""Acts beside the steps of a referral: writing one by hand, and the number of its outcome."""

from datetime import date

from rectification.models import AccountabilityReferral, Case, CaseEvent, User
from rectification.policies.actors import Actor
from rectification.services import referrals
from rectification.services.referrals import Draft
from workflows.act import act_on_case
from workflows.flows import ReferralFlow


def write(*, user: User, case: Case, actor: Actor, draft: Draft, key: str = "") -> CaseEvent | None:
    """The organisation concerned is asked for its answer at once."""

    def act(locked: Case) -> CaseEvent:
        event, referral = referrals.write_referral(case=locked, actor=actor, draft=draft)
        ReferralFlow.write.run(referral=referral)
        return event

    return act_on_case(user=user, case_id=case.pk, act=act, key=key)


def record_outcome(
    *,
    user: User,
    referral: AccountabilityReferral,
    actor: Actor,
    number: str,
    on: date,
    key: str = "",
) -> CaseEvent | None:
    def act(locked: Case) -> CaseEvent:
        row = locked.referrals.get(pk=referral.pk)
        return referrals.record_outcome(
            case=locked, actor=actor, referral=row, number=number, on=on
        )

    return act_on_case(user=user, case_id=referral.case_id, act=act, key=key)
