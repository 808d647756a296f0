"""The four sheets of a roster, told by their headers, and the words in their closed lists."""

from enum import StrEnum
from typing import Final

from rectification.enums import AppointmentDuty, MembershipKind, OrganisationKind, Sector
from rectification.imports.headings import Field, Layout
from rectification.roles import Role


class SheetKind(StrEnum):
    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    MEMBERSHIPS = "memberships"
    APPOINTMENTS = "appointments"


_PERSON: Final = Field(
    "person", ("人员编号", "人员编码", "人员代码", "党员编号", "党员编码", "编号"), required=True
)
_NAME: Final = Field("name", ("姓名", "人员姓名", "党员姓名"))
_REMARK: Final = Field("remark", ("备注", "说明"))

ORGANISATIONS: Final = Layout(
    SheetKind.ORGANISATIONS,
    (
        Field(
            "code", ("组织编码", "组织编号", "组织代码", "单位编码", "党组织编码"), required=True
        ),
        Field("name", ("组织名称", "党组织名称", "单位名称", "名称"), required=True),
        Field("aliases", ("别称", "别名", "简称", "其他名称")),
        Field("kind", ("类别", "组织类别", "组织类型", "类型"), required=True),
        Field("sector", ("领域", "所属领域")),
        Field(
            "parent",
            ("上级编码", "上级组织编码", "上级组织", "上级党组织", "上级单位", "上级"),
            required=True,
        ),
        Field("opened_on", ("生效日期", "成立日期", "设立日期", "起始日期", "起"), required=True),
        Field("closed_on", ("终止日期", "撤销日期", "失效日期", "截止日期", "止")),
        Field("successor", ("承接组织", "承接单位", "承接党组织", "承接组织编码")),
    ),
)
PEOPLE: Final = Layout(
    SheetKind.PEOPLE,
    (
        _PERSON,
        Field(_NAME.name, _NAME.labels, required=True),
        _REMARK,
    ),
)
MEMBERSHIPS: Final = Layout(
    SheetKind.MEMBERSHIPS,
    (
        _PERSON,
        _NAME,
        Field(
            "organisation",
            ("所在支部", "所在党支部", "所属支部", "所属党支部", "所在党组织", "所属党组织"),
            required=True,
        ),
        Field("kind", ("关系类别", "党员类别", "人员类别", "组织关系类别", "类别"), required=True),
        Field("valid_from", ("起", "起始日期", "开始日期", "转入日期", "起日期"), required=True),
        Field("valid_to", ("止", "终止日期", "截止日期", "结束日期", "转出日期", "止日期")),
        _REMARK,
    ),
)
APPOINTMENTS: Final = Layout(
    SheetKind.APPOINTMENTS,
    (
        _PERSON,
        _NAME,
        Field("role", ("职务代码", "职务", "角色代码", "角色", "岗位代码"), required=True),
        Field("organisation", ("任职组织", "任职单位", "任职党组织"), required=True),
        Field(
            "valid_from",
            ("任职起", "任职起始日期", "任职开始日期", "任职日期", "任职时间", "起", "起始日期"),
            required=True,
        ),
        Field(
            "valid_to",
            ("任职止", "任职终止日期", "任职结束日期", "免职日期", "止", "终止日期"),
        ),
        Field("mandate", ("任职文号", "任职文件", "文号")),
        Field("duty", ("专项职责", "任职职责", "职责")),
        _REMARK,
    ),
)
LAYOUTS: Final = (ORGANISATIONS, PEOPLE, MEMBERSHIPS, APPOINTMENTS)

ORGANISATION_KINDS: Final = {kind.value: kind.value for kind in OrganisationKind} | {
    "党委": OrganisationKind.COMMITTEE.value,
    "党总支": OrganisationKind.GENERAL_BRANCH.value,
    "党支部": OrganisationKind.BRANCH.value,
    "领导小组": OrganisationKind.LEADING_GROUP.value,
    "办公室": OrganisationKind.OFFICE.value,
    "工作机构": OrganisationKind.BODY.value,
}
SECTORS: Final = {
    "农村": Sector.RURAL.value,
    "两新-农业": Sector.NEW_AGRICULTURE.value,
    "两新-企业": Sector.NEW_ENTERPRISE.value,
    "社会组织": Sector.SOCIAL.value,
    "机关": Sector.PUBLIC_BODY.value,
    "机关事业单位": Sector.PUBLIC_BODY.value,
    "学校": Sector.SCHOOL.value,
} | {sector.value: sector.value for sector in Sector}
MEMBERSHIP_KINDS: Final = {
    "正式": MembershipKind.FULL.value,
    "正式党员": MembershipKind.FULL.value,
    "预备": MembershipKind.PROBATIONARY.value,
    "预备党员": MembershipKind.PROBATIONARY.value,
    "流动": MembershipKind.FLOATING.value,
    "流动党员": MembershipKind.FLOATING.value,
} | {kind.value: kind.value for kind in MembershipKind}
ROLES_HELD: Final = {role.value: role.value for role in Role if role != Role.MEM}
"""A member is one by his membership and not by an appointment."""

DUTIES: Final = {
    "负责人": AppointmentDuty.HEAD.value,
    "意见受理员": AppointmentDuty.INTAKE_OFFICER.value,
} | {duty.value: duty.value for duty in AppointmentDuty}
