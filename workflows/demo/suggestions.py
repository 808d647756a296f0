"""What the demo's organisation office suggests to whoever drafts a plan, sector by sector."""

from typing import Final

from rectification.acting import acting_as
from rectification.enums import Sector
from rectification.models import Appointment
from rectification.roles import Role
from rectification.services.plan_templates import enter_template
from workflows.demo.stage import Stage, user_of

KEEPER: Final = "M-0108"

SUGGESTED: Final = (
    (
        Sector.RURAL,
        "党员设岗定责，公开承诺践诺，每月在公开栏公布履诺情况。",
        "承诺书、公布照片",
    ),
    (Sector.RURAL, "党员联户，每名党员每月至少走访一次所联农户并当场登记。", "联户走访登记表"),
    (Sector.NEW_AGRICULTURE, "设立党员示范岗，亮明身份和服务事项。", "示范岗名单和服务记录"),
    (Sector.NEW_ENTERPRISE, "划分党员责任区，每季度检查一次责任落实情况。", "责任区图表、检查记录"),
    (Sector.SOCIAL, "设立党员先锋岗，定期开展志愿服务。", "志愿服务登记"),
    (
        Sector.PUBLIC_BODY,
        "挂牌上岗，开展示范窗口创建，公布投诉和答复情况。",
        "公示牌、答复台账",
    ),
    (Sector.SCHOOL, "教师党员公开师德承诺，每学期向家长征求一次意见。", "承诺书、意见汇总和答复"),
    ("", "由书记逐月查看落实情况并签字，结果在支部党员大会上通报。", "查看记录、通报记录"),
)


def write_suggestions(stage: Stage) -> None:
    stage.add(stage.moment(23, 15), _enter)


def _enter() -> None:
    user = user_of(KEEPER)
    office = Appointment.objects.get(person=user.person, role=Role.ORG)
    with acting_as(user.pk):
        for sector, text, deliverable in SUGGESTED:
            enter_template(office=office, sector=sector, text=text, deliverable=deliverable)
