"""巡察反馈: a list fed back by an inspection, with clocks of its own from the day of receipt."""

from typing import Final

from rectification.calendar.clocks import Clock
from rectification.enums import DeadlineClass, SourceKind
from rectification.sources.base import Column, Source

INSPECTION: Final = Source(
    SourceKind.INSPECTION,
    columns=(
        Column("text", ("问题表述", "问题描述", "存在问题", "具体问题"), required=True),
        Column("unit", ("责任单位", "责任主体", "整改单位"), required=True),
        Column("serial", ("序号",)),
        Column("category", ("问题类别", "问题类型")),
        Column("leader", ("牵头领导", "分管领导", "责任领导")),
        Column("limit", ("整改时限", "完成时限", "完成时间")),
        Column("measure", ("整改措施", "整改举措")),
        Column("remark", ("备注", "说明")),
    ),
    deadline_class=DeadlineClass.LIMITED,
    plan_clock=Clock.PLAN_INSPECTION,
    rectify_clock=Clock.RECTIFY_INSPECTION,
    from_receipt=True,
)
