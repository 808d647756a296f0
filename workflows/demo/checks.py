"""The negative list of the demo, and a check round that is under way."""

from datetime import timedelta
from typing import Final

from rectification.acting import acting_as
from rectification.enums import NegativeItem
from rectification.models import Appointment, CheckRound, Membership, Organisation, Person
from rectification.policies.authority import authority_of
from rectification.policies.check_rounds import usual_items
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.check_rounds import mark_checked, mark_self_checked, open_round
from rectification.services.negative_list import Wording, publish_negative_list
from rectification.services.round_changes import change_round
from workflows.demo.cases import ORG
from workflows.demo.stage import Stage, user_of

WORDINGS: Final = [
    Wording(NegativeItem.ABSENT, "无正当理由连续三个月不参加组织生活", "党章第九条"),
    Wording(NegativeItem.ABSENT, "外出六个月以上不转接也不报告组织关系", "组织关系管理规定"),
    Wording(NegativeItem.UNLIKE, "在网上转发未经核实的消息并加评论", "党员网络行为规定"),
    Wording(NegativeItem.UNLIKE, "集体议定的事项公开唱反调", "民主集中制有关规定"),
    Wording(NegativeItem.INACTIVE, "公开承诺事项到期没有兑现又不说明", "支部公开承诺制度"),
    Wording(NegativeItem.INACTIVE, "联系户三个月没有上门", "党员联户制度"),
    Wording(NegativeItem.UNRULY, "外出不按规定报告", "党员外出报告规定"),
    Wording(NegativeItem.UNRULY, "村务公开栏内容不经审核就张贴", "村务公开制度"),
]
DONE: Final = ("东篱村党支部", "M-0115"), ("西渚村党支部", "M-0201")
"""Branches that have done their check, with their secretaries."""


def publish_and_open(stage: Stage) -> None:
    stage.add(stage.moment(33), _publish)
    stage.add(stage.moment(8), _open)
    stage.add(stage.moment(5, 10), _put_off)
    stage.add(stage.moment(4, 15), _do)


def _office() -> Appointment:
    return Appointment.objects.get(person__code=ORG, role=Role.ORG)


def _publish() -> None:
    publish_negative_list(
        office=_office(),
        valid_from=today(),
        basis="松组发〔2026〕7号",
        wordings=WORDINGS,
    )


def _open() -> None:
    with acting_as(user_of(ORG).pk):
        open_round(
            office=_office(),
            title="第四季度查摆和党性体检",
            starts_on=today(),
            ends_on=today() + timedelta(days=30),
            items=usual_items(),
        )


def _put_off() -> None:
    """Five days more, for those who are away at harvest."""
    opened = CheckRound.objects.get()
    with acting_as(user_of(ORG).pk):
        change_round(
            round_=opened,
            by=authority_of(user_of(ORG)),
            title=opened.title,
            starts_on=opened.starts_on,
            ends_on=opened.ends_on + timedelta(days=5),
            reminds_at_half_time=True,
            reminds_in_last_days=True,
        )


def _do() -> None:
    """Two branches are done, and in each branch every second member, in the order of codes."""
    running = CheckRound.objects.get()
    for name, secretary in DONE:
        mark_checked(
            round_=running,
            organisation=Organisation.objects.get(name=name),
            by=authority_of(user_of(secretary)),
        )
    members = Membership.objects.filter(valid_to=None).values("person")
    for person in Person.objects.filter(pk__in=members).order_by("code")[::2]:
        mark_self_checked(round_=running, by=authority_of(person.user))
