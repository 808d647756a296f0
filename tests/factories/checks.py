"""A negative list in force, and a check round that runs."""

from datetime import date, timedelta

from rectification.enums import NegativeItem
from rectification.models import CheckRound, NegativeList, Person
from rectification.policies.check_rounds import usual_items
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.check_rounds import open_round
from rectification.services.negative_list import Wording, publish_negative_list
from tests.factories.cast import Township

WORDINGS = [
    Wording(NegativeItem.ABSENT, "无正当理由连续三个月不参加组织生活", "党章第九条"),
    Wording(NegativeItem.INACTIVE, "承诺事项到期没有兑现又不说明", "支部公开承诺制度"),
    Wording(NegativeItem.UNRULY, "外出不按规定报告", "党员外出报告规定"),
]


def negative_list(
    town: Township, *wordings: Wording, since: date | None = None, by: Person | None = None
) -> NegativeList:
    office = (by or town.org).appointments.get(role=Role.ORG)
    return publish_negative_list(
        office=office,
        valid_from=since or today(),
        basis="云组发〔2026〕4号",
        wordings=wordings or WORDINGS,
    )


def check_round(town: Township, *, days: int = 30, begins_in: int = 0) -> CheckRound:
    """It begins today, or in so many days; the organisation office opens it."""
    first = today() + timedelta(days=begins_in)
    office = town.org.appointments.get(role=Role.ORG)
    return open_round(
        office=office,
        title="2026年第二季度查摆",
        starts_on=first,
        ends_on=first + timedelta(days=days),
        items=usual_items(),
    )
