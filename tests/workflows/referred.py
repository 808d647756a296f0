"""A referral that was written, and what its readers are shown."""

from typing import Any

from django.urls import reverse

from rectification.models import AccountabilityReferral, Person
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

ANSWER = "上半年人手不足，现已逐月补齐，台账可查。"


def referral_of(play: Play) -> AccountabilityReferral:
    return play.case.referrals.get()


def sent(play: Play) -> AccountabilityReferral:
    play.refer()
    play.take("answer_referral")
    play.take("send_referral")
    return referral_of(play)


def page_of(who: Person, referral: AccountabilityReferral) -> Any:
    return client_of(who).get(reverse("rectification:referral", args=[referral.pk]))
